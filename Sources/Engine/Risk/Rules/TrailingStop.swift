import Market

/// Ends a holding that has fallen too far below its highest price since it was bought.
enum TrailingStop {
    /// The stop's price where last ≤ high × (1 − fall), compared exactly; else nil. The high is never below the entry.
    static func bound(_ entry: Entry, _ last: Price, _ policy: Policy.Risk) -> AveragePrice? {
        guard let fall = policy.trailingStop, let price = entry.price else { return nil }
        if let high = entry.high, high * entry.shares > entry.cost {
            guard RiskMath.isAtOrBelow(last, 1, Money(li: high.li), less: fall) else { return nil }
            return RiskMath.bound(AveragePrice(high), by: -fall.trillionths)
        }
        guard RiskMath.isAtOrBelow(last, entry.shares, entry.cost, less: fall) else { return nil }
        return RiskMath.bound(price, by: -fall.trillionths)
    }

    static func apply(to pass: inout RiskPass) {
        guard pass.facts.policy.trailingStop != nil else { return }
        Exit.apply(.trailingStop, to: &pass)
    }

    static let page = RulePage(
        name: "trailing_stop", title: "Trailing stop of a holding",
        text: """
            Sells all of a holding when last ≤ high × (1 − trailing_stop), compared exactly: at the bound it fires. The high is \
            the highest of the entry, the closes since, and the prices of the daily looks; highs within a day are not seen. It \
            is durable, falls with dividends and shrinks with bonus shares, and ends with the holding. The two looks, and what \
            happens where it cannot be sold at once, are as with the stop-loss.
            """,
        settings: [.init("risk.trailing_stop", standard: "off", "the fall below the high, such as \"0.10\"")],
        reasons: [.trailingStop])
}
