import Engine
import Market
import Testing

@Suite struct TradingStateCheckTests {
    private let halt = TradingState.Halt(cause: .operator, by: "ops", reason: "news", since: Make.noon)

    @Test func `the four states let through what they say`() {
        #expect(GateSample.denial(.buy) { $0.trading = .armed } == nil)
        #expect(GateSample.denial(.sell) { $0.trading = .armed } == nil)
        #expect(GateSample.denial(.buy) { $0.trading = .reducing(halt) }?.reason == .reducing)
        #expect(GateSample.denial(.sell) { $0.trading = .reducing(halt) } == nil)
        for side in [Side.buy, .sell] {
            #expect(GateSample.denial(side) { $0.trading = .halted(halt) }?.reason == .halted)
            #expect(GateSample.denial(side) { $0.trading = .disabled }?.reason == .halted)
        }
    }
}
