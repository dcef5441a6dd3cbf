extension InstrumentClass {
    /// Whether what is bought on `day` may be sold on the same day (ashare-rules 11). Unknown is false: too careful, never
    /// illegal. `underlyingTradesSameDay` matters to cross-border funds alone and is a fact of the single fund.
    package func isSoldSameDay(on day: Day, underlyingTradesSameDay: Bool = false) -> Bool {
        switch kind {
        // T-04; it began in 2013, the day is not confirmed.
        case .etfBond, .etfMoney, .etfGold: day >= Day.sameDayFunds
        // T-05, T-06
        case .etfCrossBorder, .lof: underlyingTradesSameDay && day >= Day.sameDayFunds
        // T-07
        case .etfCommodity:
            switch venue {
            case .shenzhen: day >= Day.shenzhenCommodityFunds
            case .shanghai: day >= Day.shanghaiCommodityFunds
            case .beijing: false
            }
        // T-08, T-09
        case .convertible, .exchangeable, .warrant: true
        // T-01, T-02, T-03
        case .stock, .cdr, .bShare, .etf, .etf20, .closedEndFund, .reit, .repo, .index: false
        }
    }

    /// What may be sold now, never below zero: what was held at the start of the day, less what was sold since, plus what
    /// was bought today where that may be sold. Frozen by working sells is the caller's to subtract.
    package func sellable(
        prior: Shares, boughtToday: Shares, soldToday: Shares, on day: Day, underlyingTradesSameDay: Bool = false
    ) -> Shares {
        let isSameDay = isSoldSameDay(on: day, underlyingTradesSameDay: underlyingTradesSameDay)
        return max(prior + (isSameDay ? boughtToday : .zero) - soldToday, .zero)
    }
}

extension Day {
    fileprivate static let sameDayFunds = Day(2015, 1, 19)
    fileprivate static let shenzhenCommodityFunds = Day(2019, 1, 11)
    fileprivate static let shanghaiCommodityFunds = Day(2020, 1, 20)
}
