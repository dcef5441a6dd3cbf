import Market

/// All targets together may not have more than a share of the account.
enum TotalCap {
    static func apply(to pass: inout RiskPass) {
        guard let cap = pass.facts.policy.totalCap else { return }
        var sum = Weight.zero
        for line in pass.lines { sum = sum + line.weight }
        guard sum > cap else { return }
        let evidence = RiskVerdict.Evidence.share(sum, cap: cap, group: "")
        let factor = pass.share(.one, of: sum, cap)
        pass.verdicts.append(
            RiskVerdict(symbol: nil, reason: .totalCap, before: .one, after: factor, evidence: evidence))
        for index in pass.lines.indices where pass.lines[index].weight > .zero {
            pass.lines[index].weight = pass.share(pass.lines[index].weight, of: sum, cap)
            pass.lines[index].overlay.insert(.totalCap)
        }
    }

    static let page = RulePage(
        name: "total_cap", title: "Cap of all targets",
        text: """
            Where all targets sum to more than total_cap, each is multiplied by cap ÷ sum, rounded down. It comes last of the \
            caps, and only lowers: the caps before it hold after it. Holdings that are not to be touched (not managed, or \
            locked) are not counted. execution.cash_buffer is kept beside it.
            """,
        settings: [.init("risk.total_cap", standard: "off", "share of the account; profile careful: 0.8")],
        reasons: [.totalCap])
}
