import Market

/// Cuts the exposure while an index of volatility is high.
enum VolatilityGate {
    static func apply(to pass: inout RiskPass) {
        guard let rule = pass.facts.policy.volatility else { return }
        let (factor, evidence) = factor(rule, pass.facts)
        pass.scale(by: factor, .volatility, evidence)
    }

    /// The value counts where it can be read as a number; all else is missing.
    static func factor(_ rule: Policy.Risk.Volatility, _ facts: RiskFacts) -> (Weight, RiskVerdict.Evidence) {
        let state = facts.inputs?.state(rule.name, ageMaximumDays: facts.policy.inputAgeMaximumDays)
        if let state, let value = FixedDecimal.parse(state.value, places: 6, roundingExcess: true) {
            return (
                value > rule.limit ? rule.exposure : .one, .input(name: rule.name, value: state.value, day: state.day)
            )
        }
        switch facts.policy.missingInput {
        case .cut: return (rule.exposure, .input(name: rule.name, value: "the exposure is cut", day: nil))
        case .keep:
            let kept = facts.standing.marketExposure.volatility ?? rule.exposure
            return (kept, .input(name: rule.name, value: "the exposure stays at \(kept)", day: nil))
        }
    }

    static let page = RulePage(
        name: "volatility", title: "Volatility gate",
        text: """
            While the newest value of the index is above volatility_limit every target is multiplied by volatility_exposure; \
            at the limit nothing is cut. The value in force is the newest that is not after the signal day and not older than \
            input_age_max_days calendar days before it. Without one, missing_input = "keep" goes on with the last exposure (the \
            cut one where there never was a value), "cut" cuts.
            """,
        settings: [
            .init("risk.volatility", standard: "off", "the index's name in the input, such as \"ivix\""),
            .init("risk.volatility_limit", standard: "25", "at most six places"),
            .init("risk.volatility_exposure", standard: "0.5", "what is left of each target"),
            .init("risk.state_file", standard: "none", "CSV: date,name,value"),
            .init("risk.state_database", standard: "none", "SQLite: table market_state(date, name, value)"),
            .init("risk.input_age_max_days", standard: "5", "calendar days"),
            .init("risk.missing_input", standard: "keep", "\"keep\" or \"cut\""),
        ], reasons: [.volatility])
}
