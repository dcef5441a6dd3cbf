import Engine
import Market
import Testing

@Suite struct PositionWeightCheckTests {
    private func denial(_ equity: Money?, projected: Int64 = 0, claimed: Int64 = 0, _ side: Side = .buy)
        -> OrderGate.Denial?
    {
        GateSample.denial(side) {
            $0.limits.positionWeight = .ppm(100_000)
            $0.equity = equity
            $0.line?.projected = Shares(projected)
            $0.line?.claimed = Shares(claimed)
        }
    }

    @Test func `the holding after the fill is at most its share`() {
        #expect(denial(.yuan(100_000)) == nil)
        #expect(denial(Money(li: 99_999_999))?.reason == .positionCap)
        #expect(denial(.yuan(400_000), projected: 1_000, claimed: 2_000) == nil)
        #expect(denial(.yuan(400_000), projected: 1_001, claimed: 2_000)?.reason == .positionCap)
        #expect(denial(.yuan(400_000), projected: 1_000, claimed: 2_001)?.reason == .positionCap)
    }

    @Test func `R13: an account of unknown worth buys nothing, and sells`() {
        #expect(denial(nil)?.reason == .denied)
        #expect(denial(.zero)?.reason == .denied)
        #expect(denial(nil, .sell) == nil)
    }
}
