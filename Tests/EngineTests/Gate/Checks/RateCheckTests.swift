import Engine
import Market
import Testing

@Suite struct RateCheckTests {
    @Test func `a second has so many orders and no more`() {
        #expect(GateSample.denial { $0.inLastSecond = 4 } == nil)
        #expect(GateSample.denial { $0.inLastSecond = 5 }?.reason == .budget)
        #expect(GateSample.denial(.sell) { $0.inLastSecond = 5 }?.reason == .budget)
    }
}
