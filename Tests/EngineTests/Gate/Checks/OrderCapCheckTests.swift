import Engine
import Market
import Testing

@Suite struct OrderCapCheckTests {
    @Test func `a buy is worth at most the cap`() {
        #expect(GateSample.denial { $0.limits.orderValueMaximum = .yuan(10_000) } == nil)
        #expect(GateSample.denial { $0.limits.orderValueMaximum = Money(li: 9_999_999) }?.reason == .orderCap)
        #expect(GateSample.denial { $0.limits.orderSharesMaximum = 1_000 } == nil)
        #expect(GateSample.denial { $0.limits.orderSharesMaximum = 999 }?.reason == .orderCap)
    }

    @Test func `R09: a sell is not kept back by it`() {
        #expect(
            GateSample.denial(.sell) {
                $0.limits.orderValueMaximum = .yuan(1)
                $0.limits.orderSharesMaximum = 1
            } == nil)
    }

    @Test func `the largest buy of a price is what passes`() {
        var limits = Policy.Limits()
        #expect(limits.largestBuy(at: .fen(1_000)) == nil)
        limits.orderValueMaximum = .yuan(10_000)
        #expect(limits.largestBuy(at: .fen(1_000)) == 1_000)
        #expect(limits.largestBuy(at: .fen(1_001)) == 999)
        limits.orderSharesMaximum = 500
        #expect(limits.largestBuy(at: .fen(1_000)) == 500)
    }
}
