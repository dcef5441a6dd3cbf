package import Market

/// What fills cost against the prices that they were decided at. Costs are above zero where they cost something, for buys and
/// sells alike; fees are not in them. Only fills that were seen one by one count.
package struct Quality: Hashable, Sendable, Codable {
    /// Shares that were to be traded.
    package var wanted: Shares = 0
    package var filled: Shares = 0
    /// Value of the fills.
    package var value: Money = .zero
    /// The filled shares at the last price of when the plan was made, and what they cost more than that.
    package var decided: Money = .zero
    package var decisionCost: Money = .zero
    /// The same against the middle of the book when each order was decided.
    package var arrived: Money = .zero
    package var arrivalCost: Money = .zero
    package var firstOrderAt: Timestamp?
    package var firstFillAt: Timestamp?
    package var lastFillAt: Timestamp?

    package init() {}

    /// Of one order; `decision` is the price of its line.
    package init(_ order: OrderLife, decision: Price?) {
        wanted = order.volume
        take(order, decision: decision)
    }

    /// Adds what an order filled; `wanted` is the line's and stays.
    package mutating func take(_ order: OrderLife, decision: Price?) {
        let sentAt = order.intent.decidedAt
        firstOrderAt = min(firstOrderAt ?? sentAt, sentAt)
        let shares = order.fillShares
        guard shares > 0 else { return }
        filled += shares
        value += order.fillValue
        func cost(at price: Price) -> Money {
            order.side == .buy ? order.fillValue - price * shares : price * shares - order.fillValue
        }
        if let decision {
            decided += decision * shares
            decisionCost += cost(at: decision)
        }
        if let arrival = order.intent.arrival {
            arrived += arrival * shares
            arrivalCost += cost(at: arrival)
        }
        note(order.firstFillAt, order.lastFillAt)
    }

    /// Both together: lines of a day.
    package static func += (sum: inout Quality, other: Quality) {
        sum.wanted += other.wanted
        sum.filled += other.filled
        sum.value += other.value
        sum.decided += other.decided
        sum.decisionCost += other.decisionCost
        sum.arrived += other.arrived
        sum.arrivalCost += other.arrivalCost
        if let at = other.firstOrderAt { sum.firstOrderAt = min(sum.firstOrderAt ?? at, at) }
        sum.note(other.firstFillAt, other.lastFillAt)
    }

    private mutating func note(_ first: Timestamp?, _ last: Timestamp?) {
        if let first { firstFillAt = min(firstFillAt ?? first, first) }
        if let last { lastFillAt = max(lastFillAt ?? last, last) }
    }

    /// In hundredths of a basis point, rounded half away from zero; nil where nothing can be compared.
    package var decisionSlippage: Int64? { Quality.slippage(decisionCost, of: decided) }
    package var arrivalSlippage: Int64? { Quality.slippage(arrivalCost, of: arrived) }

    /// Filled of wanted in hundredths of a percent, rounded down; nil where nothing was wanted.
    package var fillRate: Int64? {
        wanted > 0 ? Int64(Int128(filled.count) * 10_000 / Int128(wanted.count)) : nil
    }

    /// From the first order's decision.
    package var millisecondsToFirstFill: Int64? { milliseconds(to: firstFillAt) }
    package var millisecondsToLastFill: Int64? { milliseconds(to: lastFillAt) }

    private func milliseconds(to moment: Timestamp?) -> Int64? {
        guard let moment, let firstOrderAt else { return nil }
        return max(0, moment.milliseconds(since: firstOrderAt))
    }

    package static func slippage(_ cost: Money, of base: Money) -> Int64? {
        guard base > .zero else { return nil }
        let scaled = Int128(cost.li) * 1_000_000
        let half = Int128(base.li) / 2
        return Int64((scaled >= 0 ? scaled + half : scaled - half) / Int128(base.li))
    }
}

extension Rebalance {
    /// Of all lines with an order; nil before the end, or where nobody measures.
    package var quality: Quality? {
        var sum: Quality?
        for result in results {
            guard let quality = result.quality else { continue }
            sum = sum ?? Quality()
            sum? += quality
        }
        return sum
    }
}
