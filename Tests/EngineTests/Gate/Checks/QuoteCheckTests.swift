import Engine
import Market
import Testing

@Suite struct QuoteCheckTests {
    @Test func `a quote is fresh to the second that is allowed`() {
        #expect(GateSample.denial { $0.security.quotedAt = $0.now.adding(seconds: -10) } == nil)
        #expect(
            GateSample.denial { $0.security.quotedAt = $0.now.adding(milliseconds: -10_001) }?.reason == .noPrice)
        #expect(GateSample.denial { $0.security.quotedAt = nil }?.reason == .noPrice)
        #expect(GateSample.denial { $0.security.last = nil }?.reason == .noPrice)
    }

    @Test func `E16: a last price outside the limits is not one`() {
        #expect(GateSample.denial { $0.security.last = Make.price("11.00") } == nil)
        #expect(GateSample.denial { $0.security.last = Make.price("11.01") }?.reason == .noPrice)
        #expect(
            GateSample.denial {
                $0.security.last = Make.price("11.01")
                $0.execution.idealizesVenue = true
            } == nil)
    }
}
