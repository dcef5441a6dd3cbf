import Logging
import Testing

@testable import Control

@Suite struct RefusalLogTests {
    private let refusal = ControlRefusal(
        credentials: PeerCredentials(uid: 1000, gid: 1, pid: 2), method: .resume,
        failure: ControlFailure(.noPermission, "not you"))

    @Test func `K01: a flood is reported in part, and that it was in part`() async {
        let clock = ManualClock()
        let lines = Recorder<String>()
        let audit = Recorder<ControlRefusal>()
        let log = RefusalLog(time: ServerTime(clock), logger: .recording(lines)) { audit.record($0) }
        for _ in 0..<1000 { log.report(refusal) }
        #expect(audit.events == Array(repeating: refusal, count: 20))
        #expect(lines.events == Array(repeating: "notice: refused at the control socket: not you", count: 20))

        let sleeper = Task { try await clock.sleep(for: .seconds(3600)) }
        await clock.step(by: .seconds(60))
        sleeper.cancel()
        log.report(refusal)
        #expect(audit.events.count == 21)
        #expect(lines.events[20].hasPrefix("warning: 980 more refusals"))
    }
}
