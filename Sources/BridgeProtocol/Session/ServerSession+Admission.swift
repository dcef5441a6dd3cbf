// What the shell answers to the session's questions, and tells it unasked.
extension ServerSession {
    /// - Parameter highest: The durable highest epoch, this claim included.
    package mutating func claimed(highest: Int64) -> [Effect] {
        guard case .claiming(let id, let role, let epoch) = state else { return [] }
        guard epoch >= highest else {
            let error = BridgeError(
                .fenced, "epoch \(highest) has been seen; this daemon's \(epoch) is over",
                details: [.init("epoch", .integer(highest))])
            return [fail(id, error)] + close(.fenced(highest: highest))
        }
        state = .welcoming(id: id, role: role, epoch: epoch)
        return [.welcome(role: role, epoch: epoch)]
    }

    /// The epoch could not be made durable: nobody is let in on the strength of it.
    package mutating func claimFailed(_ detail: String) -> [Effect] {
        guard case .claiming(let id, _, _) = state else { return [] }
        state = .awaitingHello
        return [
            fail(
                id,
                BridgeError(
                    .internalError, "the epoch could not be stored; look at the shim's log",
                    details: [.init("detail", .string(detail))]))
        ]
    }

    package mutating func welcomed(with hello: Hello, at now: Duration) -> [Effect] {
        guard case .welcoming(let id, let role, let epoch) = state else { return [] }
        state = .ready(role: role, epoch: epoch)
        startHeartbeats(at: now)
        return [.send(RPCMessage.answer(id: id, result: hello.wire).line)]
    }

    /// - Parameter line: The `event.superseded`, numbered.
    package mutating func superseded(by epoch: Int64, line: [UInt8]) -> [Effect] {
        guard case .ready = state else { return [] }
        return [.send(line)] + close(.superseded(by: epoch))
    }

    /// The connection is gone, or closed for a reason of the shell's.
    package mutating func ended() { state = .closed }

    /// Hears notifications.
    package var isReady: Bool {
        if case .ready = state { true } else { false }
    }

    package var role: BridgeRole? {
        if case .ready(let role, _) = state { role } else { nil }
    }
}
