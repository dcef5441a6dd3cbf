import Engine
import Market
import Testing

@Suite struct DailyLossCheckTests {
    private func denial(_ equity: Money?, opening: Money? = .yuan(100_000), _ side: Side = .buy) -> OrderGate.Denial? {
        GateSample.denial(side) {
            $0.limits.loss = .ppm(50_000)
            $0.equity = equity
            $0.openingEquity = opening
        }
    }

    @Test func `a loss at the limit still buys, a li more does not`() {
        #expect(denial(.yuan(95_000)) == nil)
        #expect(denial(.yuan(95_000) - Money(li: 1))?.reason == .dailyLoss)
        #expect(denial(.yuan(200_000)) == nil)
    }

    @Test func `what is not known denies buys, and sells pass`() {
        #expect(denial(nil)?.reason == .denied)
        #expect(denial(.yuan(100_000), opening: nil)?.reason == .denied)
        #expect(denial(.yuan(1), .sell) == nil)
    }
}
