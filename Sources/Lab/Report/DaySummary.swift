package import Engine
package import Market

/// One trading day as the journal tells it.
package struct DaySummary: Hashable, Sendable {
    package var day: Day
    package var rebalance: Rebalance?
    package var orders: [Intent] = []
    package var fills: [FillReport] = []
    /// Closing states of orders by id: the last word of each.
    package var states: [ClientOrderID: OrderLife.State] = [:]
    package var close: Record.DayClose?
    package var equity: Money?

    package init(day: Day) {
        self.day = day
    }

    package func value(_ side: Side) -> Money {
        fills.filter { $0.side == side }.reduce(.zero) { $0 + $1.amount }
    }

    /// Fees by the dated rules, each order's fills together, as a broker charges them.
    package func fees(_ schedule: FeeSchedule) -> Fees {
        var total = Fees(
            commission: .zero, stampDuty: .zero, transferFee: .zero, handlingFee: .zero, regulatoryFee: .zero)
        for order in orders {
            let own = fills.filter { $0.clientOrderID == order.submission.clientOrderID }
            guard !own.isEmpty, let kind = InstrumentClass(order.submission.symbol) else { continue }
            let fees = schedule.fees(
                for: kind, on: day, side: order.submission.side, turnover: own.reduce(.zero) { $0 + $1.amount },
                shares: own.reduce(.zero) { $0 + $1.volume })
            total.commission += fees.commission
            total.stampDuty += fees.stampDuty
            total.transferFee += fees.transferFee
            total.handlingFee += fees.handlingFee
            total.regulatoryFee += fees.regulatoryFee
        }
        return total
    }
}
