import Market

/// Ends a holding that has gained enough against what it cost.
enum TakeProfit {
    /// The bound where last ≥ entry × (1 + gain), compared exactly; else nil.
    static func bound(_ entry: Entry, _ last: Price, _ policy: Policy.Risk) -> AveragePrice? {
        guard let gain = policy.takeProfit, let price = entry.price, entry.cost > .zero,
            RiskMath.isAtOrAbove(last, entry.shares, entry.cost, plus: gain)
        else { return nil }
        return RiskMath.bound(price, by: gain.trillionths)
    }

    static func apply(to pass: inout RiskPass) {
        guard pass.facts.policy.takeProfit != nil else { return }
        Exit.apply(.takeProfit, to: &pass)
    }

    static let page = RulePage(
        name: "take_profit", title: "Take-profit of a holding",
        text: """
            Sells all of a holding when last ≥ entry × (1 + take_profit), compared exactly: at the bound it fires. Entry, the \
            two looks, and what happens where it cannot be sold at once are as with the stop-loss.
            """,
        settings: [.init("risk.take_profit", standard: "off", "the gain, such as \"0.30\"; above 1 is allowed")],
        reasons: [.takeProfit])
}
