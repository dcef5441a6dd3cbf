/// What the daemon learns from its connection, in one order: the order of the wire.
package enum BridgeEvent: Hashable, Sendable {
    /// Connected and let in.
    case up(Hello, BridgeContinuity)
    /// Exactly one for each request sent, if only to say that its deadline passed or its connection was lost.
    case answered(RequestID, BridgeRequest, Result<BridgeAnswer, BridgeFailure>)
    /// An answer to a request whose deadline had passed: evidence.
    case answeredLate(RequestID, BridgeRequest, Result<BridgeAnswer, BridgeFailure>)
    case notified(BridgeNotification, sequence: Int64)
    /// Notifications are lost: take a snapshot, send nothing new until it is in. Comes before the notification that
    /// showed it.
    case missed(BridgeGap)
    case anomaly(BridgeAnomaly)
    /// No connection, or an attempt to get one failed.
    case down(BridgeDown)
}

/// How the numbers of a new connection follow on those of the one before.
package enum BridgeContinuity: Hashable, Sendable {
    /// The first connection of this client.
    case first
    /// Nothing was missed.
    case unbroken
    /// Notifications came while there was no connection.
    case missed(BridgeGap)
    /// The other side's process is another one.
    case newSession
}

/// A break in the numbers of the notifications.
package struct BridgeGap: Hashable, Sendable {
    package var expected: Int64
    /// Nil where the notification is there, and neither it nor its number can be read.
    package var received: Int64?

    package init(expected: Int64, received: Int64?) {
        self.expected = expected
        self.received = received
    }
}

/// The end of a connection, or of an attempt to get one.
package struct BridgeDown: Hashable, Sendable {
    package var reason: DownReason
    /// Until the next attempt; nil where there will be none.
    package var retryIn: Duration?

    package init(reason: DownReason, retryIn: Duration?) {
        self.reason = reason
        self.retryIn = retryIn
    }
}
