import Engine
import Market
import Testing

@Suite struct DeadlineCheckTests {
    @Test func `the deadline is ahead, and no further than allowed`() {
        #expect(GateSample.denial { $0.validForSeconds = 0 }?.detail == "its deadline has passed")
        #expect(GateSample.denial { $0.validForSeconds = -1 }?.detail == "its deadline has passed")
        #expect(GateSample.denial { $0.validForSeconds = 1 } == nil)
        #expect(GateSample.denial { $0.validForSeconds = 30 } == nil)
        #expect(GateSample.denial { $0.validForSeconds = 31 }?.detail.contains("31000 ms") == true)
    }
}
