extension StatusReport {
    /// Whether orders may leave.
    package struct TradingState: Codable, Hashable, Sendable {
        package enum State: String, Codable, Hashable, CaseIterable, Sendable {
            /// Nobody has armed the account yet.
            case disabled
            case armed
            /// Only sells leave.
            case reducing
            case halted
        }

        package var state: State
        @OrNull package var since: String?
        /// Who or what brought it about: a user as `Peer.description` writes it, or a part of the daemon.
        @OrNull package var by: String?
        @OrNull package var reason: String?
        /// In one word: `operator`, `anomaly`, `risk`, `breaker`, `disk`.
        @OrNull package var cause: String?
        /// What `resume` will do; nil where there is nothing to resume.
        @OrNull package var resume: String?

        package init(
            state: State, since: String?, by: String?, reason: String?, cause: String? = nil, resume: String? = nil
        ) {
            self.state = state
            self.since = since
            self.by = by
            self.reason = reason
            self.cause = cause
            self.resume = resume
        }
    }

    /// The time that the daemon goes by.
    package struct Clock: Codable, Hashable, Sendable {
        package enum Source: String, Codable, Hashable, CaseIterable, Sendable {
            case own
            /// The simulated side's.
            case session
        }

        package var now: String
        package var source: Source

        package init(now: String, source: Source) {
            self.now = now
            self.source = source
        }
    }

    /// The connection to the shim.
    package struct Bridge: Codable, Hashable, Sendable {
        /// The bridge's own word, such as `connected`.
        package var state: String
        @OrNull package var since: String?
        /// The shim's process run; nil while there is none.
        @OrNull package var session: String?
        /// `up`, `down`, or nil for unknown: the terminal's connection to the broker, as the shim says.
        @OrNull package var broker: String?
        package var endpoint: String
        @OrNull package var lastHeartbeatAgeMilliseconds: Int64?

        package init(
            state: String, since: String?, session: String?, broker: String?, endpoint: String,
            lastHeartbeatAgeMilliseconds: Int64?
        ) {
            self.state = state
            self.since = since
            self.session = session
            self.broker = broker
            self.endpoint = endpoint
            self.lastHeartbeatAgeMilliseconds = lastHeartbeatAgeMilliseconds
        }

        private enum CodingKeys: String, CodingKey {
            case state, since, session, broker, endpoint
            case lastHeartbeatAgeMilliseconds = "last_heartbeat_age_ms"
        }
    }

    /// Whether the daemon's record and the broker's agree, by proof.
    package struct Reconciled: Codable, Hashable, Sendable {
        package var reconciled: Bool
        /// The last time that they agreed.
        @OrNull package var at: String?
        /// Nil while they agree.
        @OrNull package var whyNot: String?

        package init(reconciled: Bool, at: String?, whyNot: String?) {
            self.reconciled = reconciled
            self.at = at
            self.whyNot = whyNot
        }

        private enum CodingKeys: String, CodingKey {
            case reconciled, at
            case whyNot = "why_not"
        }
    }

    /// One of the last alerts.
    package struct Alert: Codable, Hashable, Sendable {
        package enum Level: String, Codable, Hashable, CaseIterable, Sendable { case critical, warning, info }

        package var at: String
        package var level: Level
        package var text: String

        package init(at: String, level: Level, text: String) {
            self.at = at
            self.level = level
            self.text = text
        }
    }
}
