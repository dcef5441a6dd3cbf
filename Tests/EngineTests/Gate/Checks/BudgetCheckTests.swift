import Engine
import Market
import Testing

@Suite struct BudgetCheckTests {
    private func denial(_ orders: Int, cancels: Int = 0, _ side: Side = .buy) -> OrderGate.Denial? {
        GateSample.denial(side) {
            $0.limits.messagesPerDay = 100
            $0.limits.cancelRatio = .ppm(400_000)
            $0.traffic = .init(orders: orders, cancels: cancels)
        }
    }

    @Test func `orders and cancels of a day come to the budget`() {
        #expect(denial(79, cancels: 20) == nil)
        #expect(denial(80, cancels: 20)?.reason == .budget)
    }

    @Test func `cancels are held against orders from the twentieth on`() {
        #expect(denial(19, cancels: 19) == nil)
        #expect(denial(20, cancels: 8) == nil)
        #expect(denial(20, cancels: 9)?.reason == .budget)
    }

    @Test func `R09: sells go on, up to what the exchanges would look at`() {
        #expect(denial(100, cancels: 80, .sell) == nil)
        #expect(denial(17_000, cancels: 999, .sell) == nil)
        #expect(denial(17_000, cancels: 1_000, .sell)?.reason == .budget)
    }

    @Test func `what was not counted denies`() {
        #expect(
            GateSample.denial(.sell) {
                $0.limits.messagesPerDay = 100
                $0.traffic = nil
            }?.detail.contains("not known") == true)
    }
}
