import Engine
import Market
import Testing

@Suite struct DuplicateIntentCheckTests {
    private func line(_ side: Side?, _ planned: Int64, _ claimed: Int64) -> GateOrder.Line {
        GateOrder.Line(side: side, planned: Shares(planned), claimed: Shares(claimed), projected: 0)
    }

    @Test func `an id is used once`() {
        #expect(GateSample.denial { $0.isIDUsed = true }?.detail == "its id has been used")
    }

    @Test func `orders of a line come to what it wants, and not to more`() {
        #expect(GateSample.denial { $0.line = line(.buy, 3_000, 2_000) } == nil)
        #expect(GateSample.denial { $0.line = line(.buy, 3_000, 2_001) }?.detail.contains("too much") == true)
        #expect(GateSample.denial { $0.line = line(.buy, 999, 0) }?.detail.contains("too much") == true)
        #expect(GateSample.denial(.sell) { $0.line = line(.sell, 1_000, 0) } == nil)
        #expect(GateSample.denial(.sell) { $0.line = line(.sell, 1_000, 1) }?.reason == .denied)
    }

    @Test func `without a line on its side nothing leaves`() {
        #expect(GateSample.denial { $0.line = nil }?.detail == "no line of the plan wants it")
        #expect(GateSample.denial { $0.line = line(.sell, 3_000, 0) }?.detail == "the plan wants the other side")
        #expect(GateSample.denial { $0.line = line(nil, 3_000, 0) }?.reason == .denied)
    }
}
