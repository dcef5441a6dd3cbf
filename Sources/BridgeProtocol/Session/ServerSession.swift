/// The shim's side of one connection: what comes in, in what order, and what is answered. No sockets, no clock, no file;
/// `now` is the time since any fixed moment.
///
/// The shell feeds bytes, then takes `next()` until it is nil and carries out the effects in order. Where an effect asks
/// (`claim`, `welcome`), nothing further is read until it is answered.
package struct ServerSession: Sendable {
    package struct Rules: Sendable {
        package var account: String
        package var secret: BridgeSecret
        package var heartbeatSeconds: Int64
        /// `sim.` methods exist only where true.
        package var offersSimulatedClock: Bool

        package init(account: String, secret: BridgeSecret, heartbeatSeconds: Int64, offersSimulatedClock: Bool) {
            self.account = account
            self.secret = secret
            self.heartbeatSeconds = heartbeatSeconds
            self.offersSimulatedClock = offersSimulatedClock
        }

        var heartbeat: Duration { .seconds(heartbeatSeconds) }
        var silence: Duration { .seconds(3 * heartbeatSeconds) }
    }

    package enum State: Hashable, Sendable {
        /// Everything but hello gets 1001. Next: `claiming`, `welcoming`, `closed`.
        case awaitingHello
        /// A proven hello with role trade; its epoch is being made durable. Next: `welcoming`, `awaitingHello`, `closed`.
        case claiming(id: JSONValue, role: BridgeRole, epoch: Int64)
        /// Let in; older trading connections are being closed. Next: `ready`, `closed`.
        case welcoming(id: JSONValue, role: BridgeRole, epoch: Int64)
        /// Next: `closed`.
        case ready(role: BridgeRole, epoch: Int64)
        case closed
    }

    package enum Effect: Hashable, Sendable {
        case send([UInt8])
        /// Raise the durable highest epoch to at least this one, then call `claimed` or `claimFailed`.
        case claim(epoch: Int64)
        /// Close older trading connections if the role is trade, then call `welcomed`.
        case welcome(role: BridgeRole, epoch: Int64)
        case handle(ServerRequest)
        /// Send the heartbeat, with the clock and the last number.
        case heartbeat
        case count(ServerIrregularity)
        /// Close when everything sent so far is out. Nothing comes after it.
        case close(ServerCloseReason)
    }

    package internal(set) var state = State.awaitingHello
    let rules: Rules
    private let nonce: String
    private var framer = LineFramer(limit: LineLimit.towardsShim)
    private let openedAt: Duration
    private var lastSeen: Duration
    private var nextHeartbeat: Duration?

    /// - Parameter nonce: 32 fresh random bytes.
    package init(rules: Rules, nonce: [UInt8], at now: Duration) {
        self.rules = rules
        self.nonce = Hex.text(nonce)
        openedAt = now
        lastSeen = now
    }

    /// The first line.
    package func opened() -> [Effect] { [.send(Challenge(nonce: nonce).message.line)] }

    package mutating func receive(_ bytes: some Collection<UInt8>, at now: Duration) {
        guard state != .closed, !bytes.isEmpty else { return }
        lastSeen = now
        framer.append(bytes)
    }

    /// The effects of the next whole line; nil until there is one, or while a question to the shell is open.
    package mutating func next() -> [Effect]? {
        switch state {
        case .claiming, .welcoming, .closed: return nil
        case .awaitingHello, .ready: break
        }
        do throws(LineRefusal) {
            return try nextLine().map { line throws(LineRefusal) in took(try RPCMessage(reading: line)) }
        } catch {
            return [.count(.refusedLine(error)), .send(error.answer.line)] + close(.badLine(error))
        }
    }

    private mutating func nextLine() throws(LineRefusal) -> ArraySlice<UInt8>? {
        do {
            return try framer.next()
        } catch {
            throw LineRefusal(.tooLong(limit: error.limit))
        }
    }

    private mutating func took(_ message: RPCMessage) -> [Effect] {
        switch message {
        case .request(let id, let method, let params): requested(id, method, params ?? [:])
        case .notification(let method, _): [.count(.unknownNotification(method.shortened))]
        case .answer, .failure: [.count(.unaskedAnswer)]
        }
    }

    private mutating func requested(_ id: JSONValue, _ name: String, _ params: JSONValue) -> [Effect] {
        let method = BridgeMethod(rawValue: name)
        guard case .ready(let role, let epoch) = state else {
            if method == .hello { return hello(id, params) }
            return [fail(id, BridgeError(.notReady, "say session.hello first"))]
        }
        guard let method, method != .advance || rules.offersSimulatedClock else {
            return [
                .count(.unknownMethod(name.shortened)),
                fail(id, BridgeError(.unknownMethod, "there is no method of this name")),
            ]
        }
        if method == .hello { return [fail(id, BridgeError(.invalidRequest, "session.hello has been said"))] }
        if method.isTrading, role == .observe {
            return [fail(id, BridgeError(.readOnly, "an observer may only read; say hello with role trade"))]
        }
        do {
            let request = try BridgeRequest(method: method, params: params)
            return [.handle(ServerRequest(id: id, role: role, epoch: epoch, request: request))]
        } catch {
            return [fail(id, error)]
        }
    }

    /// Version, proof, account, epoch: in this order, so that without the proof nothing else is told.
    private mutating func hello(_ id: JSONValue, _ params: JSONValue) -> [Effect] {
        let hello: HelloRequest
        do throws(Mismatch) {
            guard try HelloRequest.protocolVersion(wire: params) == BridgeVersion.current else {
                let spoken = JSONValue.array([.integer(BridgeVersion.current)])
                return [
                    fail(
                        id,
                        BridgeError(
                            .noCommonProtocol, "this side speaks version \(BridgeVersion.current)",
                            details: [.init("protocols", spoken)]))
                ]
            }
            hello = try HelloRequest(wire: params)
        } catch {
            return [fail(id, BridgeError(error, in: .hello))]
        }
        guard Proof.isValid(hello, nonce: nonce, secret: rules.secret) else {
            return [fail(id, BridgeError(.unauthenticated, "not authenticated"))] + close(.unauthenticated)
        }
        guard hello.account == rules.account else {
            return [fail(id, BridgeError(.wrongAccount, "another account is served here"))]
        }
        switch hello.role {
        case .trade:
            state = .claiming(id: id, role: .trade, epoch: hello.epoch)
            return [.claim(epoch: hello.epoch)]
        case .observe:
            state = .welcoming(id: id, role: .observe, epoch: hello.epoch)
            return [.welcome(role: .observe, epoch: hello.epoch)]
        }
    }

    func fail(_ id: JSONValue, _ error: BridgeError) -> Effect {
        .send(RPCMessage.failure(id: id, error).line)
    }

    mutating func close(_ reason: ServerCloseReason) -> [Effect] {
        state = .closed
        return [.close(reason)]
    }
}

// Time.
extension ServerSession {
    /// When `tick` is due; nil where never again.
    package var nextTick: Duration? {
        switch state {
        case .closed: nil
        case .ready: min(lastSeen + rules.silence, nextHeartbeat ?? lastSeen + rules.silence)
        case .awaitingHello, .claiming, .welcoming: openedAt + rules.silence
        }
    }

    package mutating func tick(at now: Duration) -> [Effect] {
        switch state {
        case .closed: return []
        case .awaitingHello, .claiming, .welcoming:
            return now >= openedAt + rules.silence ? close(.noHello) : []
        case .ready:
            if now >= lastSeen + rules.silence { return close(.silent(seconds: 3 * rules.heartbeatSeconds)) }
            guard let due = nextHeartbeat, now >= due else { return [] }
            nextHeartbeat = now + rules.heartbeat
            return [.heartbeat]
        }
    }

    mutating func startHeartbeats(at now: Duration) { nextHeartbeat = now + rules.heartbeat }
}
