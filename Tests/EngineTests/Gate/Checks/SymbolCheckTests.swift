import Engine
import Market
import Testing

@Suite struct SymbolCheckTests {
    @Test func `what is known must be of the code that is ordered`() {
        #expect(GateSample.denial { $0.symbol = "600036.SH" }?.reason == .unknownInstrument)
        #expect(GateSample.denial { $0.security.kind = nil }?.reason == .unknownInstrument)
    }

    @Test func `a board that is closed to us is not bought, and still sold`() {
        #expect(GateSample.denial { $0.execution.boards = [.star] }?.reason == .boardNotPermitted)
        #expect(GateSample.denial { $0.execution.boards = [.main] } == nil)
        #expect(GateSample.denial(.sell) { $0.execution.boards = [.star] } == nil)
        let fund = InstrumentClass(venue: .shanghai, board: nil, kind: .etf)
        #expect(GateSample.denial { $0.security.kind = fund }?.reason == .boardNotPermitted)
    }
}
