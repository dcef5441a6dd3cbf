import Market

/// Shares held of one security, with the account's memory of today.
struct Position: Hashable, Sendable {
    let symbol: Symbol
    /// Held now; `prior` + `bought` - `sold`.
    var volume: Shares = 0
    /// At the start of the day, corporate actions included.
    var prior: Shares = 0
    var bought: Shares = 0
    var sold: Shares = 0
    /// Under open sell orders.
    var frozen: Shares = 0
    /// What the shares cost, fees not included. Cash dividends and bonus shares leave it.
    var cost: Money = .zero
    /// The last close seen, in the terms of its day; nil where the position has had no bar yet.
    var close: Price?
    /// Days in a row without a bar, up to yesterday.
    var daysWithoutBar = 0

    init(_ symbol: Symbol) {
        self.symbol = symbol
    }

    mutating func buy(_ shares: Shares, for value: Money) {
        volume += shares
        bought += shares
        cost += value
    }

    /// Part of the cost leaves with the shares, rounded down; all of it with the last one.
    mutating func sell(_ shares: Shares) {
        if shares < volume {
            let product = UInt64(cost.li).multipliedFullWidth(by: UInt64(shares.count))
            cost -= Money(li: Int64(UInt64(volume.count).dividingFullWidth(product).quotient))
        } else {
            cost = .zero
        }
        volume -= shares
        sold += shares
        frozen -= shares
    }

    mutating func beginDay() {
        prior = volume
        bought = 0
        sold = 0
        frozen = 0
    }
}
