import Engine
import Market
import Testing

@Suite struct RatesCheckTests {
    private func denial(_ inMinute: Int, ofSymbol: Int, _ side: Side = .buy) -> OrderGate.Denial? {
        GateSample.denial(side) {
            $0.limits.ordersPerMinute = 20
            $0.limits.ordersPerSymbolMinute = 6
            $0.traffic = .init(orders: inMinute, inMinute: inMinute, inMinuteOfSymbol: ofSymbol)
        }
    }

    @Test func `R10: a minute has so many orders, and so many of one security`() {
        #expect(denial(19, ofSymbol: 5) == nil)
        #expect(denial(20, ofSymbol: 0)?.reason == .budget)
        #expect(denial(6, ofSymbol: 6)?.reason == .budget)
        #expect(denial(20, ofSymbol: 0, .sell)?.reason == .budget)
    }

    @Test func `what was not counted denies`() {
        #expect(
            GateSample.denial {
                $0.limits.ordersPerMinute = 20
                $0.traffic = nil
            }?.detail.contains("not known") == true)
    }
}
