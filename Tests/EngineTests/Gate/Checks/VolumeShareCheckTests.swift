import Engine
import Market
import Testing

@Suite struct VolumeShareCheckTests {
    private func denial(average: Shares?, claimed: Int64 = 0, _ side: Side = .buy) -> OrderGate.Denial? {
        GateSample.denial(side) {
            $0.limits.volumeShare = .ppm(50_000)
            $0.averageVolume = average
            $0.line?.claimed = Shares(claimed)
        }
    }

    @Test func `a line buys at most its share of the average day`() {
        #expect(denial(average: 20_000) == nil)
        #expect(denial(average: 19_999)?.reason == .volumeShare)
        #expect(denial(average: 40_000, claimed: 1_000) == nil)
        #expect(denial(average: 40_000, claimed: 1_001)?.reason == .volumeShare)
    }

    @Test func `a volume that nobody has seen denies`() {
        #expect(denial(average: nil)?.detail.contains("average volume is not known") == true)
        #expect(denial(average: 0)?.reason == .denied)
    }

    @Test func `R09: a sell is not kept back by it`() {
        #expect(denial(average: nil, .sell) == nil)
    }
}
