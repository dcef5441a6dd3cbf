package import Market

/// The limit of an order that is meant to fill now: through the best opposite price by the collar at most, on the tick, inside
/// the day's limits and the cage. "Buy at the upper limit to be sure" is refused in continuous trading (ashare-rules 7).
package struct PricePolicy {
    package var day: Day
    package var collar: Weight
    package var pricing: Policy.Pricing

    package init(day: Day, collar: Weight, pricing: Policy.Pricing = .opposite) {
        self.day = day
        self.collar = collar
        self.pricing = pricing
    }

    package init(day: Day, execution: Policy.Execution) {
        self.init(day: day, collar: execution.collar, pricing: execution.pricing)
    }

    /// Nil where limits or prices are not known: then there is no order.
    package func limit(_ side: Side, _ security: Security, in phase: SessionPhase) -> Price? {
        guard let kind = security.kind, let limits = security.limits, let last = security.last,
            security.quotedAt != nil
        else { return nil }
        let tick = kind.tick(on: day)
        if pricing == .last { return limit(side, last, limits, tick) }
        let book = TopOfBook(
            bid: security.bid, ask: security.ask, last: last, previousClose: security.previousClose)
        let cage = kind.cageBound(on: day, phase: phase, side: side, book: book)
        switch side {
        case .buy:
            let base = book.ask ?? last
            var price = Price(li: (base.li + allowance(base)) / tick.li * tick.li)
            // A quote is old when the order arrives: stay a tick inside the cage where that still reaches the ask.
            if let cage { price = min(price, max(cage - tick, min(base, cage))) }
            if let up = limits.up { price = min(price, up) }
            return price.li > 0 && limits.contains(price) ? price : nil
        case .sell:
            let base = book.bid ?? last
            var price = Price(li: (base.li - allowance(base) + tick.li - 1) / tick.li * tick.li)
            if let cage { price = max(price, min(cage + tick, max(base, cage))) }
            if let down = limits.down { price = max(price, down) }
            return price.li > 0 && limits.contains(price) ? price : nil
        }
    }

    /// From the last price as if in a call: there is no cage.
    private func limit(_ side: Side, _ last: Price, _ limits: PriceLimits, _ tick: Price) -> Price? {
        let away = collar.roundedHalfUp(of: last, toTick: tick)
        var price = side == .buy ? last + away : last - away
        if side == .buy, let up = limits.up { price = min(price, up) }
        if side == .sell, let down = limits.down { price = max(price, down) }
        return price.li > 0 && limits.contains(price) ? price : nil
    }

    private func allowance(_ base: Price) -> Int64 { collar.of(Money(li: base.li)).li }
}
