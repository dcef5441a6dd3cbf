import Engine
import Market
import Testing

@Suite struct CageCheckTests {
    @Test func `a buy is at most 2 percent above the best offer, a sell mirrored`() {
        #expect(GateSample.denial { $0.price = "10.20" } == nil)
        #expect(GateSample.denial { $0.price = "10.21" }?.detail.contains("outside the cage") == true)
        #expect(GateSample.denial(.sell) { $0.price = "9.80" } == nil)
        #expect(GateSample.denial(.sell) { $0.price = "9.79" }?.detail.contains("outside the cage") == true)
    }

    @Test func `a venue without cages has none`() {
        #expect(
            GateSample.denial {
                $0.price = "10.90"
                $0.execution.idealizesVenue = true
            } == nil)
    }
}
