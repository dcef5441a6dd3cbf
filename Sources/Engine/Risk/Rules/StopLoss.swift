import Market

/// Ends a holding that has lost too much against what it cost.
enum StopLoss {
    /// The stop's price where last ≤ entry × (1 − loss), compared exactly; else nil.
    static func bound(_ entry: Entry, _ last: Price, _ policy: Policy.Risk) -> AveragePrice? {
        guard let loss = policy.stopLoss, let price = entry.price,
            RiskMath.isAtOrBelow(last, entry.shares, entry.cost, less: loss)
        else { return nil }
        return RiskMath.bound(price, by: -loss.trillionths)
    }

    static func apply(to pass: inout RiskPass) {
        guard pass.facts.policy.stopLoss != nil else { return }
        Exit.apply(.stopLoss, to: &pass)
    }

    static let page = RulePage(
        name: "stop_loss", title: "Stop-loss of a holding",
        text: """
            Sells all of a holding when last ≤ entry × (1 − stop_loss), compared exactly: at the bound it fires. The entry is \
            our own average cost from fills, without fees. It follows bonus shares (the cost is kept), dividends (the cost is \
            lowered by them) and trades of others, so that an ex-date stops nothing. The price must be of a security that \
            trades, inside the day's limits, and be seen twice, confirm_s seconds apart. A stop that has fired counts until \
            the holding is gone, whatever the price does meanwhile: where shares were bought today, are suspended or locked at \
            the lower limit, they are sold on the next day on which they can be. It comes before the day's targets. It is \
            looked at once a day, before the plan, with targets or without.
            """,
        settings: [
            .init("risk.stop_loss", standard: "0.08", "the loss, or \"off\"; profile careful: 0.10"),
            .init("risk.confirm_s", standard: "3", "seconds between the two looks; 0: one is enough"),
        ], reasons: [.stopLoss])
}
