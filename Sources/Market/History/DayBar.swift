/// One security's trading day, unadjusted.
package struct DayBar: Hashable, Sendable {
    package var symbol: Symbol
    package var open: Price
    package var high: Price
    package var low: Price
    package var close: Price
    /// The exchange's reference of the day: yesterday's close, lowered on an ex-date, the issue price on a listing day.
    package var previousClose: Price
    package var volume: Shares
    /// No trading all day; the prices then repeat the last close.
    package var isSuspended: Bool
    /// ST or *ST on that day; nil where the data does not say.
    package var isRiskWarned: Bool?
    /// 1 on the day of listing; nil where unknown or long past.
    package var listingDay: Int?
    /// As published for the day; nil where they are to be computed by the dated rules.
    package var limits: PriceLimits?

    package init(
        symbol: Symbol, open: Price, high: Price, low: Price, close: Price, previousClose: Price, volume: Shares,
        isSuspended: Bool = false, isRiskWarned: Bool? = nil, listingDay: Int? = nil, limits: PriceLimits? = nil
    ) {
        self.symbol = symbol
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.previousClose = previousClose
        self.volume = volume
        self.isSuspended = isSuspended
        self.isRiskWarned = isRiskWarned
        self.listingDay = listingDay
        self.limits = limits
    }
}

/// All bars of one trading day, ascending by symbol.
package struct DaySheet: Hashable, Sendable {
    package var day: Day
    package var bars: [DayBar]

    package init(day: Day, bars: [DayBar]) {
        self.day = day
        self.bars = bars
    }
}
