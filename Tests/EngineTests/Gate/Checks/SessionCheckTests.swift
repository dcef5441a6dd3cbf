import Engine
import Market
import Testing

@Suite struct SessionCheckTests {
    private func at(_ time: TimeOfDay) -> OrderGate.Denial? {
        GateSample.denial {
            $0.now = Make.day.at(time)
            $0.security.quotedAt = $0.now
        }
    }

    @Test func `the window is open from its start, and closed at its end`() {
        #expect(at(TimeOfDay(9, 30, 59))?.reason == .windowClosed)
        #expect(at(TimeOfDay(9, 31)) == nil)
        #expect(at(TimeOfDay(14, 49, 59)) == nil)
        #expect(at(TimeOfDay(14, 50))?.reason == .windowClosed)
    }

    @Test(arguments: [SessionPhase.closed, .preOpen, .openCall, .openGap, .lunch, .closeCall, .marketHalt])
    func `no other phase than continuous trading does`(phase: SessionPhase) {
        #expect(GateSample.denial { $0.phase = phase }?.reason == .windowClosed)
    }

    @Test func `the opening call has its own minutes, for its own style only`() {
        func inCall(_ time: TimeOfDay, _ style: Policy.Style) -> OrderGate.Denial? {
            GateSample.denial {
                $0.now = Make.day.at(time)
                $0.security.quotedAt = $0.now
                $0.phase = .openCall
                $0.execution.manner.style = style
            }
        }
        #expect(inCall(TimeOfDay(9, 15, 4), .openAuction)?.reason == .windowClosed)
        #expect(inCall(TimeOfDay(9, 15, 5), .openAuction) == nil)
        #expect(inCall(TimeOfDay(9, 15, 5), .window)?.reason == .windowClosed)
        #expect(inCall(TimeOfDay(9, 15, 5), .twap)?.reason == .windowClosed)
        #expect(
            GateSample.denial {
                $0.phase = .openGap
                $0.execution.manner.style = .openAuction
            }?.reason == .windowClosed)
    }

    @Test func `another day than the one in progress denies, and so does none`() {
        #expect(GateSample.denial { $0.day = World.yesterday }?.detail.contains("is not the trading day") == true)
        #expect(GateSample.denial { $0.day = nil }?.detail.contains("the trading day is not known") == true)
    }
}
