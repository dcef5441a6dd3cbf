import Market

/// Gives each regime of the market its exposure.
enum RegimeGate {
    static func apply(to pass: inout RiskPass) {
        guard let rule = pass.facts.policy.regime else { return }
        let (factor, evidence) = factor(rule, pass.facts)
        pass.scale(by: factor, .regime, evidence)
    }

    /// A word that is none of the three is missing.
    static func factor(_ rule: Policy.Risk.Regime, _ facts: RiskFacts) -> (Weight, RiskVerdict.Evidence) {
        let state = facts.inputs?.state(rule.name, ageMaximumDays: facts.policy.inputAgeMaximumDays)
        if let state, let factor = exposure(rule, state.value) {
            return (factor, .input(name: rule.name, value: state.value, day: state.day))
        }
        switch facts.policy.missingInput {
        case .cut: return (least(rule), .input(name: rule.name, value: "the exposure is cut", day: nil))
        case .keep:
            let kept = facts.standing.marketExposure.regime ?? least(rule)
            return (kept, .input(name: rule.name, value: "the exposure stays at \(kept)", day: nil))
        }
    }

    private static func exposure(_ rule: Policy.Risk.Regime, _ word: String) -> Weight? {
        switch word {
        case "risk_on": rule.riskOn
        case "neutral": rule.neutral
        case "risk_off": rule.riskOff
        default: nil
        }
    }

    private static func least(_ rule: Policy.Risk.Regime) -> Weight { min(rule.riskOn, rule.neutral, rule.riskOff) }

    static let page = RulePage(
        name: "regime", title: "Market regime",
        text: """
            The input gives one of the words risk_on, neutral and risk_off; every target is multiplied by the exposure of that \
            regime. Which value is in force, and what happens without one, is as with the volatility gate; what is cut then is \
            the least exposure of the three.
            """,
        settings: [
            .init("risk.regime", standard: "off", "the name in the input, such as \"regime\""),
            .init("risk.regime_risk_on", standard: "1", "exposure"),
            .init("risk.regime_neutral", standard: "0.7", "exposure"),
            .init("risk.regime_risk_off", standard: "0.3", "exposure"),
        ], reasons: [.regime])
}
