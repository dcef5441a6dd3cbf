/// The market of one security at a moment. Nil prices are unknown; a zero never stands for a price.
package struct Quote: Hashable, Sendable, Codable {
    package struct Level: Hashable, Sendable, Codable {
        package var price: Price
        package var volume: Shares

        package init(price: Price, volume: Shares) {
            self.price = price
            self.volume = volume
        }
    }

    package enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
        case preOpen = "pre_open"
        case auction, continuous
        case lunchBreak = "break"
        /// Stopped by the exchange, for the day or for its ten minutes.
        case halted
        case closingAuction = "closing_auction"
        case afterHours = "after_hours"
        case closed, unknown
    }

    package var symbol: Symbol
    package var time: Timestamp
    package var last: Price?
    package var open: Price?
    package var high: Price?
    package var low: Price?
    package var previousClose: Price?
    /// Traded today so far.
    package var volume: Shares
    package var amount: Money
    /// Best first; empty where nobody bids.
    package var bids: [Level]
    package var asks: [Level]
    package var phase: Phase

    package init(
        symbol: Symbol, time: Timestamp, last: Price?, open: Price? = nil, high: Price? = nil, low: Price? = nil,
        previousClose: Price? = nil, volume: Shares = 0, amount: Money = .zero, bids: [Level] = [], asks: [Level] = [],
        phase: Phase
    ) {
        self.symbol = symbol
        self.time = time
        self.last = last
        self.open = open
        self.high = high
        self.low = low
        self.previousClose = previousClose
        self.volume = volume
        self.amount = amount
        self.bids = bids
        self.asks = asks
        self.phase = phase
    }
}
