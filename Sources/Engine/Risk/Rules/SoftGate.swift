import Market

/// Lowers the exposure in a line as the account falls below its peak.
enum SoftGate {
    static func apply(to pass: inout RiskPass) {
        guard let gate = pass.facts.policy.softGate, let equity = pass.facts.equity, let peak = pass.facts.peak,
            peak > .zero
        else { return }
        pass.scale(
            by: factor(equity, peak, gate), .softGate, .equity(equity, bound: RiskMath.less(peak, gate.from)))
    }

    /// One down to `from` below the peak, nothing from `to` on, in a line between, rounded down.
    static func factor(_ equity: Money, _ peak: Money, _ gate: Policy.Risk.SoftGate) -> Weight {
        let fall = RiskMath.one - Int128(max(equity, .zero).li) * RiskMath.one / Int128(peak.li)
        let (from, to) = (Int128(gate.from.trillionths), Int128(gate.to.trillionths))
        if fall <= from { return .one }
        if fall >= to { return .zero }
        return Weight(trillionths: Int64((to - fall) * RiskMath.one / (to - from)))
    }

    static let page = RulePage(
        name: "soft_gate", title: "Soft gate",
        text: """
            Every target is multiplied by a share that is 1 down to soft_gate_from below the peak, 0 from soft_gate_to on, and \
            lies on the line between them in between, rounded down. On days without targets holdings follow, in steps of \
            exposure_step at least. Equity and peak are those of the portfolio stop.
            """,
        settings: [
            .init("risk.soft_gate", standard: "false", "true or false"),
            .init("risk.soft_gate_from", standard: "0.05", "where it begins"),
            .init("risk.soft_gate_to", standard: "0.15", "where nothing is left"),
        ], reasons: [.softGate])
}
