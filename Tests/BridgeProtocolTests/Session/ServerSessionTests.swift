import Market
import Testing

@testable import BridgeProtocol

@Suite struct ServerSessionTests {
    @Test func `a connection begins with the challenge`() throws {
        let world = try ServerWorld()
        #expect(
            world.session.opened().compactMap(\.sent) == [
                #"{"jsonrpc":"2.0","method":"session.challenge","params":{"nonce":"\#(Sample.nonce)","protocols":[1]}}"#
            ])
    }

    @Test func `a trader is let in when its epoch is durable and the others are told`() throws {
        var world = try ServerWorld()
        #expect(world.says(try ServerWorld.hello(id: "\"h\"")) == [.claim(epoch: 17)])
        #expect(world.session.claimed(highest: 17) == [.welcome(role: .trade, epoch: 17)])
        #expect(!world.session.isReady)
        let effects = world.session.welcomed(with: Sample.hello, at: world.now)
        #expect(effects.compactMap(\.sent) == [#"{"jsonrpc":"2.0","id":"h","result":\#(Sample.helloText)}"#])
        #expect(world.session.isReady)
        #expect(world.session.role == .trade)
    }

    @Test func `an observer raises no epoch and is never fenced`() throws {
        var world = try ServerWorld()
        #expect(try world.says(ServerWorld.hello(role: .observe, epoch: 1)) == [.welcome(role: .observe, epoch: 1)])
        _ = world.session.welcomed(with: Sample.hello, at: world.now)
        #expect(world.session.role == .observe)
    }

    @Test func `an older epoch is fenced and closed`() throws {
        var world = try ServerWorld()
        _ = world.says(try ServerWorld.hello())
        let effects = world.session.claimed(highest: 18)
        #expect(
            effects == [
                .send(
                    RPCMessage.failure(
                        id: 1,
                        BridgeError(
                            .fenced, "epoch 18 has been seen; this daemon's 17 is over",
                            details: [.init("epoch", 18)])
                    ).line), .close(.fenced(highest: 18)),
            ])
        #expect(world.session.state == .closed)
    }

    @Test func `an epoch that cannot be stored lets nobody in, and may be tried again`() throws {
        var world = try ServerWorld()
        _ = world.says(try ServerWorld.hello())
        let effects = world.session.claimFailed("disk full")
        #expect(effects.map(\.errorCode) == [1030])
        #expect(effects.first?.sent?.contains(#""detail":"disk full""#) == true)
        #expect(world.says(ServerWorld.request(.snapshot)).map(\.errorCode) == [1001])
        #expect(world.says(try ServerWorld.hello()) == [.claim(epoch: 17)])
    }

    /// The hello, the code it gets, and whether the connection closes. Each is wrong in all that comes later, too, so that
    /// the order of the checks shows.
    static let refusedHellos: [(String, Int64, Bool)] = [
        (#"{"protocol":2}"#, 1006, false), (#"{"protocol":0,"proof":"00"}"#, 1006, false), ("{}", -32602, false),
        (#"{"protocol":"1"}"#, -32602, false), (#"{"protocol":1.0}"#, -32602, false), ("[1]", -32602, false),
        (#"{"protocol":1,"client":"c","account":1234567890,"role":"trade","epoch":17,"proof":""}"#, -32602, false),
        (#"{"protocol":1,"client":"c","account":"1234567890","role":"admin","epoch":17,"proof":""}"#, -32602, false),
        (#"{"protocol":1,"client":"c","account":"1234567890","role":"trade","epoch":"17","proof":""}"#, -32602, false),
        (#"{"protocol":1,"account":"1234567890","role":"trade","epoch":17,"proof":""}"#, -32602, false),
        (#"{"protocol":1,"client":"c","account":"other","role":"trade","epoch":1,"proof":"00"}"#, 1002, true),
        (#"{"protocol":1,"client":"c","account":"1234567890","role":"trade","epoch":1}"#, 1002, true),
        (#"{"protocol":1,"client":"c","account":"1234567890","role":"trade","epoch":1,"proof":null}"#, 1002, true),
        (#"{"protocol":1,"client":"c","account":"1234567890","role":"trade","epoch":1,"proof":12}"#, 1002, true),
    ]

    @Test(arguments: refusedHellos)
    func `B10: hello is checked in the document's order`(params: String, code: Int64, closes: Bool) throws {
        var world = try ServerWorld()
        let effects = world.says(#"{"jsonrpc":"2.0","id":1,"method":"session.hello","params":\#(params)}"#)
        #expect(effects.first?.errorCode == code)
        #expect(effects.dropFirst() == (closes ? [.close(.unauthenticated)] : []))
        #expect((world.session.state == .closed) == closes)
    }

    @Test func `an account is told wrong only to who has the secret, and the connection stays`() throws {
        var world = try ServerWorld()
        let effects = world.says(try ServerWorld.hello(account: "999", epoch: 1))
        #expect(effects.map(\.errorCode) == [1003])
        #expect(world.session.state == .awaitingHello)
        #expect(world.says(try ServerWorld.hello()) == [.claim(epoch: 17)])
    }

    @Test func `B13: of a wrong proof nothing is told but that`() throws {
        var world = try ServerWorld()
        let effects = world.says(try ServerWorld.hello(secret: "guessed"), ServerWorld.request(.snapshot))
        #expect(
            effects.compactMap(\.sent) == [
                #"{"jsonrpc":"2.0","id":1,"error":{"code":1002,"message":"not authenticated","#
                    + #""data":{"name":"unauthenticated"}}}"#
            ])
        #expect(effects.last == .close(.unauthenticated))
    }

    @Test func `B14: a hello recorded from another connection is worthless`() throws {
        let recorded = try ServerWorld.hello()
        var other = ServerSession(
            rules: .init(
                account: "1234567890", secret: try Sample.secret(), heartbeatSeconds: 5, offersSimulatedClock: false),
            nonce: [UInt8](repeating: 7, count: 32), at: .zero)
        other.receive(Array((recorded + "\n").utf8), at: .zero)
        #expect(other.next()?.last == .close(.unauthenticated))
    }

    @Test func `lines behind a hello wait until it is decided`() throws {
        var world = try ServerWorld()
        #expect(world.says(try ServerWorld.hello(), ServerWorld.request(.snapshot)) == [.claim(epoch: 17)])
        #expect(world.session.next() == nil)
        _ = world.session.claimed(highest: 0)
        #expect(world.session.next() == nil)
        _ = world.session.welcomed(with: Sample.hello, at: world.now)
        #expect(
            world.session.next() == [.handle(ServerRequest(id: 2, role: .trade, epoch: 17, request: .snapshot))])
        #expect(world.session.next() == nil)
    }

    @Test func `pipelined submits are handed on in their order`() throws {
        var world = try ServerWorld.ready()
        var expected: [ServerSession.Effect] = []
        var text = ""
        for number in 1...200 {
            var submission = try Sample.submission()
            submission.clientOrderID = try required(ClientOrderID("20261120-\(number)"))
            text += ServerWorld.request(.submit(submission), id: Int64(number)) + "\n"
            expected.append(
                .handle(
                    ServerRequest(id: .integer(Int64(number)), role: .trade, epoch: 17, request: .submit(submission))))
        }
        #expect(world.says(text) == expected)
    }

    @Test func `observers read and do not trade`() throws {
        var world = try ServerWorld.ready(.observe)
        let id = try required(Sample.id)
        for request in [
            BridgeRequest.submit(try Sample.submission()), .resolve(id), .cancel(id), .advance(to: Sample.time),
        ] {
            #expect(world.says(ServerWorld.request(request)).map(\.errorCode) == [1005], "\(request.method)")
        }
        for request in [BridgeRequest.ping, .snapshot, .instruments([Sample.bank]), .quotes([Sample.bank])] {
            let handed = ServerRequest(id: 2, role: .observe, epoch: 17, request: request)
            #expect(world.says(ServerWorld.request(request)) == [.handle(handed)])
        }
    }

    @Test func `simulated methods do not exist on a production shim, for anybody`() throws {
        for role in BridgeRole.allCases {
            var world = try ServerWorld.ready(role, offersSimulatedClock: false)
            let effects = world.says(ServerWorld.request(.advance(to: Sample.time)))
            #expect(effects.first == .count(.unknownMethod("sim.advance")))
            #expect(effects.last?.errorCode == -32601)
        }
        var world = try ServerWorld.ready()
        let handed = ServerRequest(id: 2, role: .trade, epoch: 17, request: .advance(to: Sample.time))
        #expect(world.says(ServerWorld.request(.advance(to: Sample.time))) == [.handle(handed)])
    }

    @Test func `parameters may be left out where there are none`() throws {
        var world = try ServerWorld.ready()
        let handed = ServerRequest(id: "x", role: .trade, epoch: 17, request: .ping)
        #expect(world.says(#"{"jsonrpc":"2.0","id":"x","method":"session.ping"}"#) == [.handle(handed)])
    }

    /// A line to a ready session, the code that answers it, what is counted, and whether the connection closes.
    static let oddLines: [(String, Int64?, Bool)] = [
        (#"{"jsonrpc":"2.0","id":1,"method":"order.amend","params":{}}"#, -32601, false),
        (#"{"jsonrpc":"2.0","id":1,"method":"session.hello","params":{}}"#, -32600, false),
        (#"{"jsonrpc":"2.0","id":1,"method":"order.cancel","params":{}}"#, -32602, false),
        (#"{"jsonrpc":"2.0","method":"order.submit","params":{}}"#, nil, false),
        (#"{"jsonrpc":"2.0","method":"event.order","params":{"seq":1}}"#, nil, false),
        (#"{"jsonrpc":"2.0","id":1,"result":{}}"#, nil, false),
        (#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}}"#, nil, false),
        ("not json", -32700, true), (#"{"jsonrpc":"2.0","id":1,"method":"session.ping""#, -32700, true),
        ("{}", -32600, true), ("[]", -32600, true), (#"{"id":1,"method":"session.ping"}"#, -32600, true),
    ]

    @Test(arguments: oddLines)
    func `odd lines are answered where they can be, and bad ones close`(text: String, code: Int64?, closes: Bool) throws
    {
        var world = try ServerWorld.ready()
        let effects = world.says(text)
        #expect(effects.compactMap(\.errorCode) == [code].compactMap(\.self))
        #expect((world.session.state == .closed) == closes)
        if case .close(.badLine)? = effects.last { #expect(closes) } else { #expect(!closes) }
        // Nothing is handed on, and everything but a wrong request is counted.
        #expect(!effects.contains { if case .handle = $0 { true } else { false } })
        let isCounted = effects.contains { if case .count = $0 { true } else { false } }
        #expect(isCounted || code == -32602 || text.contains("session.hello"))
    }

    @Test func `a notification never trades`() throws {
        var world = try ServerWorld.ready()
        let submit = ServerWorld.request(.submit(try Sample.submission()))
            .replacing(#""id":2,"#, with: "")
        #expect(world.says(submit) == [.count(.unknownNotification("order.submit"))])
    }

    @Test func `C08: a line of 64 KiB is taken, a longer one closes`() throws {
        var world = try ServerWorld.ready()
        let head = #"{"jsonrpc":"2.0","id":1,"method":"session.ping","params":{"pad":""#
        let longest = head + String(repeating: "x", count: 65_536 - head.utf8.count - 3) + "\"}}"
        #expect(longest.utf8.count == 65_536)
        #expect(world.says(longest).count == 1)
        let effects = world.says(longest + " ")
        #expect(effects.compactMap(\.errorCode) == [-32600])
        #expect(effects.last == .close(.badLine(LineRefusal(.tooLong(limit: 65_536)))))
    }

    @Test func `half a line is nothing`() throws {
        var world = try ServerWorld.ready()
        let submit = ServerWorld.request(.submit(try Sample.submission()))
        for count in 0..<submit.utf8.count {
            world.session.receive(Array(submit.utf8)[count...count], at: world.now)
            #expect(world.session.next() == nil)
        }
        world.session.ended()
        world.session.receive([10], at: world.now)
        #expect(world.session.next() == nil)
    }

    @Test func `nothing is taken after the end`() throws {
        var world = try ServerWorld.ready()
        _ = world.says("bad", ServerWorld.request(.snapshot))
        #expect(world.says(ServerWorld.request(.snapshot)) == [])
        #expect(world.session.nextTick == nil)
    }
}
