import Control
import Logging
import Synchronization

/// Keeps what happened, and lets a test wait for it.
final class Recorder<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var events: [Event] { state.withLock { $0.events } }

    func record(_ event: Event) {
        let ready = state.withLock { state in
            state.events.append(event)
            let ready = state.waiters.filter { $0.count <= state.events.count }.map(\.continuation)
            state.waiters.removeAll { $0.count <= state.events.count }
            return ready
        }
        for continuation in ready { continuation.resume() }
    }

    /// Returns when there are at least `count` events.
    func wait(for count: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                guard state.events.count < count else { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}

/// Keeps the log lines of one server.
struct RecordingLogHandler: LogHandler {
    let lines: Recorder<String>
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.record("\(event.level): \(event.message)") }
}

extension Logger {
    static func recording(_ lines: Recorder<String>) -> Logger {
        Logger(label: "test") { _ in RecordingLogHandler(lines: lines) }
    }
}
