import Market

@testable import BridgeProtocol

/// What a session is told in every run, so that what comes after it is looked at in all its depth.
private enum Script {
    static let nonce = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
    static let challenge =
        #"{"jsonrpc":"2.0","method":"session.challenge","params":{"nonce":"\#(nonce)","protocols":[1]}}"#
    static let welcome =
        #"{"jsonrpc":"2.0","id":1,"result":{"protocol":1,"shim":"qmt-shim/0.1.0","session":"s","seq":41,"#
        + #""account":"1234567890","trading_day":"2026-11-20","time":"2026-11-20T09:31:02.125+08:00","broker":"up","#
        + #""heartbeat_s":5,"capabilities":["limit"],"simulated":true}}"#
    static let now = Duration.seconds(1000)

    static func secret() throws -> BridgeSecret { try BridgeSecret(fileContents: "a secret of no value".utf8) }
}

extension Probe {
    /// What a shim may send to a daemon that it has let in, with eight requests open (bridge-protocol 2 to 6).
    static let client = Probe(name: "client") { input in
        var cuts = Cuts(input)
        let cut = try heard(cuts.pieces(of: input))
        try check(try heard([input[...]]) == cut, "packet borders change what a daemon hears")
        var answered: [RequestID] = []
        for effect in cut {
            switch effect {
            case .write(let line):
                try check(line.count <= LineLimit.towardsShim, "a line of \(line.count) bytes leaves for the shim")
                _ = try RPCMessage(reading: line.dropLast())
            case .event(.answered(let id, let request, let answer)):
                try check(!answered.contains(id), "a second last word on \(request.method)")
                answered.append(id)
                try checkAnswer(request, answer)
            case .event(.notified(let notification, let sequence)):
                try check(sequence >= 0, "a number below nothing")
                let line = notification.message(sequence: sequence).line
                guard case .notification(let method, let params?) = try RPCMessage(reading: line.dropLast()) else {
                    throw Violation("a notification that is none")
                }
                let again = try BridgeNotification(method: method, params: params)
                try check(again == notification, "\(notification) is written as \(String(describing: again))")
            case .event, .close:
                break
            }
        }
        let closes = cut.count { if case .close = $0 { true } else { false } }
        try check(closes <= 1, "it closes \(closes) times")
    }

    private static func checkAnswer(_ request: BridgeRequest, _ answer: Result<BridgeAnswer, BridgeFailure>) throws {
        switch answer {
        case .success(let answer):
            try check(try BridgeAnswer(to: request, result: answer.result) == answer, "\(request.method) differs")
        case .failure(let failure):
            try check(!"\(failure)".isEmpty, "a failure that says nothing")
        }
    }

    private static func heard(_ pieces: [ArraySlice<UInt8>]) throws -> [ClientSession.Effect] {
        let now = Script.now
        let identity = ClientSession.Identity(
            client: "qmtd/0.1.0", account: "1234567890", role: .trade, epoch: 17, secret: try Script.secret())
        var session = ClientSession(identity: identity, progress: nil, at: now)
        session.receive("\(Script.challenge)\n\(Script.welcome)\n".utf8, at: now)
        while session.next(at: now) != nil {}
        for (index, request) in try requests().enumerated() {
            let sent = session.send(
                request, id: RequestID(number: Int64(index)), timeout: .seconds(index == 4 ? 0 : 10), at: now)
            try check(sent.count == 1, "\(request.method) was not sent")
        }
        // The submit's deadline has passed: its answer is a late one.
        var effects = session.tick(at: now + .seconds(1))
        for piece in pieces {
            let progress = session.progress
            session.receive(piece, at: now)
            while let next = session.next(at: now) {
                effects += next
                if case .close(.badLine)? = next.last {
                    // Of a line that is refused nothing is taken in.
                    try check(session.state == .closed, "a bad line leaves it open")
                }
            }
            if let before = progress, let after = session.progress {
                try check(after.sequence >= before.sequence, "the numbers went back")
            }
        }
        return effects
    }

    /// What anybody may send to a shim: first as a stranger, then as a daemon that has been let in.
    static let server = Probe(name: "server") { input in
        for isLetIn in [false, true] {
            var cuts = Cuts(input)
            let cut = try served(cuts.pieces(of: input), isLetIn: isLetIn)
            try check(try served([input[...]], isLetIn: isLetIn) == cut, "packet borders change what a shim does")
            for effect in cut {
                switch effect {
                case .handle(let request):
                    try check(isLetIn, "a stranger's request is carried out: \(request.request)")
                    try check(
                        try BridgeRequest(method: request.request.method, params: request.request.params)
                            == request.request, "a request that differs when written")
                case .claim, .welcome:
                    throw Violation("somebody is let in without the secret")
                case .send(let line):
                    try check(line.count <= LineLimit.towardsDaemon, "a line of \(line.count) bytes leaves")
                    _ = try RPCMessage(reading: line.dropLast())
                case .count(let irregularity):
                    try check(irregularity.description.utf8.count <= 2048, "a log line too long")
                case .heartbeat, .close:
                    break
                }
            }
        }
    }

    private static func served(_ pieces: [ArraySlice<UInt8>], isLetIn: Bool) throws -> [ServerSession.Effect] {
        let now = Script.now
        let secret = try Script.secret()
        guard let nonce = Hex.bytes(Script.nonce) else { throw Violation("a sample is wrong") }
        var session = ServerSession(
            rules: .init(account: "1234567890", secret: secret, heartbeatSeconds: 5, offersSimulatedClock: true),
            nonce: nonce, at: now)
        if isLetIn {
            let proof = Proof.make(secret, nonce: Script.nonce, account: "1234567890", role: .trade, epoch: 17)
            let hello = HelloRequest(
                client: "qmtd/0.1.0", account: "1234567890", role: .trade, epoch: 17, proof: proof)
            let line = RPCMessage.request(id: 1, method: BridgeMethod.hello.rawValue, params: hello.wire).line
            session.receive(line, at: now)
            while session.next() != nil {}
            _ = session.claimed(highest: 17)
            guard let value = try JSONValue(reading: Script.welcome)["result"] else { throw Violation("no sample") }
            _ = session.welcomed(with: try Hello(wire: value), at: now)
            try check(session.isReady, "a daemon with the secret is not let in")
        }
        var effects: [ServerSession.Effect] = []
        for piece in pieces {
            session.receive(piece, at: now)
            while let next = session.next() { effects += next }
        }
        return effects
    }
}
