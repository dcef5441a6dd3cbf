package import Market

/// Whether orders may leave. Durable: what forbids them survives every restart until somebody resumes.
package enum TradingState: Hashable, Sendable, Codable {
    /// A real account before somebody has armed it: nothing leaves.
    case disabled
    case armed
    /// Sells may leave, buys may not: no exposure grows.
    case reducing(Halt)
    case halted(Halt)

    package struct Halt: Hashable, Sendable, Codable {
        package enum Cause: String, Hashable, Sendable, Codable {
            case `operator`
            /// Something the engine cannot explain; see the reason.
            case anomaly
            /// A rule of risk.
            case risk
            /// Too many orders were refused.
            case breaker
            /// The journal cannot be written, or soon cannot.
            case disk
        }

        package var cause: Cause
        package var by: String
        package var reason: String
        package var since: Timestamp
        /// Nobody had armed the account before. Nil is no.
        package var wasDisabled: Bool?

        package init(cause: Cause, by: String, reason: String, since: Timestamp, wasDisabled: Bool? = nil) {
            self.cause = cause
            self.by = by
            self.reason = reason
            self.since = since
            self.wasDisabled = wasDisabled
        }
    }

    package var isArmed: Bool {
        if case .armed = self { true } else { false }
    }

    /// Whether an order on this side may leave.
    package func allows(_ side: Side) -> Bool {
        switch self {
        case .disabled, .halted: false
        case .reducing: side == .sell
        case .armed: true
        }
    }

    /// What keeps buys back; nil unless only sells may leave.
    package var reduction: Halt? {
        if case .reducing(let halt) = self { halt } else { nil }
    }

    package var halt: Halt? {
        if case .halted(let halt) = self { halt } else { nil }
    }
}
