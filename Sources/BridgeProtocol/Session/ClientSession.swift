/// The daemon's side of one connection: challenge, hello, requests and their deadlines, the numbers of the notifications.
/// No sockets, no clock; `now` is the time since any fixed moment.
///
/// The shell feeds bytes, then takes `next()` until it is nil and carries out the effects in order.
package struct ClientSession: Sendable {
    package struct Identity: Sendable {
        /// Program and version, such as `qmtd/0.1.0`.
        package var client: String
        package var account: String
        package var role: BridgeRole
        package var epoch: Int64
        package var secret: BridgeSecret

        package init(client: String, account: String, role: BridgeRole, epoch: Int64, secret: BridgeSecret) {
            self.client = client
            self.account = account
            self.role = role
            self.epoch = epoch
            self.secret = secret
        }
    }

    /// How far the notifications of a session of the shim have come.
    package struct Progress: Hashable, Sendable {
        package var session: String
        package var sequence: Int64

        package init(session: String, sequence: Int64) {
            self.session = session
            self.sequence = sequence
        }
    }

    package enum State: Hashable, Sendable {
        /// Next: `awaitingHello`, `closed`.
        case awaitingChallenge
        /// Hello is on its way. Next: `ready`, `closed`.
        case awaitingHello
        /// Next: `closed`.
        case ready(Hello)
        case closed
    }

    package enum Effect: Hashable, Sendable {
        case write([UInt8])
        case event(BridgeEvent)
        /// Close when everything written so far is out. Nothing comes after it.
        case close(DownReason)
    }

    /// Requests that may be without an answer, those past their deadline included.
    package static var unansweredLimit: Int { 4096 }
    /// Before the shim has said its own, the heartbeat is taken to be this long.
    package static var defaultHeartbeatSeconds: Int64 { 5 }

    package internal(set) var state = State.awaitingChallenge
    /// Nil before the first hello.
    package internal(set) var progress: Progress?
    let identity: Identity
    var unanswered = UnansweredRequests()
    var heartbeatSeconds = ClientSession.defaultHeartbeatSeconds
    var waitsForHelloSince: Duration
    var lastSeen: Duration
    var lastWritten: Duration
    var isPaused = false
    private var framer = LineFramer(limit: LineLimit.towardsDaemon)

    /// - Parameter progress: Of the connection before.
    package init(identity: Identity, progress: Progress?, at now: Duration) {
        self.identity = identity
        self.progress = progress
        waitsForHelloSince = now
        lastSeen = now
        lastWritten = now
    }

    package mutating func receive(_ bytes: some Collection<UInt8>, at now: Duration) {
        guard state != .closed, !bytes.isEmpty else { return }
        lastSeen = now
        framer.append(bytes)
    }

    /// The effects of the next whole line; nil until there is one.
    package mutating func next(at now: Duration) -> [Effect]? {
        guard state != .closed else { return nil }
        do throws(LineRefusal) {
            return try nextLine().map { line throws(LineRefusal) in took(try RPCMessage(reading: line), at: now) }
        } catch {
            return close(.badLine(error), saying: error.answer.line)
        }
    }

    private mutating func nextLine() throws(LineRefusal) -> ArraySlice<UInt8>? {
        do {
            return try framer.next()
        } catch {
            throw LineRefusal(.tooLong(limit: error.limit))
        }
    }

    private mutating func took(_ message: RPCMessage, at now: Duration) -> [Effect] {
        switch message {
        case .request(let id, let method, _):
            let error = BridgeError(.unknownMethod, "the daemon serves no requests")
            return [
                .event(.anomaly(.unexpectedRequest(method: method.shortened))),
                write(RPCMessage.failure(id: id, error).line, at: now),
            ]
        case .notification(let method, let params):
            return notified(method.shortened, params ?? [:], at: now)
        case .answer(let id, let result):
            return answered(id, .success(result), at: now)
        case .failure(.null, let error):
            return [.event(.anomaly(.errorWithoutRequest(error)))]
        case .failure(let id, let error):
            return answered(id, .failure(error), at: now)
        }
    }

    mutating func write(_ line: [UInt8], at now: Duration) -> Effect {
        lastWritten = now
        return .write(line)
    }

    /// The connection is gone. Every request without an answer gets its last word; whoever was told of a closing by an
    /// effect is told nothing more.
    package mutating func ended(_ reason: DownReason) -> [Effect] {
        guard state != .closed else { return [] }
        state = .closed
        return unanswered.removeAll().map {
            .event(.answered($0.id, $0.request, .failure(.outcomeUnknown(.connectionLost(reason)))))
        }
    }

    /// Events first, so that whatever a last write brings about comes after them.
    mutating func close(_ reason: DownReason, saying line: [UInt8]? = nil) -> [Effect] {
        ended(reason) + (line.map { [.write($0)] } ?? []) + [.close(reason)]
    }
}
