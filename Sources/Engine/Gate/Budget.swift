package import Market

/// What the daemon may send, counted from the orders of the book, so that a restart changes nothing.
package enum Budget {
    /// Orders and cancels of a day that nothing goes past but cancels: below the 20,000 that the exchanges call high-frequency
    /// trading (ashare-rules PRG-04).
    package static var ceiling: Int { 18_000 }
    /// From so many orders of a day on their cancels are held against them (ashare-rules 16.2).
    package static var ratioFrom: Int { 20 }
    static var minute: Int64 { 60_000 }

    /// Where the orders of `day` begin: those of earlier days stand before them.
    static func first(of orders: [OrderLife], on day: Day) -> Int {
        var first = 0
        while first < orders.count, orders[first].intent.day != day { first += 1 }
        return first
    }

    package static func traffic(
        _ orders: [OrderLife], cancels: Int, of symbol: Symbol?, on day: Day, at now: Timestamp
    ) -> GateOrder.Traffic {
        let first = first(of: orders, on: day)
        var traffic = GateOrder.Traffic(orders: orders.count - first, cancels: cancels)
        var index = orders.count
        while index > first {
            index -= 1
            // One of the future was decided before the clock was set back: it counts.
            let age = now.milliseconds(since: orders[index].intent.decidedAt)
            // Where the clock was set back a little, younger ones stand before older ones.
            if age >= 2 * minute { break }
            if age >= minute { continue }
            traffic.inMinute += 1
            if orders[index].intent.submission.symbol == symbol { traffic.inMinuteOfSymbol += 1 }
        }
        return traffic
    }

    /// When an order of the symbol may leave by the limits on a minute: nil for now.
    static func paced(
        _ orders: [OrderLife], of symbol: Symbol, by limits: Policy.Limits, on day: Day, at now: Timestamp
    ) -> Timestamp? {
        guard limits.ordersPerMinute != nil || limits.ordersPerSymbolMinute != nil else { return nil }
        let first = first(of: orders, on: day)
        var (all, own) = (0, 0)
        var index = orders.count
        while index > first {
            index -= 1
            let decidedAt = orders[index].intent.decidedAt
            let age = now.milliseconds(since: decidedAt)
            if age >= 2 * minute { break }
            if age >= minute { continue }
            all += 1
            if orders[index].intent.submission.symbol == symbol { own += 1 }
            if let maximum = limits.ordersPerMinute, all >= maximum { return decidedAt.adding(milliseconds: minute) }
            if let maximum = limits.ordersPerSymbolMinute, own >= maximum {
                return decidedAt.adding(milliseconds: minute)
            }
        }
        return nil
    }

    /// Value of the orders of `day`: of what may still fill at its limit, of the rest what it filled.
    package static func value(of orders: [OrderLife], on day: Day) -> Money {
        var value = Money.zero
        for index in first(of: orders, on: day)..<orders.count {
            value +=
                orders[index].isOpen
                ? orders[index].intent.submission.price * orders[index].intent.submission.volume
                : orders[index].fillValue
        }
        return value
    }

    /// Moments of the orders of the last second, for the rate.
    static func submits(_ orders: [OrderLife], since moment: Timestamp) -> [Timestamp] {
        orders.lazy.map(\.intent.decidedAt).filter { $0 > moment }
    }
}
