import Engine
import Market
import Testing

@Suite struct BreakerCheckTests {
    @Test func `what the breaker keeps back does not leave`() {
        func denial(_ side: Side, _ refusal: String?) -> OrderGate.Denial? {
            GateSample.denial(side) {
                $0.limits.refusalsPerKind = 2
                $0.refusal = refusal
            }
        }
        #expect(denial(.buy, nil) == nil)
        #expect(denial(.buy, "refused 2 times")?.reason == .refusedToday)
        #expect(denial(.sell, "refused 2 times")?.reason == .refusedToday)
    }
}
