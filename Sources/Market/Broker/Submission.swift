/// A limit order as it goes to the broker.
package struct Submission: Hashable, Sendable, Codable {
    package var clientOrderID: ClientOrderID
    package var symbol: Symbol
    package var side: Side
    package var price: Price
    package var volume: Shares
    /// After this moment the other side must not place it.
    package var validUntil: Timestamp

    package init(
        clientOrderID: ClientOrderID, symbol: Symbol, side: Side, price: Price, volume: Shares, validUntil: Timestamp
    ) {
        self.clientOrderID = clientOrderID
        self.symbol = symbol
        self.side = side
        self.price = price
        self.volume = volume
        self.validUntil = validUntil
    }
}

/// The other side's answer to a submit, or to asking what became of one.
package enum SubmitOutcome: Hashable, Sendable, Codable {
    case placed(OrderReport?)
    /// Certain: no order exists.
    case rejected(OrderReport?, reason: Word)
    /// Not known. It may be live.
    case unknown(reason: Word)
    /// A durable promise: not given to the broker and never will be. Only an answer to a resolve.
    case neverPlaced
}
