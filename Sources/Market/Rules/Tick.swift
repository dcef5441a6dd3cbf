extension InstrumentClass {
    /// The smallest step between two prices on that day (ashare-rules 3), in the currency of the security.
    package func tick(on day: Day) -> Price {
        switch kind {
        case .stock, .cdr:
            Price(li: 10)
        case .bShare:
            Price(li: venue == .shanghai ? 1 : 10)
        case .convertible, .exchangeable:
            // Shanghai too was 0.01 once; the day of that change is not known.
            Price(li: venue == .shenzhen && day < .shenzhenRules2011 ? 10 : 1)
        case .repo:
            Price(li: 5)
        case .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof, .closedEndFund, .reit,
            .warrant, .index:
            Price(li: 1)
        }
    }

    /// Whether an order may carry this price: above zero and on the tick.
    package func isOnTick(_ price: Price, on day: Day) -> Bool {
        price.li > 0 && price.li % tick(on: day).li == 0
    }
}
