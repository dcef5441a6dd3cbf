package import Market

/// How well orders were executed: what fills cost against the last price of when the plan was made (decision) and against
/// the middle of the book when each order was decided (arrival), how much was filled, and how soon. Above zero is a cost, for
/// buys and sells alike; fees are not in it.
package struct ExecutionQuality: Hashable, Sendable {
    package struct Cost: Hashable, Sendable {
        package var cost: Money = .zero
        /// The filled shares at the price that they are compared with.
        package var base: Money = .zero

        /// In hundredths of a basis point, rounded half away from zero; nil where nothing can be compared.
        package var points: Int64? {
            guard base > .zero else { return nil }
            let scaled = Int128(cost.li) * 1_000_000
            let half = Int128(base.li) / 2
            return Int64((scaled >= 0 ? scaled + half : scaled - half) / Int128(base.li))
        }

        mutating func add(_ row: ReplayRecord.OrderRow, at price: Price?) {
            guard row.filled > 0, let price, price.li > 0 else { return }
            let value = price * row.filled
            base += value
            cost += row.side == .buy ? row.value - value : value - row.value
        }
    }

    package var orders = 0
    package var filledOrders = 0
    /// Of all orders; what was replaced by another order counts with each.
    package var ordered: Shares = 0
    package var filled: Shares = 0
    package var value: Money = .zero
    package var decision = Cost()
    package var arrival = Cost()
    /// Milliseconds from an order's decision to its first and its last fill, over the orders that filled.
    package var firstFill: Int64 = 0
    package var lastFill: Int64 = 0

    package init() {}

    /// Filled of ordered shares; nil without orders.
    package var fillRate: Double? { Double(filled.count).over(Double(ordered.count)) }
    /// Means in seconds; nil without a fill.
    package var secondsToFirstFill: Double? { Double(firstFill).over(Double(filledOrders)).map { $0 / 1000 } }
    package var secondsToLastFill: Double? { Double(lastFill).over(Double(filledOrders)).map { $0 / 1000 } }

    mutating func add(_ row: ReplayRecord.OrderRow, _ span: FillSpan) {
        orders += 1
        ordered += row.volume
        guard row.filled > 0 else { return }
        filledOrders += 1
        filled += row.filled
        value += row.value
        decision.add(row, at: row.planPrice)
        arrival.add(row, at: row.arrivalPrice)
        firstFill += span.first ?? 0
        lastFill += span.last ?? 0
    }

    init(_ record: ReplayRecord) {
        let spans = FillSpan.all(record)
        for index in record.orders.indices { add(record.orders[index], spans[index]) }
    }

    /// By day, those with orders, ascending.
    static func byDay(_ record: ReplayRecord) -> [(day: Day, quality: ExecutionQuality)] {
        let spans = FillSpan.all(record)
        var days: [(day: Day, quality: ExecutionQuality)] = []
        for index in record.orders.indices {
            let day = record.orders[index].decidedAt.day
            if days.last?.day != day { days.append((day, ExecutionQuality())) }
            days[days.count - 1].quality.add(record.orders[index], spans[index])
        }
        return days
    }
}

/// When an order's fills came, in milliseconds from its decision; nil without one.
struct FillSpan: Hashable, Sendable {
    var first: Int64?
    var last: Int64?

    /// One for each order.
    static func all(_ record: ReplayRecord) -> [FillSpan] {
        var spans = [FillSpan](repeating: FillSpan(), count: record.orders.count)
        for fill in record.fills where record.orders.indices.contains(fill.order) {
            let wait = max(0, fill.time.milliseconds(since: record.orders[fill.order].decidedAt))
            spans[fill.order].first = min(spans[fill.order].first ?? wait, wait)
            spans[fill.order].last = max(spans[fill.order].last ?? wait, wait)
        }
        return spans
    }
}
