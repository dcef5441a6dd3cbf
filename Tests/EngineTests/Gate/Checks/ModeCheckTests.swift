import Engine
import Market
import Testing

@Suite struct ModeCheckTests {
    @Test func `an order leaves to a side of the configured kind only`() {
        #expect(GateSample.denial { $0.isOfKind = false }?.detail.contains("not of the kind") == true)
        #expect(GateSample.denial { $0.isOfKind = nil }?.detail.contains("cannot be checked") == true)
        #expect(GateSample.denial { $0.isOfKind = true } == nil)
    }
}
