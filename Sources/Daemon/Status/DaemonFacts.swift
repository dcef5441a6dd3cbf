package import Engine
package import Market

/// What the reports need beside the engine.
package struct DaemonFacts: Sendable {
    package var now: Timestamp
    package var clock: Configuration.Clock
    package var endpoint: String
    package var targetsSource: String
    /// Nil before the first line of this connection.
    package var lastHeard: Timestamp?
    /// The latest first.
    package var alerts: [(at: Timestamp, alert: Alert)]

    package init(
        now: Timestamp, clock: Configuration.Clock, endpoint: String, targetsSource: String, lastHeard: Timestamp?,
        alerts: [(at: Timestamp, alert: Alert)]
    ) {
        self.now = now
        self.clock = clock
        self.endpoint = endpoint
        self.targetsSource = targetsSource
        self.lastHeard = lastHeard
        self.alerts = alerts
    }
}

/// The program's name and version, as in hello, in the journal's runs and in `--version`.
package enum Program {
    package static let version = "0.1.0"
    package static let client = "qmtd/0.1.0"
}
