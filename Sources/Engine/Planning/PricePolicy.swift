package import Market

/// The limit of an order that is meant to fill now: through the best opposite price by the collar at most, on the tick, inside
/// the day's limits and the cage. "Buy at the upper limit to be sure" is refused in continuous trading (ashare-rules 7).
package struct PricePolicy {
    package var day: Day
    package var collar: Weight

    package init(day: Day, collar: Weight) {
        self.day = day
        self.collar = collar
    }

    /// Nil where limits or prices are not known: then there is no order.
    package func limit(_ side: Side, _ security: Security, in phase: SessionPhase) -> Price? {
        guard let kind = security.kind, let limits = security.limits, let last = security.last,
            let quote = security.quote
        else { return nil }
        let tick = kind.tick(on: day)
        let book = TopOfBook(
            bid: quote.bids.first?.price, ask: quote.asks.first?.price, last: last,
            previousClose: security.previousClose)
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

    private func allowance(_ base: Price) -> Int64 { collar.of(Money(li: base.li)).li }
}
