package import Market

/// What a holding cost us, from our own fills: the broker's cost price is diluted by part sales and cannot be a stop's basis
/// (qmt.md 5). Fees are not in it.
package struct Entry: Hashable, Sendable, Codable {
    package var shares: Shares
    package var cost: Money
    /// The highest close, or price of a daily look, since it was bought; corporate actions adjust it. Nil before the first.
    package var high: Price?

    package init(shares: Shares, cost: Money, high: Price? = nil) {
        self.shares = shares
        self.cost = cost
        self.high = high
    }

    /// Average cost of a share; nil where nothing is held.
    package var price: AveragePrice? { shares > 0 ? AveragePrice(cost, over: shares) : nil }

    package mutating func buy(_ bought: Shares, for value: Money) {
        shares += bought
        cost += value
    }

    /// A price that was seen.
    package mutating func see(_ price: Price) {
        if high.map({ $0 < price }) ?? true { high = price }
    }

    /// Part of the cost leaves with the shares, rounded down; all of it with the last one.
    package mutating func sell(_ sold: Shares) {
        guard sold < shares else {
            self = Entry(shares: 0, cost: .zero)
            return
        }
        let (product, _) = (Int128(cost.li) * Int128(sold.count)).quotientAndRemainder(dividingBy: Int128(shares.count))
        cost -= Money(li: Int64(product))
        shares -= sold
    }
}
