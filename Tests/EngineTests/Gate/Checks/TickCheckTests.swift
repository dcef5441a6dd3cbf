import Engine
import Market
import Testing

@Suite struct TickCheckTests {
    @Test func `a price is on the tick and above nothing`() {
        #expect(GateSample.denial { $0.price = "10.01" } == nil)
        #expect(GateSample.denial { $0.price = "10.001" }?.detail == "price 10.001 is not on the tick")
        #expect(GateSample.denial { $0.price = "0" }?.detail.contains("not on the tick") == true)
    }

    @Test func `without a class there is no tick`() {
        #expect(GateSample.denial(.sell) { $0.security.kind = nil } != nil)
    }
}
