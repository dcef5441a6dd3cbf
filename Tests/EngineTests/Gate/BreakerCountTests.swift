import Market
import Testing

@testable import Engine

/// What the breaker counts as a refusal, and of which day, security and side.
@Suite struct BreakerCountTests {
    private func order(
        _ number: Int, _ closure: OrderLife.Closure? = .rejected, _ words: Word = "no", day: Day = Make.day,
        side: Side = .buy, wasPlaced: Bool? = nil
    ) -> OrderLife {
        var order = OrderLife(intent: Make.intent(number, side: side))
        order.intent.day = day
        if let closure { order.state = .closed(closure) }
        order.message = words
        order.wasPlaced = wasPlaced
        return order
    }

    private func verdict(_ orders: [OrderLife], maximum: Int? = 2) -> String? {
        var limits = Policy.Limits()
        limits.refusalsPerKind = maximum
        return Breaker.verdict(on: Make.symbol("600000.SH"), .buy, orders, limits, day: Make.day)
    }

    @Test func `refusals are of the day and of orders that were refused`() {
        let orders = [
            order(1, day: World.yesterday), order(2), order(3, .filled), order(4, .cancelled), order(5, nil),
            order(6, .neverPlaced), order(7, .neverPlaced, wasPlaced: true), order(8, .neverPlaced, wasPlaced: false),
        ]
        #expect(Breaker.refusals(orders, on: Make.day) == 2)
        #expect(Breaker.refusals(orders, on: World.yesterday) == 1)
    }

    @Test func `numbers, points and signs in the broker's words do not make another kind`() {
        #expect(Breaker.kind(of: order(1, .rejected, "Short By -1,234.50")) == "short by ")
        #expect(Breaker.kind(of: order(1, .rejected, "short by 7")) == "short by ")
        #expect(Breaker.kind(of: order(1, .rejected, "short of 7")) == "short of ")
    }

    @Test func `words for good end it at once only where the broker refused`() {
        #expect(verdict([order(1, .rejected, "no permission")], maximum: 9)?.contains("for the day") == true)
        #expect(verdict([order(1, .neverPlaced, "no permission", wasPlaced: true)]) == nil)
        #expect(verdict([order(1, .rejected, "no cash")]) == nil)
    }

    @Test func `so many of one kind and no fewer, other kinds beside them`() {
        let kinds = [order(1, .rejected, "a"), order(2, .rejected, "b"), order(3, .rejected, "c")]
        #expect(verdict(kinds) == nil)
        #expect(verdict(kinds + [order(4, .rejected, "b")])?.contains("2 times") == true)
        #expect(verdict(kinds, maximum: 1)?.contains("1 times") == true)
        #expect(verdict(kinds + [order(4, .rejected, "b")], maximum: 3) == nil)
        #expect(verdict([order(1, .filled), order(2, .rejected, "a"), order(3, .rejected, "a")]) != nil)
    }

    @Test func `of another day or side it says nothing, and off it says nothing`() {
        #expect(verdict([order(1), order(2)]) != nil)
        #expect(verdict([order(1), order(2)], maximum: nil) == nil)
        #expect(verdict([order(1, day: World.yesterday), order(2)]) == nil)
        #expect(verdict([order(1, side: .sell), order(2)]) == nil)
        #expect(verdict([order(1, .rejected, "禁止", side: .sell)]) == nil)
    }
}
