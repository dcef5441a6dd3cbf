package import Engine
package import Market

/// What the reports need beside the engine.
package struct DaemonFacts: Sendable {
    package var now: Timestamp
    /// Orders go to the paper account.
    package var isPaper: Bool
    package var clock: Configuration.Clock
    package var endpoint: String
    package var targetsSource: String
    /// Milliseconds since the QMT side was last heard, by this machine's clock; nil before the first line.
    package var heardAgo: Int64?
    /// The latest first.
    package var alerts: [(at: Timestamp, alert: Alert)]

    package init(
        now: Timestamp, isPaper: Bool, clock: Configuration.Clock, endpoint: String, targetsSource: String,
        heardAgo: Int64?,
        alerts: [(at: Timestamp, alert: Alert)]
    ) {
        self.now = now
        self.isPaper = isPaper
        self.clock = clock
        self.endpoint = endpoint
        self.targetsSource = targetsSource
        self.heardAgo = heardAgo
        self.alerts = alerts
    }
}

/// The program's name and version, as in hello, in the journal's runs and in `--version`.
package enum Program {
    package static let version = "0.1.0"
    package static let client = "qmtd/0.1.0"
}
