package import Market

/// The connection to the QMT side as the engine sees it.
package struct Link: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case down(reason: String)
        case up(Event.Hello)
        /// Not to be traded with; says why. Either for good (`Engine.leftBecause`) or until the clocks agree.
        case refused(reason: String)
    }

    package internal(set) var state = State.down(reason: "not connected yet")
    package internal(set) var since: Timestamp?
    package internal(set) var isBrokerUp: Bool?
    /// A complete, fresh, consistent snapshot has been taken in since the link came up.
    package internal(set) var isReconciled = false
    package internal(set) var reconciledAt: Timestamp?
    package internal(set) var whyNotReconciled = "not connected yet"
    /// Our clock and the other side's agree, as far as is known; otherwise no order leaves.
    package internal(set) var isClockTrusted = true
    /// Of the latest moment that a snapshot of this connection was of, usable or not.
    var newestAsOf: Timestamp?
    /// The hello of a side whose clock differs, until it agrees.
    var helloWaiting: Event.Hello?

    package init() {}

    /// What the other side said when the link came up; nil while it is down or refused.
    package var hello: Event.Hello? {
        if case .up(let hello) = state { hello } else { nil }
    }

    package var isUp: Bool {
        if case .up = state { true } else { false }
    }
}
