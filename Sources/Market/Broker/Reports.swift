/// An order as the broker reports it.
package struct OrderReport: Hashable, Sendable, Codable {
    /// Nil for an order that is not from a client of the bridge: foreign, it counts and is never touched.
    package var clientOrderID: ClientOrderID?
    package var brokerOrderID: Word?
    package var exchangeOrderID: Word?
    package var symbol: Symbol
    package var side: Side
    package var price: Price
    package var volume: Shares
    package var filled: Shares
    /// Average over the fills so far; nil before the first.
    package var filledPrice: AveragePrice?
    package var status: OrderStatus
    package var statusCode: Int
    /// The broker's own words, such as why it rejected.
    package var message: Word
    package var time: Timestamp

    package init(
        clientOrderID: ClientOrderID?, brokerOrderID: Word? = nil, exchangeOrderID: Word? = nil, symbol: Symbol,
        side: Side, price: Price, volume: Shares, filled: Shares = 0, filledPrice: AveragePrice? = nil,
        status: OrderStatus, statusCode: Int? = nil, message: Word = .empty, time: Timestamp
    ) {
        self.clientOrderID = clientOrderID
        self.brokerOrderID = brokerOrderID
        self.exchangeOrderID = exchangeOrderID
        self.symbol = symbol
        self.side = side
        self.price = price
        self.volume = volume
        self.filled = filled
        self.filledPrice = filledPrice
        self.status = status
        self.statusCode = statusCode ?? status.code
        self.message = message
        self.time = time
    }

    /// Shares that may still fill.
    package var remaining: Shares { status.isFinal ? 0 : volume - filled }
}

/// One execution as the broker reports it. The wire calls it a trade.
package struct FillReport: Hashable, Sendable, Codable {
    /// Unique for account and day.
    package var tradeID: Word
    package var clientOrderID: ClientOrderID?
    package var brokerOrderID: Word?
    package var symbol: Symbol
    package var side: Side
    package var price: Price
    package var volume: Shares
    package var amount: Money
    /// Nil where the broker does not say.
    package var commission: Money?
    package var time: Timestamp

    package init(
        tradeID: Word, clientOrderID: ClientOrderID?, brokerOrderID: Word? = nil, symbol: Symbol, side: Side,
        price: Price, volume: Shares, amount: Money, commission: Money? = nil, time: Timestamp
    ) {
        self.tradeID = tradeID
        self.clientOrderID = clientOrderID
        self.brokerOrderID = brokerOrderID
        self.symbol = symbol
        self.side = side
        self.price = price
        self.volume = volume
        self.amount = amount
        self.commission = commission
        self.time = time
    }
}

/// A holding as the broker reports it. Only `volume` (for the difference to the target) and `sellable` (for selling) are to
/// be trusted; no source states an identity between the five counts (qmt.md 5).
package struct PositionReport: Hashable, Sendable, Codable {
    package var symbol: Symbol
    /// Held now, today's buys included.
    package var volume: Shares
    /// May be sold now: neither bought today (T+1) nor under an open sell order.
    package var sellable: Shares
    package var frozen: Shares
    package var onRoad: Shares
    package var yesterday: Shares
    package var costPrice: AveragePrice?
    package var lastPrice: Price?

    package init(
        symbol: Symbol, volume: Shares, sellable: Shares, frozen: Shares = 0, onRoad: Shares = 0,
        yesterday: Shares = 0, costPrice: AveragePrice? = nil, lastPrice: Price? = nil
    ) {
        self.symbol = symbol
        self.volume = volume
        self.sellable = sellable
        self.frozen = frozen
        self.onRoad = onRoad
        self.yesterday = yesterday
        self.costPrice = costPrice
        self.lastPrice = lastPrice
    }
}

/// The account's money as the broker reports it.
package struct AssetReport: Hashable, Sendable, Codable {
    /// Can buy now: after freezing, same-day sale proceeds included.
    package var cash: Money
    /// Held by open buy orders.
    package var frozenCash: Money
    package var marketValue: Money
    package var total: Money

    package init(cash: Money, frozenCash: Money, marketValue: Money, total: Money) {
        self.cash = cash
        self.frozenCash = frozenCash
        self.marketValue = marketValue
        self.total = total
    }
}
