import Engine
import Market
import Testing

@Suite struct TurnoverCheckTests {
    private func denial(_ value: Money?, opening: Money? = .yuan(100_000), _ side: Side = .buy) -> OrderGate.Denial? {
        GateSample.denial(side) {
            $0.limits.turnover = .ppm(1_500_000)
            $0.dayValue = value
            $0.openingEquity = opening
        }
    }

    @Test func `the day's orders come to at most their share of the account`() {
        #expect(denial(.yuan(140_000)) == nil)
        #expect(denial(.yuan(140_000) + Money(li: 1))?.reason == .turnover)
    }

    @Test func `an unknown account or value denies buys, and sells pass`() {
        #expect(denial(nil)?.reason == .denied)
        #expect(denial(.zero, opening: nil)?.reason == .denied)
        #expect(denial(.zero, opening: .zero)?.reason == .denied)
        #expect(denial(.yuan(1_000_000), .sell) == nil)
    }
}
