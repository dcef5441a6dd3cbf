import Market

/// What the simulated broker knows of one order of the day beyond its report.
struct BrokerOrder: Hashable, Sendable {
    /// Index in the day's securities; -1 for an order that was rejected.
    var security = -1
    /// Value of the fills.
    var turnover: Money = .zero
    /// Fees on `turnover`, all charged.
    var charged = Fees.none
    /// Cash that it holds: limit price × what is unfilled, and the most that its fees can come to less what was charged.
    /// Zero for a sell.
    var frozen: Money = .zero
    /// It waits outside the cage, unseen.
    var isParked = false
    /// It trades at this price or a better one; see `Security.reach`.
    var reach = Price(li: 0)
    /// The next slot in which it can trade, as far as the price goes.
    var wake = Slot.never
}

extension OrderReport {
    var isFinal: Bool { status.isFinal }
    /// Also of an order that is no more.
    var unfilled: Shares { volume - filled }

    mutating func become(_ status: OrderStatus) {
        self.status = status
        statusCode = status.code
    }
}
