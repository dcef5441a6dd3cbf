import Synchronization
import Systemd
import Testing

@Suite struct ServiceNotifierTests {
    @Test func `ready carries the status of the same moment`() {
        let manager = RecordingManager()
        #expect(manager.notifier().ready(status: "not trading: waiting for shim") == .sent)
        #expect(manager.messages == ["READY=1\nSTATUS=not trading: waiting for shim"])
    }

    @Test func `each event is one message`() {
        let manager = RecordingManager()
        let notifier = manager.notifier()
        notifier.status("selling")
        notifier.ping()
        notifier.reloading()
        notifier.stopping()
        #expect(manager.messages == ["STATUS=selling", "WATCHDOG=1", "RELOADING=1", "STOPPING=1"])
    }

    @Test(arguments: [
        (Duration.seconds(90), "90000000"), (.milliseconds(1), "1000"), (.nanoseconds(1), "0"), (.zero, "0"),
        (.seconds(-5), "0"), (.seconds(Int64.max), "1000000000000000"),
    ])
    func `more time is asked for in whole microseconds`(time: Duration, text: String) {
        let manager = RecordingManager()
        manager.notifier().extendTimeout(by: time)
        #expect(manager.messages == ["EXTEND_TIMEOUT_USEC=\(text)"])
    }

    @Test(arguments: ["a\nWATCHDOG=trigger", "a\rb", "a\u{0}b", "a\u{85}b"])
    func `a status cannot smuggle in another assignment`(status: String) {
        let manager = RecordingManager()
        manager.notifier().status(status)
        let message = manager.messages.first ?? ""
        #expect(manager.messages.count == 1)
        #expect(message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        #expect(message.hasPrefix("STATUS=a "))
    }

    @Test func `a long status is cut between characters`() {
        let manager = RecordingManager()
        manager.notifier().status(String(repeating: "停", count: 10_000))
        let text = manager.messages.first?.dropFirst("STATUS=".count) ?? ""
        #expect((390...410).contains(text.utf8.count))
        #expect(text.allSatisfy { $0 == "停" })
    }

    @Test func `what the manager could not be told is reported`() {
        #expect(ServiceNotifier(send: { _ in 1 }).ping() == .sent)
        #expect(ServiceNotifier(send: { _ in 0 }).ping() == .notSupervised)
        #expect(ServiceNotifier(send: { _ in -111 }).ping() == .failed(errno: 111))
    }

    @Test func `the watchdog of a made-up manager`() {
        #expect(RecordingManager().notifier().watchdogInterval == nil)
        #expect(RecordingManager().notifier(watchdog: .seconds(30)).watchdogInterval == .seconds(30))
    }
}

/// Keeps what it was told.
final class RecordingManager: Sendable {
    private let received = Mutex<[String]>([])

    var messages: [String] { received.withLock { $0 } }

    func notifier(watchdog: Duration? = nil) -> ServiceNotifier {
        ServiceNotifier(watchdog: watchdog) { message in
            self.received.withLock { $0.append(message) }
            return 1
        }
    }
}
