import Market

/// Cuts the exposure while the account is far below its peak.
enum Drawdown {
    static func apply(to pass: inout RiskPass) {
        let policy = pass.facts.policy
        guard let limit = policy.drawdownLimit, let equity = pass.facts.equity, let peak = pass.facts.peak,
            isDeep(equity, peak, limit)
        else { return }
        pass.scale(
            by: policy.drawdownExposure, .drawdown, .equity(equity, bound: RiskMath.less(peak, limit)))
    }

    /// Whether equity < peak × (1 − limit), compared exactly: at the limit nothing is cut.
    static func isDeep(_ equity: Money, _ peak: Money, _ limit: Weight) -> Bool {
        peak > .zero
            && Int128(equity.li) * RiskMath.one < Int128(peak.li) * Int128(Weight.one.trillionths - limit.trillionths)
    }

    static let page = RulePage(
        name: "drawdown", title: "Drawdown control",
        text: """
            While equity < peak × (1 − drawdown) every target is multiplied by drawdown_exposure, rounded down. On a day \
            without targets holdings are cut once to the same share; what was cut is bought again with the next targets only, \
            and only when the drawdown has become small enough. Equity and peak are those of the portfolio stop.
            """,
        settings: [
            .init("risk.drawdown", standard: "0.15", "the fall below the peak, or \"off\"; profile careful: 0.08"),
            .init("risk.drawdown_exposure", standard: "0.5", "what is left of each target"),
            .init(
                "risk.exposure_step", standard: "0.05", "holdings are cut on days without targets from such a fall on"),
            .init("risk.flow_tolerance", standard: "0.0005", "of equity: less is no deposit and no withdrawal"),
        ], reasons: [.drawdown])
}
