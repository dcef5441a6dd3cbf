package import Market

/// What a synthetic market is made from: a JSON file such as `sim/market.json`. Names in it are those of the properties
/// here; one that is not known, or missing, is an error.
package struct SyntheticScenario: Hashable, Sendable, Codable {
    /// How many stocks of each kind.
    package struct Stocks: Hashable, Sendable, Codable {
        package var shanghaiMain: Int
        package var shenzhenMain: Int
        package var chinext: Int
        package var star: Int
        package var beijing: Int

        package var total: Int { shanghaiMain + shenzhenMain + chinext + star + beijing }
    }

    /// How often something happens, in stock-days of a million.
    package struct Rates: Hashable, Sendable, Codable {
        /// A suspension begins, of one to `longestSuspension` days.
        package var suspension: Int64
        /// The whole day at one price, the limit.
        package var lockedUp: Int64
        package var lockedDown: Int64
        /// Trades, and closes at the limit.
        package var closeAtLimitUp: Int64
        package var closeAtLimitDown: Int64
        /// The reference price is lowered by less than 10 %: a dividend.
        package var cashExDate: Int64
        /// By more than 10 %: bonus shares.
        package var bonusExDate: Int64

        var events: Int64 { suspension + lockedUp + lockedDown + closeAtLimitUp + closeAtLimitDown }
    }

    /// The targets that come with the market: the stocks with the highest return over `lookbackDays`, equal weights.
    package struct Targets: Hashable, Sendable, Codable {
        package var strategy: String
        /// A signal each so many trading days, the first once there is a look back.
        package var everyDays: Int
        package var lookbackDays: Int
        /// Stocks in a batch, the cash row not counted.
        package var count: Int
        /// What the stocks get together, the rest is cash.
        package var investedPerMillion: Int64
    }

    package var seed: UInt64
    /// A trading day.
    package var firstDay: Day
    package var dayCount: Int
    /// Trading days without bars in the calendar, before and after those with.
    package var calendarDaysBefore: Int
    package var calendarDaysAfter: Int
    /// Weekdays on which the market is closed.
    package var holidays: [Day]
    package var stocks: Stocks
    /// How many of them are listed while the market runs.
    package var newListings: Int
    /// How many are ST, every second of them only from the middle on.
    package var riskWarned: Int
    package var lowestStartYuan: Int64
    package var highestStartYuan: Int64
    package var longestSuspension: Int64
    package var perMillion: Rates
    package var targets: Targets
}
