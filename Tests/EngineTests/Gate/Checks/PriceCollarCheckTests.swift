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

    @Test func `in the opening call the reference of the day is what is compared with`() {
        func inCall(_ price: String, previous: String?) -> OrderGate.Denial? {
            GateSample.denial {
                $0.now = Make.day.at(TimeOfDay(9, 16))
                $0.phase = .openCall
                $0.execution.manner.style = .openAuction
                $0.limits.priceCollar = .ppm(10_000)
                $0.price = price
                // What the call indicates.
                $0.security = Make.security(last: "10.50", previous: previous)
                $0.security.quotedAt = $0.now
            }
        }
        #expect(inCall("10.10", previous: "10.00") == nil)
        #expect(inCall("10.11", previous: "10.00")?.reason == .priceCollar)
        #expect(inCall("10.10", previous: nil)?.reason == .noPrice)
    }

    @Test func `without a last price there is nothing to compare with`() {
        #expect(
            GateSample.denial {
                $0.limits.priceCollar = .ppm(10_000)
                $0.security.last = nil
            }?.reason == .noPrice)
    }
}
