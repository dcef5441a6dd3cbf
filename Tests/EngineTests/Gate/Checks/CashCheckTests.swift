import Engine
import Market
import Testing

@Suite struct CashCheckTests {
    // 10,000.00 and the least commission of 5.00 and a transfer fee of 0.10.
    @Test func `a buy costs at most the cash that is there, fees included`() throws {
        let cost = try #require(GateSample().order.cost)
        #expect(cost == Money("10005.10"))
        #expect(GateSample.denial { $0.cash = cost } == nil)
        #expect(GateSample.denial { $0.cash = cost - Money(li: 1) }?.reason == .cash)
    }

    @Test func `cash or fees that are not known deny`() {
        #expect(GateSample.denial { $0.cash = nil }?.reason == .denied)
        #expect(GateSample.denial { $0.hasRates = false }?.reason == .denied)
    }

    @Test func `a sell costs nothing`() {
        #expect(GateSample.denial(.sell) { $0.cash = nil } == nil)
        #expect(GateSample(.sell).order.cost == .zero)
    }

    @Test func `a product that does not fit has no cost`() {
        var sample = GateSample()
        sample.shares = .max
        #expect(sample.order.cost == nil)
        #expect(sample.denial != nil)
    }
}
