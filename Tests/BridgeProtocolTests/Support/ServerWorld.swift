import Market

@testable import BridgeProtocol

/// A server's session that is told things in words.
struct ServerWorld {
    var session: ServerSession
    var now: Duration = .seconds(1000)

    static let nonceBytes = Hex.bytes(Sample.nonce) ?? []

    init(offersSimulatedClock: Bool = true, heartbeatSeconds: Int64 = 5) throws {
        session = ServerSession(
            rules: .init(
                account: "1234567890", secret: try Sample.secret(), heartbeatSeconds: heartbeatSeconds,
                offersSimulatedClock: offersSimulatedClock),
            nonce: Self.nonceBytes, at: now)
    }

    /// A session that has come as far as the name says.
    static func ready(_ role: BridgeRole = .trade, offersSimulatedClock: Bool = true) throws -> ServerWorld {
        var world = try ServerWorld(offersSimulatedClock: offersSimulatedClock)
        _ = world.says(try hello(role: role))
        if role == .trade { _ = world.session.claimed(highest: 17) }
        _ = world.session.welcomed(with: Sample.hello, at: world.now)
        return world
    }

    /// One or more lines, and what all of it leads to.
    mutating func says(_ lines: String...) -> [ServerSession.Effect] {
        session.receive(Array(lines.map { $0 + "\n" }.joined().utf8), at: now)
        var effects: [ServerSession.Effect] = []
        while let next = session.next() { effects += next }
        return effects
    }

    mutating func passes(_ duration: Duration) -> [ServerSession.Effect] {
        now += duration
        return session.tick(at: now)
    }

    static func hello(
        id: String = "1", version: String = "1", account: String = "1234567890", role: BridgeRole = .trade,
        epoch: Int64 = 17, proof: String? = nil, secret: String = Sample.secretText
    ) throws -> String {
        let made = Proof.make(
            try Sample.secret(secret), nonce: Sample.nonce, account: account, role: role, epoch: epoch)
        return
            #"{"jsonrpc":"2.0","id":\#(id),"method":"session.hello","params":{"protocol":\#(version),"client":"qmtd/0.1.0","#
            + #""account":"\#(account)","role":"\#(role.rawValue)","epoch":\#(epoch),"proof":\#(proof ?? "\"\(made)\"")}}"#
    }

    static func request(_ request: BridgeRequest, id: Int64 = 2) -> String {
        String(line(request.message(id: id).line).dropLast())
    }
}

extension ServerSession.Effect {
    /// What is sent, as a line of text.
    var sent: String? {
        if case .send(let bytes) = self { String(line(bytes).dropLast()) } else { nil }
    }

    /// The code of an error that is sent.
    var errorCode: Int64? {
        guard case .send(let bytes) = self, case .failure(_, let error) = try? RPCMessage(reading: bytes[...]) else {
            return nil
        }
        return error.code
    }
}
