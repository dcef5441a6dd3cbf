/// A security's data of the day, as the broker's terminal has it. Nil is unknown, and unknown is not traded.
package struct Instrument: Hashable, Sendable, Codable {
    package var symbol: Symbol
    package var name: String
    package var tick: Price?
    /// On a day without limits the terminal gives sentinels such as 999999.999 / 0.01; see `PriceLimits.init(published:)`.
    package var upLimit: Price?
    package var downLimit: Price?
    /// Already lowered on an ex-date: the reference of limits and returns.
    package var previousClose: Price?
    package var isSuspended: Bool?
    package var listed: Day?

    package init(
        symbol: Symbol, name: String, tick: Price?, upLimit: Price?, downLimit: Price?, previousClose: Price?,
        isSuspended: Bool?, listed: Day? = nil
    ) {
        self.symbol = symbol
        self.name = name
        self.tick = tick
        self.upLimit = upLimit
        self.downLimit = downLimit
        self.previousClose = previousClose
        self.isSuspended = isSuspended
        self.listed = listed
    }
}
