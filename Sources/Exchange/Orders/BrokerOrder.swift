import Market

/// One order of the day as the simulated broker holds it.
struct BrokerOrder: Hashable, Sendable {
    /// What the broker says of it; kept as it is told.
    var report: OrderReport
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

    init(_ report: OrderReport) {
        self.report = report
    }

    var side: Side { report.side }
    var price: Price { report.price }
    var isFinal: Bool { report.status.isFinal }
    /// Unfilled, also of an order that is no more.
    var remaining: Shares { report.volume - report.filled }

    mutating func become(_ status: OrderStatus) {
        report.status = status
        report.statusCode = status.code
    }
}
