import Engine
import Market
import Testing

@Suite struct OppositeOrderCheckTests {
    @Test func `nothing leaves against an order on the other side, ours or anybody's`() {
        for side in [Side.buy, .sell] {
            #expect(
                GateSample.denial(side) { $0.opposite = World.anyID }?.detail.contains("works on the other side")
                    == true)
            #expect(GateSample.denial(side) { $0.isOpposedByOthers = true }?.detail.contains("somebody else") == true)
            #expect(GateSample.denial(side) == nil)
        }
    }
}
