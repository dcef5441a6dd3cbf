/// How an order is to be executed, as far as its largest size depends on it.
package enum OrderStyle: String, Hashable, Sendable, Codable, CaseIterable {
    case limit, market
    /// At the day's closing price, 15:05 to 15:30.
    case afterHours = "after_hours"
}

extension InstrumentClass {
    /// Quantities of one order (ashare-rules 9). Repo, warrants and indices get a rule that accepts nothing.
    package func lotRule(on day: Day, style: OrderStyle = .limit) -> LotRule {
        switch kind {
        case .stock, .cdr, .bShare:
            switch board {
            case .star:
                // QTY-04
                LotRule(minimum: 200, step: 1, maximum: style.pick(limit: 100_000, market: 50_000))
            case .bse:
                // QTY-05; the maximum is not confirmed.
                LotRule(minimum: 100, step: 1, maximum: 1_000_000)
            case .chinext where day >= .chinextReform:
                // QTY-03
                LotRule(minimum: 100, step: 100, maximum: style.pick(limit: 300_000, market: 150_000))
            case .chinext, .main, nil:
                // QTY-01, QTY-02
                LotRule(minimum: 100, step: 100, maximum: 1_000_000)
            }
        case .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof, .closedEndFund, .reit:
            // QTY-06
            LotRule(minimum: 100, step: 100, maximum: 1_000_000)
        case .convertible, .exchangeable:
            // QTY-07; the maximum is not confirmed.
            LotRule(minimum: 10, step: 10, maximum: 1_000_000)
        case .repo, .warrant, .index:
            LotRule(minimum: 1, step: 1, maximum: 0)
        }
    }
}

extension OrderStyle {
    /// After-hours orders may carry a million on every board.
    fileprivate func pick(limit: Shares, market: Shares) -> Shares {
        switch self {
        case .limit: limit
        case .market: market
        case .afterHours: 1_000_000
        }
    }
}
