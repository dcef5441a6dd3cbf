import Market
import Testing

@testable import BridgeProtocol

@Suite struct ClientSessionTests {
    @Test func `the challenge is answered with a proven hello, and the answer makes it ready`() throws {
        var world = try ClientWorld()
        #expect(
            world.hears(ClientWorld.challenge).map(\.written) == [
                #"{"jsonrpc":"2.0","id":1,"method":"session.hello","params":{"protocol":1,"client":"qmtd/0.1.0","#
                    + #""account":"1234567890","role":"trade","epoch":17,"#
                    + #""proof":"43eba215c8eaa5d0c7980175efd1649208ac983c5f96c08863f945866c9cb93c"}}"#
            ])
        #expect(world.hears(ClientWorld.welcome) == [.event(.up(Sample.hello, .first))])
        #expect(world.session.state == .ready(Sample.hello))
        #expect(world.session.progress == .init(session: Sample.hello.session, sequence: 41))
    }

    /// The progress of the connection before, and what the same hello then means.
    static let continuities: [(ClientSession.Progress?, BridgeContinuity)] = [
        (nil, .first), (.init(session: Sample.hello.session, sequence: 41), .unbroken),
        (.init(session: Sample.hello.session, sequence: 38), .missed(BridgeGap(expected: 39, received: 41))),
        (.init(session: "another", sequence: 41), .newSession), (.init(session: "another", sequence: 0), .newSession),
        (.init(session: Sample.hello.session, sequence: 42), .newSession),
    ]

    @Test(arguments: continuities)
    func `what was missed between two connections is told`(
        progress: ClientSession.Progress?, continuity: BridgeContinuity
    ) throws {
        var world = try ClientWorld(progress: progress)
        #expect(world.hears(ClientWorld.challenge, ClientWorld.welcome).last == .event(.up(Sample.hello, continuity)))
    }

    static let badHandshakes: [([String], DownReason)] = [
        (
            [#"{"jsonrpc":"2.0","method":"session.challenge","params":{"nonce":"00","protocols":[1]}}"#],
            .badHandshake("in the challenge, params.nonce is not 32 bytes in hexadecimal")
        ),
        (
            [#"{"jsonrpc":"2.0","method":"session.challenge"}"#],
            .badHandshake("in the challenge, params.nonce is missing")
        ),
        (
            [
                #"{"jsonrpc":"2.0","method":"session.challenge","params":{"nonce":"\#(Sample.nonce)","protocols":[2,3]}}"#
            ],
            .noCommonProtocol(theirs: [2, 3])
        ),
        (
            [ClientWorld.challenge, #"{"jsonrpc":"2.0","id":1,"result":{}}"#],
            .badHandshake("in the answer to hello, result.protocol is missing")
        ),
        (
            [ClientWorld.challenge, #"{"jsonrpc":"2.0","id":1,"result":true}"#],
            .badHandshake("in the answer to hello, result is true or false, expected an object")
        ),
        (
            [ClientWorld.challenge, ClientWorld.welcome.replacing(#""protocol":1"#, with: #""protocol":2"#)],
            .noCommonProtocol(theirs: [2])
        ),
        (
            [ClientWorld.challenge, #"{"jsonrpc":"2.0","id":1,"error":{"code":1002,"message":"m"}}"#],
            .refused(BridgeError(code: 1002, message: "m"))
        ),
    ]

    @Test(arguments: badHandshakes)
    func `a handshake that goes wrong closes`(lines: [String], reason: DownReason) throws {
        var world = try ClientWorld()
        let effects = world.hears(lines.joined(separator: "\n"))
        #expect(effects.last == .close(reason))
        #expect(!effects.contains { if case .event = $0 { true } else { false } })
        #expect(world.session.state == .closed)
    }

    @Test func `which refusals are for good`() {
        for kind in BridgeError.Kind.allCases {
            #expect(DownReason.refused(BridgeError(kind, "m")).isFinal == (kind.retry == .no), "\(kind)")
        }
        #expect(!DownReason.refused(BridgeError(code: 1099, message: "m")).isFinal)
        #expect(DownReason.superseded(by: 18).isFinal)
        #expect(DownReason.closedByUs.isFinal)
        #expect(!DownReason.silent(seconds: 15).isFinal)
        #expect(!DownReason.closedByPeer.isFinal)
    }

    @Test func `requests leave in their order, with ids that count`() throws {
        var world = try ClientWorld.ready()
        #expect(
            world.sends(.snapshot).map(\.written) == [
                #"{"jsonrpc":"2.0","id":2,"method":"account.snapshot","params":{}}"#
            ])
        #expect(world.sends(.ping).map(\.written) == [#"{"jsonrpc":"2.0","id":3,"method":"session.ping","params":{}}"#])
    }

    @Test func `answers in any order find their requests`() throws {
        var world = try ClientWorld.ready()
        _ = world.sends(.ping)
        _ = world.sends(.cancel(try required(Sample.id)))
        _ = world.sends(.ping)
        let effects = world.hears(
            #"{"jsonrpc":"2.0","id":4,"result":{"time":"2026-11-20T09:31:02.125+08:00"}}"#,
            #"{"jsonrpc":"2.0","id":3,"result":{"requested":false,"reason":"unknown_id"}}"#,
            #"{"jsonrpc":"2.0","id":2,"error":{"code":1020,"message":"down"}}"#)
        #expect(
            effects == [
                .event(.answered(.number(3), .ping, .success(.ping(Sample.time)))),
                .event(.answered(.number(2), .cancel(try required(Sample.id)), .success(.cancel(.unknownID)))),
                .event(.answered(.number(1), .ping, .failure(.refused(BridgeError(code: 1020, message: "down"))))),
            ])
    }

    @Test func `C05: a deadline that passes leaves the outcome unknown, and a late answer is evidence`() throws {
        var world = try ClientWorld.ready()
        let submission = BridgeRequest.submit(try Sample.submission())
        _ = world.sends(submission, timeout: .seconds(3))
        #expect(world.session.nextTick == world.now + .seconds(3))
        #expect(world.passes(.milliseconds(2999)) == [])
        #expect(
            world.passes(.milliseconds(1))
                == [.event(.answered(.number(1), submission, .failure(.outcomeUnknown(.deadlinePassed))))])
        #expect(world.passes(.seconds(1)) == [])
        let answer =
            #"{"jsonrpc":"2.0","id":2,"result":{"outcome":"placed","order":\#(Sample.orderText),"reason":null}}"#
        let order = BridgeAnswer.submit(SubmitAnswer(.placed, order: Sample.order()))
        #expect(world.hears(answer) == [.event(.answeredLate(.number(1), submission, .success(order)))])
        #expect(world.hears(answer) == [.event(.anomaly(.repeatedAnswer(wireID: 2)))])
    }

    @Test func `deadlines pass in the order of the requests`() throws {
        var world = try ClientWorld.ready()
        for seconds in [4, 2, 9, 1] { _ = world.sends(.ping, timeout: .seconds(seconds)) }
        let expired = world.passes(.milliseconds(4500)).compactMap { effect -> Int64? in
            if case .event(.answered(let id, _, .failure(.outcomeUnknown(.deadlinePassed)))) = effect {
                id.number
            } else {
                nil
            }
        }
        #expect(expired == [1, 2, 4])
    }

    @Test func `C01 C12: a second answer is an anomaly, and so is one never asked for`() throws {
        var world = try ClientWorld.ready()
        _ = world.sends(.ping)
        let pong = #"{"jsonrpc":"2.0","id":2,"result":{"time":"2026-11-20T09:31:02.125+08:00"}}"#
        #expect(world.hears(pong).count == 1)
        #expect(world.hears(pong) == [.event(.anomaly(.repeatedAnswer(wireID: 2)))])
        for id in ["3", "0", "-1", "9223372036854775807", #""2""#, "2.0"] {
            let text = #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#
            let named = id.hasPrefix("\"") ? "\"2\"" : id
            #expect(world.hears(text) == [.event(.anomaly(.unaskedAnswer(id: named)))], "\(id)")
        }
        let complaint = BridgeError(code: -32700, message: "m")
        #expect(
            world.hears(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}}"#)
                == [.event(.anomaly(.errorWithoutRequest(complaint)))])
    }

    @Test func `an answer that cannot be read leaves the outcome unknown`() throws {
        var world = try ClientWorld.ready()
        let submission = BridgeRequest.submit(try Sample.submission())
        _ = world.sends(submission)
        let effects = world.hears(#"{"jsonrpc":"2.0","id":2,"result":{"outcome":1}}"#)
        let mismatch = Mismatch(
            .type(expected: "\"placed\", \"rejected\" or \"unknown\"", found: "an integer"),
            at: [.name("result"), .name("outcome")])
        #expect(
            effects == [.event(.answered(.number(1), submission, .failure(.outcomeUnknown(.unreadable(mismatch)))))])
    }

    @Test(arguments: [false, true])
    func `C13: an answer about another order closes the connection`(isResolve: Bool) throws {
        var world = try ClientWorld.ready()
        let request: BridgeRequest =
            isResolve ? .resolve(try required(Sample.id)) : .submit(try Sample.submission())
        _ = world.sends(request)
        _ = world.sends(.ping)
        let other = Sample.orderText.replacing("20261120-17-1", with: "20261120-17-2")
        let effects = world.hears(
            #"{"jsonrpc":"2.0","id":2,"result":{"outcome":"placed","order":\#(other),"reason":null}}"#)
        #expect(
            effects == [
                .event(.anomaly(.foreignAnswer(.number(1), asked: "20261120-17-1", got: "20261120-17-2"))),
                .event(.answered(.number(1), request, .failure(.outcomeUnknown(.foreignAnswer)))),
                .event(.answered(.number(2), .ping, .failure(.outcomeUnknown(.connectionLost(.foreignAnswer))))),
                .close(.foreignAnswer),
            ])
    }

    @Test func `B02 B03: a lost connection leaves every outcome unknown, once, in order`() throws {
        var world = try ClientWorld.ready()
        _ = world.sends(.ping, timeout: .seconds(1))
        for _ in 0..<3 { _ = world.sends(.snapshot) }
        _ = world.passes(.seconds(2))
        let effects = world.session.ended(.closedByPeer)
        #expect(
            effects
                == [2, 3, 4].map {
                    .event(.answered(.number($0), .snapshot, .failure(.outcomeUnknown(.connectionLost(.closedByPeer)))))
                })
        #expect(world.session.ended(.closedByPeer) == [])
    }

    @Test func `B02: without a connection nothing is sent, and that is certain`() throws {
        var world = try ClientWorld()
        let failure = BridgeFailure.notSent(reason: "there is no connection")
        #expect(world.sends(.ping) == [.event(.answered(.number(1), .ping, .failure(failure)))])
        _ = world.hears(ClientWorld.challenge)
        #expect(world.sends(.ping) == [.event(.answered(.number(2), .ping, .failure(failure)))])
    }

    @Test func `a request that fits no line is not sent`() throws {
        var world = try ClientWorld.ready()
        let many = BridgeRequest.quotes(Array(repeating: Sample.bank, count: 6000))
        guard case .event(.answered(_, _, .failure(.notSent)))? = world.sends(many).first else { throw NotThere() }
        #expect(world.sends(.ping).first?.written?.contains(#""id":2"#) == true)
    }

    @Test func `requests without an answer have a bound`() throws {
        var world = try ClientWorld.ready()
        for _ in 0..<ClientSession.unansweredLimit { #expect(world.sends(.ping).first?.written != nil) }
        guard case .event(.answered(_, _, .failure(.notSent)))? = world.sends(.ping).first else { throw NotThere() }
    }

    /// A bad line, and the code that the shim is told.
    static let badLines: [(String, Int64)] = [
        ("garbage", -32700), ("\u{FEFF}{}", -32700), ("[]", -32600), ("{}", -32600),
        (#"{"jsonrpc":"2.0","id":2}"#, -32600),
        (#"{"jsonrpc":"2.0","id":2,"result":{"a":1,"a":2}}"#, -32700),
        (#"{"jsonrpc":"2.0","id":2,"result":{"time":1e400}}"#, -32700),
    ]

    @Test(arguments: badLines)
    func `C06: a bad line is answered and closes, and nothing is guessed`(text: String, code: Int64) throws {
        var world = try ClientWorld.ready()
        _ = world.sends(.snapshot)
        let effects = world.hears(text, ClientWorld.challenge)
        guard case .close(.badLine(let refusal))? = effects.last else { throw NotThere() }
        #expect(effects.count == 3)
        #expect(
            effects.first
                == .event(
                    .answered(.number(1), .snapshot, .failure(.outcomeUnknown(.connectionLost(.badLine(refusal)))))))
        #expect(effects[1].written?.contains(#""error":{"code":\#(code),"#) == true)
    }

    @Test func `a request from the other side is refused`() throws {
        var world = try ClientWorld.ready()
        let effects = world.hears(#"{"jsonrpc":"2.0","id":"z","method":"daemon.halt","params":{}}"#)
        #expect(effects.first == .event(.anomaly(.unexpectedRequest(method: "daemon.halt"))))
        #expect(effects.last?.written?.contains(#""id":"z","error":{"code":-32601,"#) == true)
    }
}
