import NIOCore

extension NIODeadline {
    /// Since the fixed moment that an event loop counts from.
    init(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        self = .uptimeNanoseconds(UInt64(max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)))
    }
}

extension EventLoop {
    /// The loop's own clock as the sessions count it. An embedded loop's is moved by hand.
    var time: Duration { .nanoseconds(Int64(now.uptimeNanoseconds)) }
}
