import Engine
import Market
import Testing

@Suite struct RestrictedCheckTests {
    @Test func `what is on the list is traded on neither side, and its neighbours are`() {
        for side in [Side.buy, .sell] {
            #expect(
                GateSample.denial(side) { $0.limits.restricted = [Make.symbol("600000.SH")] }?.reason == .restricted)
            #expect(GateSample.denial(side) { $0.limits.restricted = [Make.symbol("600001.SH")] } == nil)
        }
    }
}
