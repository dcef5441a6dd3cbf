package import Market

/// The limit of an order, on the tick, inside the day's limits and the cage. One that is meant to fill now goes through the
/// best opposite price by a number of ticks or the collar; one that waits stands at its own side's best or between the two.
/// "Buy at the upper limit to be sure" is refused in continuous trading (ashare-rules 7).
package struct PricePolicy {
    package var day: Day
    package var collar: Weight
    package var pricing: Policy.Pricing
    /// How far a marketable limit goes through the best opposite price; nil: by the collar.
    package var ticks: Int64?
    /// How far from the last price the limit of a replaced order may be: further out the gate would refuse it, and its line
    /// would end for want of an order that was resting well. Nil: anywhere.
    package var bound: Weight?

    package init(day: Day, collar: Weight, pricing: Policy.Pricing = .opposite, ticks: Int64? = nil) {
        self.day = day
        self.collar = collar
        self.pricing = pricing
        self.ticks = ticks
    }

    package init(day: Day, execution: Policy.Execution, bound: Weight? = nil) {
        self.init(
            day: day, collar: execution.collar, pricing: execution.pricing, ticks: execution.manner.ticks)
        self.bound = bound
    }

    /// Nil where limits or prices are not known: then there is no order. `step` counts the orders of the line that were
    /// replaced for resting too long: each is one step nearer to the other side, passive, mid, marketable. With `touches` a
    /// marketable limit is the best opposite price itself, which no cage refuses.
    package func limit(
        _ side: Side, _ security: Security, in phase: SessionPhase, step: Int = 0, touches: Bool = false
    ) -> Price? {
        let price = stepped(side, security, in: phase, step: step, touches: touches)
        guard step > 0, let bound, let price, phase == .continuous, let last = security.last, let kind = security.kind
        else { return price }
        return bounded(price, side, to: bound, of: last, kind.tick(on: day)).flatMap {
            security.limits?.contains($0) ?? false ? $0 : nil
        }
    }

    /// Rounded towards the last price.
    private func bounded(_ price: Price, _ side: Side, to bound: Weight, of last: Price, _ tick: Price) -> Price? {
        let away = bound.of(Money(li: last.li)).li
        let nearest =
            side == .buy
            ? min(price, Price(li: (last.li + away) / tick.li * tick.li))
            : max(price, Price(li: (last.li - away + tick.li - 1) / tick.li * tick.li))
        return nearest.li > 0 ? nearest : nil
    }

    private func stepped(
        _ side: Side, _ security: Security, in phase: SessionPhase, step: Int, touches: Bool
    ) -> Price? {
        guard let kind = security.kind, let limits = security.limits, security.quotedAt != nil else { return nil }
        let tick = kind.tick(on: day)
        // Before the opening call nothing has traded: its price is bounded from yesterday's close.
        if phase == .openCall { return security.previousClose.flatMap { limit(side, $0, limits, tick) } }
        guard let last = security.last else { return nil }
        if pricing == .last { return limit(side, last, limits, tick) }
        switch (pricing, step) {
        case (.passive, 0):
            return waiting(at: (side == .buy ? security.bid : security.ask) ?? last, limits, tick)
        case (.passive, 1), (.mid, 0):
            return waiting(at: middle(side, security, tick) ?? last, limits, tick)
        default:
            break
        }
        let book = TopOfBook(
            bid: security.bid, ask: security.ask, last: last, previousClose: security.previousClose)
        let cage = kind.cageBound(on: day, phase: phase, side: side, book: book)
        switch side {
        case .buy:
            let base = book.ask ?? last
            var price = Price(li: (base.li + allowance(base, tick, touches)) / tick.li * tick.li)
            // A quote is old when the order arrives: stay a tick inside the cage where that still reaches the ask.
            if let cage { price = min(price, max(cage - tick, min(base, cage))) }
            if let up = limits.up { price = min(price, up) }
            return price.li > 0 && limits.contains(price) ? price : nil
        case .sell:
            let base = book.bid ?? last
            var price = Price(li: (base.li - allowance(base, tick, touches) + tick.li - 1) / tick.li * tick.li)
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

    private func allowance(_ base: Price, _ tick: Price, _ touches: Bool) -> Int64 {
        if touches { return 0 }
        return ticks.map { $0 * tick.li } ?? collar.of(Money(li: base.li)).li
    }

    /// On the own side of the book, which the cage never refuses. A price off the tick or outside the limits is nobody's.
    private func waiting(at price: Price, _ limits: PriceLimits, _ tick: Price) -> Price? {
        price.li > 0 && price.isMultiple(of: tick) && limits.contains(price) ? price : nil
    }

    /// Rounded towards the own side; nil where one side of the book is empty.
    private func middle(_ side: Side, _ security: Security, _ tick: Price) -> Price? {
        guard let bid = security.bid, let ask = security.ask else { return nil }
        let sum = bid.li + ask.li
        let half = side == .buy ? sum / 2 : (sum + 1) / 2
        return Price(li: (side == .buy ? half : half + tick.li - 1) / tick.li * tick.li)
    }
}
