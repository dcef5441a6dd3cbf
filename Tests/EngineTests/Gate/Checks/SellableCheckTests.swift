import Engine
import Market
import Testing

@Suite struct SellableCheckTests {
    @Test func `a sell is for at most what can be sold`() {
        #expect(GateSample.denial(.sell) { $0.sellable = 1_000 } == nil)
        #expect(GateSample.denial(.sell) { $0.sellable = 999 }?.reason == .notSellable)
        #expect(GateSample.denial(.sell) { $0.sellable = nil }?.reason == .denied)
        #expect(GateSample.denial(.buy) { $0.sellable = nil } == nil)
    }
}
