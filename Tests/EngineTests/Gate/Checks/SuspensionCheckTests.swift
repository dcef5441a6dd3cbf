import Engine
import Market
import Testing

@Suite struct SuspensionCheckTests {
    @Test func `what is suspended, or may be, is not ordered`() {
        #expect(GateSample.denial { $0.security = Make.security(isSuspended: true) }?.reason == .suspended)
        #expect(GateSample.denial { $0.security = Make.security(isSuspended: nil) }?.reason == .suspensionUnknown)
        #expect(
            GateSample.denial(.sell) { $0.security = Make.security(isSuspended: nil) }?.reason == .suspensionUnknown)
        #expect(GateSample.denial { $0.security = Make.security(phase: .halted) }?.reason == .suspended)
    }
}
