/// The uncross of a call auction (ashare-rules 10): the price of the largest volume at which every better-priced order
/// fills whole, and at which one side fills whole.
package enum CallAuction {
    package struct Order: Hashable, Sendable {
        package var side: Side
        package var price: Price
        package var shares: Shares

        package init(side: Side, price: Price, shares: Shares) {
            self.side = side
            self.price = price
            self.shares = shares
        }
    }

    package struct Uncross: Hashable, Sendable {
        package var price: Price
        package var volume: Shares

        package init(price: Price, volume: Shares) {
            self.price = price
            self.volume = volume
        }
    }

    /// Nil where nothing trades. `reference` is the previous close in an opening call, the last trade in a closing one.
    ///
    /// Where several prices remain, which differs by exchange and age of the rules and is not confirmed in detail:
    /// Shanghai takes their middle, half up to the tick; Shenzhen the one with the smaller unfilled surplus, then the one
    /// nearest to `reference`; Beijing the nearest to `reference`. Of two equally near ones the higher.
    package static func uncross(
        _ orders: [Order], venue: Venue, tick: Price, reference: Price
    ) -> Uncross? {
        let curve = Curve(orders, tick: tick.li)
        guard let best = curve.best else { return nil }
        let price: Int64 =
            switch venue {
            case .shanghai: ((best.low + best.high) / tick.li + 1) / 2 * tick.li
            case .shenzhen: curve.smallestSurplus(in: best.low...best.high, nearest: reference.li)
            case .beijing: min(max(reference.li, best.low), best.high)
            }
        return Uncross(price: Price(li: price), volume: Shares(best.volume))
    }
}

/// Demand and supply, summed over prices. All prices are in li and on the tick.
private struct Curve {
    /// A price that an order names.
    struct Step {
        var price: Int64
        /// Wanted at this very price.
        var bid: Int64 = 0
        /// Offered at this very price.
        var offered: Int64 = 0
        /// Wanted at this price or above.
        var demand: Int64 = 0
        /// Offered at this price or below.
        var supply: Int64 = 0
    }

    let tick: Int64
    let steps: [Step]

    init(_ orders: [CallAuction.Order], tick: Int64) {
        self.tick = tick
        var steps: [Step] = []
        for order in orders.sorted(by: { $0.price < $1.price }) where order.shares.count > 0 {
            if steps.last?.price != order.price.li { steps.append(Step(price: order.price.li)) }
            switch order.side {
            case .buy: steps[steps.count - 1].bid += order.shares.count
            case .sell: steps[steps.count - 1].offered += order.shares.count
            }
        }
        var supply: Int64 = 0
        for index in steps.indices {
            supply += steps[index].offered
            steps[index].supply = supply
        }
        var demand: Int64 = 0
        for index in steps.indices.reversed() {
            demand += steps[index].bid
            steps[index].demand = demand
        }
        self.steps = steps
    }

    /// The largest volume and the prices that give it and fill all better-priced orders. These lie next to each other: what
    /// is wanted falls with the price and what is offered rises. Both ends are prices of orders.
    var best: (low: Int64, high: Int64, volume: Int64)? {
        let volume = steps.reduce(0) { max($0, min($1.demand, $1.supply)) }
        guard volume > 0 else { return nil }
        let fitting = steps.filter {
            min($0.demand, $0.supply) == volume && $0.demand - $0.bid <= volume && $0.supply - $0.offered <= volume
        }
        guard let low = fitting.first, let high = fitting.last else { return nil }
        return (low.price, high.price, volume)
    }

    /// Of the ticks in `range`, whose ends are prices of orders, those with the smallest difference of demand and supply,
    /// and of these the one nearest to `reference`, the higher of two.
    func smallestSurplus(in range: ClosedRange<Int64>, nearest reference: Int64) -> Int64 {
        var choice = (surplus: Int64.max, distance: Int64.max, price: range.upperBound)
        func consider(_ surplus: Int64, _ low: Int64, _ high: Int64) {
            let price = min(max(reference, low), high)
            let distance = abs(price - reference)
            if (surplus, distance, -price) < (choice.surplus, choice.distance, -choice.price) {
                choice = (surplus, distance, price)
            }
        }
        for (index, step) in steps.enumerated() where range.contains(step.price) {
            consider(abs(step.demand - step.supply), step.price, step.price)
            // Between two prices of orders nothing changes: demand is that of the higher, supply that of the lower.
            guard index + 1 < steps.count, steps[index + 1].price <= range.upperBound else { continue }
            let next = steps[index + 1]
            if next.price - step.price > tick {
                consider(abs(next.demand - step.supply), step.price + tick, next.price - tick)
            }
        }
        return choice.price
    }
}
