import Engine
import Market
import Testing

@Suite struct AccountCheckTests {
    @Test func `an order leaves to our own account only`() {
        #expect(GateSample.denial() == nil)
        #expect(GateSample.denial { $0.servesAccount = false }?.detail == "the other side serves another account")
        #expect(GateSample.denial(.sell) { $0.servesAccount = false }?.reason == .denied)
    }

    @Test func `an account that is not known denies`() {
        #expect(GateSample.denial { $0.servesAccount = nil }?.detail.contains("cannot be checked") == true)
    }
}
