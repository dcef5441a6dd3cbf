import Engine
import Market
import Testing

@Suite struct LimitsCheckTests {
    private func denial(_ price: String, _ side: Side = .buy, up: String? = "11.00", down: String? = "9.00")
        -> OrderGate.Denial?
    {
        GateSample.denial(side) {
            $0.price = price
            $0.security = Make.security(up: up, down: down)
            // So that the cage does not speak first.
            $0.execution.idealizesVenue = true
        }
    }

    @Test func `the bounds are inside, a tick beyond is not`() {
        #expect(denial("11.00") == nil)
        #expect(denial("11.01")?.detail == "price 11.01 is outside the day's limits")
        #expect(denial("9.00", .sell) == nil)
        #expect(denial("8.99", .sell)?.detail == "price 8.99 is outside the day's limits")
    }

    @Test func `limits that are not known deny, a day without limits does not`() {
        #expect(GateSample.denial { $0.security.limits = nil }?.reason == .limitsUnknown)
        #expect(GateSample.denial { $0.security.limits = PriceLimits.none } == nil)
    }
}
