package import Market

/// Whether orders may leave. Durable: a halt survives every restart until somebody resumes.
package enum TradingState: Hashable, Sendable, Codable {
    case armed
    case halted(Halt)

    package struct Halt: Hashable, Sendable, Codable {
        package enum Cause: String, Hashable, Sendable, Codable {
            case `operator`
            /// Something the engine cannot explain; see the reason.
            case anomaly
        }

        package var cause: Cause
        package var by: String
        package var reason: String
        package var since: Timestamp

        package init(cause: Cause, by: String, reason: String, since: Timestamp) {
            self.cause = cause
            self.by = by
            self.reason = reason
            self.since = since
        }
    }

    package var isArmed: Bool {
        if case .armed = self { true } else { false }
    }

    package var halt: Halt? {
        if case .halted(let halt) = self { halt } else { nil }
    }
}
