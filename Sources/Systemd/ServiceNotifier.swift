import CSystemd

/// Tells the service manager how the daemon is doing (`sd_notify`).
///
/// Outside systemd nothing is sent and nothing fails. The daemon must not depend on any of this: what cannot be told is
/// reported to the caller and changes nothing else.
package struct ServiceNotifier: Sendable {
    /// What became of a message.
    package enum Delivery: Hashable, Sendable {
        /// In the manager's queue; it does not say more.
        case sent
        /// No manager asked to be told (`NOTIFY_SOCKET` is not set).
        case notSupervised
        /// - Parameter errno: What the system call failed with.
        case failed(errno: Int32)
    }

    private let send: @Sendable (String) -> Int32
    private let watchdogMicroseconds: @Sendable () -> UInt64?

    /// The manager that started this process.
    package init() {
        send = { sd_notify(0, $0) }
        watchdogMicroseconds = {
            var microseconds: UInt64 = 0
            return sd_watchdog_enabled(0, &microseconds) > 0 ? microseconds : nil
        }
    }

    /// A manager made up for a test.
    /// - Parameters:
    ///   - watchdog: What it asks for; nil for no watchdog.
    ///   - send: Takes each message and returns what `sd_notify` would: above 0 sent, 0 no manager, below 0 minus `errno`.
    package init(watchdog: Duration? = nil, send: @escaping @Sendable (String) -> Int32) {
        self.send = send
        let microseconds = watchdog.map(Self.microseconds)
        watchdogMicroseconds = { microseconds }
    }

    /// Start-up, or a reload, is over: the journal is open and checked and the configuration valid. The broker's absence is
    /// no reason to wait; `status` says that the daemon is not trading.
    @discardableResult
    package func ready(status: String) -> Delivery { notify("READY=1\nSTATUS=\(Self.oneLine(status))") }

    /// One line for people, in `systemctl status`.
    @discardableResult
    package func status(_ status: String) -> Delivery { notify("STATUS=\(Self.oneLine(status))") }

    /// The configuration is being read again; `ready` ends it.
    @discardableResult
    package func reloading() -> Delivery { notify("RELOADING=1") }

    /// The daemon has begun to stop.
    @discardableResult
    package func stopping() -> Delivery { notify("STOPPING=1") }

    /// The daemon has done something useful since the last call. To be called by the loop that does the work, never by a
    /// timer of its own: a loop that is stuck must not look alive.
    @discardableResult
    package func ping() -> Delivery { notify("WATCHDOG=1") }

    /// Starting or stopping will take up to `time` longer from now, such as for checking a long journal.
    @discardableResult
    package func extendTimeout(by time: Duration) -> Delivery {
        notify("EXTEND_TIMEOUT_USEC=\(Self.microseconds(time))")
    }

    /// Longest time between two pings before the manager kills the daemon; nil where it does not watch. Ping at half of it.
    package var watchdogInterval: Duration? {
        watchdogMicroseconds().map { .microseconds(Int64(clamping: $0)) }
    }

    private func notify(_ message: String) -> Delivery {
        switch send(message) {
        case 0: .notSupervised
        case 1...: .sent
        case let failure: .failed(errno: -failure)
        }
    }

    /// Whole microseconds, cut, from none to some thirty years.
    private static func microseconds(_ time: Duration) -> UInt64 {
        let (seconds, attoseconds) = max(.zero, min(time, .seconds(1_000_000_000))).components
        return UInt64(seconds) * 1_000_000 + UInt64(attoseconds / 1_000_000_000_000)
    }

    /// A line break would begin another assignment, and a text from outside could say `WATCHDOG=trigger`. Cut to 400 bytes
    /// or a little less: the manager shows one line.
    private static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            let isSafe = scalar.properties.generalCategory != .control
            line.unicodeScalars.append(isSafe ? scalar : " ")
            if line.utf8.count >= 400 { break }
        }
        return line
    }
}
