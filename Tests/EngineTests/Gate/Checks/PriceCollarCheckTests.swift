import Engine
import Market
import Testing

@Suite struct PriceCollarCheckTests {
    private func denial(_ price: String, _ side: Side, last: String = "10.00") -> OrderGate.Denial? {
        GateSample.denial(side) {
            $0.price = price
            $0.security.last = Make.price(last)
            $0.limits.priceCollar = .ppm(10_000)
        }
    }

    @Test func `at the collar passes, a tick beyond does not`() {
        #expect(denial("10.10", .buy) == nil)
        #expect(denial("10.11", .buy)?.reason == .priceCollar)
        #expect(denial("9.90", .sell) == nil)
        #expect(denial("9.89", .sell)?.reason == .priceCollar)
    }

    @Test func `the good side is free, and off is off`() {
        #expect(denial("9.50", .buy) == nil)
        #expect(denial("10.15", .sell) == nil)
        #expect(GateSample.denial { $0.price = "10.20" } == nil)
    }

    @Test func `without a last price there is nothing to compare with`() {
        #expect(
            GateSample.denial {
                $0.limits.priceCollar = .ppm(10_000)
                $0.security.last = nil
            }?.reason == .noPrice)
    }
}
