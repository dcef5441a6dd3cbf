import Market

@testable import BridgeProtocol

/// A client's session that is told things in words.
struct ClientWorld {
    var session: ClientSession
    var now: Duration = .seconds(1000)
    private var lastID: Int64 = 0

    init(role: BridgeRole = .trade, progress: ClientSession.Progress? = nil) throws {
        session = ClientSession(
            identity: .init(
                client: "qmtd/0.1.0", account: "1234567890", role: role, epoch: 17, secret: try Sample.secret()),
            progress: progress, at: now)
    }

    static let challenge =
        #"{"jsonrpc":"2.0","method":"session.challenge","params":{"nonce":"\#(Sample.nonce)","protocols":[1]}}"#
    static let welcome = #"{"jsonrpc":"2.0","id":1,"result":\#(Sample.helloText)}"#

    /// Let in; the last number is 41.
    static func ready(role: BridgeRole = .trade) throws -> ClientWorld {
        var world = try ClientWorld(role: role)
        _ = world.hears(challenge, welcome)
        return world
    }

    mutating func hears(_ lines: String...) -> [ClientSession.Effect] {
        session.receive(Array(lines.map { $0 + "\n" }.joined().utf8), at: now)
        var effects: [ClientSession.Effect] = []
        while let next = session.next(at: now) { effects += next }
        return effects
    }

    mutating func hears(_ notification: BridgeNotification, _ sequence: Int64) -> [ClientSession.Effect] {
        hears(String(line(notification.message(sequence: sequence).line).dropLast()))
    }

    mutating func sends(_ request: BridgeRequest, timeout: Duration = .seconds(10)) -> [ClientSession.Effect] {
        lastID += 1
        return session.send(request, id: RequestID(number: lastID), timeout: timeout, at: now)
    }

    mutating func passes(_ duration: Duration) -> [ClientSession.Effect] {
        now += duration
        return session.tick(at: now)
    }
}

extension ClientSession.Effect {
    /// What is written, as a line of text.
    var written: String? {
        if case .write(let bytes) = self { String(line(bytes).dropLast()) } else { nil }
    }
}

extension RequestID {
    static func number(_ number: Int64) -> RequestID { RequestID(number: number) }
}
