import Engine
import Market
import Testing

@Suite struct DeadlineCheckTests {
    private func detail(_ milliseconds: Int64) -> String? {
        GateSample.denial { $0.validForMilliseconds = milliseconds }?.detail
    }

    @Test func `the deadline is ahead, and no further than allowed`() {
        #expect(detail(0) == "its deadline has passed")
        #expect(detail(-1) == "its deadline has passed")
        #expect(detail(1) == nil)
        #expect(detail(30_000) == nil)
        #expect(detail(30_001)?.contains("30001 ms") == true)
    }
}
