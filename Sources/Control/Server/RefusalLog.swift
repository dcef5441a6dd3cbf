import Logging
import Synchronization

/// Reports what was turned away at the socket, bounded: someone who knocks a thousand times a second fills neither the log
/// nor the journal.
final class RefusalLog: Sendable {
    private struct Window {
        var startedAt: Duration
        var reported = 0
        var suppressed = 0
    }

    /// Reports in one window.
    static let limit = 20
    static let window = Duration.seconds(60)

    private let state: Mutex<Window>
    private let time: ServerTime
    private let logger: Logger
    private let audit: @Sendable (ControlRefusal) -> Void

    init(time: ServerTime, logger: Logger, audit: @escaping @Sendable (ControlRefusal) -> Void) {
        state = Mutex(Window(startedAt: time.elapsed()))
        self.time = time
        self.logger = logger
        self.audit = audit
    }

    func report(_ refusal: ControlRefusal) {
        let now = time.elapsed()
        let (isReported, missed) = state.withLock { window -> (Bool, Int) in
            var missed = 0
            if now - window.startedAt >= Self.window {
                missed = window.suppressed
                window = Window(startedAt: now)
            }
            guard window.reported < Self.limit else {
                window.suppressed += 1
                return (false, missed)
            }
            window.reported += 1
            return (true, missed)
        }
        if missed > 0 {
            logger.warning(
                "\(missed) more refusals at the control socket in the last minutes were not reported one by one")
        }
        guard isReported else { return }
        logger.notice(
            "refused at the control socket: \(refusal.failure.message)",
            metadata: [
                "uid": "\(refusal.credentials.uid)", "pid": "\(refusal.credentials.pid)",
                "method": "\(refusal.method?.rawValue ?? "none")", "kind": "\(refusal.failure.kind.rawValue)",
            ])
        audit(refusal)
    }
}
