import BridgeProtocol
import Market
import NIOCore
import NIOEmbedded
import Testing

@testable import Bridge

/// The client on a loop whose time is moved by hand.
@Suite(.timeLimit(.minutes(2))) struct BridgeClientTimeTests {
    @Test func `B01: it tries again with growing pauses, and says so each time`() async throws {
        let stage = try StagedClient()
        var events = stage.client.events.makeAsyncIterator()
        stage.setRefuses(true)
        await stage.start()
        var total = Duration.zero
        for full in [0.5, 1, 2, 4, 8, 16, 30, 30] {
            let down = await events.down()
            #expect(down?.reason == .couldNotConnect("tcp://127.0.0.1:17500: nobody listens"))
            let pause = try #require(down?.retryIn)
            #expect(pause >= .seconds(full / 2) && pause <= .seconds(full))
            await stage.passes(pause)
            total += pause
        }
        stage.setRefuses(false)
        #expect(stage.connections == 0)
        await stage.passes(.seconds(30))
        #expect(stage.connections == 1)
        try await stage.letsIn()
        #expect(await events.up()?.session == "s1")
    }

    @Test func `the same seed gives the same pauses`() async throws {
        func pauses(_ seed: UInt64) async throws -> [Duration] {
            let stage = try StagedClient(seed: seed)
            var events = stage.client.events.makeAsyncIterator()
            stage.setRefuses(true)
            await stage.start()
            var pauses: [Duration] = []
            for _ in 0..<5 {
                let pause = try #require(await events.down()?.retryIn)
                pauses.append(pause)
                await stage.passes(pause)
            }
            return pauses
        }
        #expect(try await pauses(7) == pauses(7))
        #expect(try await pauses(7) != pauses(8))
    }

    @Test func `B05: a half-open connection is dropped after three heartbeats, its requests in doubt`() async throws {
        let stage = try StagedClient()
        var events = stage.client.events.makeAsyncIterator()
        await stage.start()
        try await stage.letsIn()
        let id = stage.client.send(.snapshot, within: .seconds(100))
        await stage.passes(.milliseconds(14_999))
        #expect(stage.connections == 1)
        // Meanwhile it has shown itself to the other side.
        #expect(try await stage.written().filter { $0.contains("session.ping") }.count == 2)
        await stage.passes(.milliseconds(1))
        _ = await events.up()
        let silent = DownReason.silent(seconds: 15)
        #expect(await events.next() == .answered(id, .snapshot, .failure(.outcomeUnknown(.connectionLost(silent)))))
        #expect(await events.down()?.reason == silent)
        await stage.passes(.seconds(1))
        #expect(stage.connections == 2)
        // The connection before is closed and has no say any more.
        #expect(try stage.channel().isActive)
    }

    @Test func `who listens and says nothing is left`() async throws {
        let stage = try StagedClient()
        var events = stage.client.events.makeAsyncIterator()
        await stage.start()
        await stage.passes(.seconds(15))
        #expect(await events.down()?.reason == .noHello(seconds: 15))
    }

    @Test func `each connection says hello anew and tells what was missed`() async throws {
        let stage = try StagedClient()
        var events = stage.client.events.makeAsyncIterator()
        await stage.start()
        try await stage.letsIn(session: "s1", sequence: 5)
        try await stage.hears(
            StagedClient.beat(5),
            #"{"jsonrpc":"2.0","method":"event.trading_day","params":{"seq":6,"trading_day":null}}"#)
        func continuity() async -> BridgeContinuity? {
            await events.first { if case .up(_, let continuity) = $0 { continuity } else { nil } }
        }
        #expect(await continuity() == .first)
        for (session, sequence, expected) in [
            ("s1", Int64(6), BridgeContinuity.unbroken), ("s1", 9, .missed(BridgeGap(expected: 7, received: 9))),
            ("s2", 0, .newSession), ("s2", 0, .unbroken),
        ] {
            try await stage.channel().close()
            await stage.passes(try #require(await events.down()?.retryIn))
            try await stage.letsIn(session: session, sequence: sequence)
            #expect(await continuity() == expected)
        }
    }

    @Test func `deadlines pass by the loop's clock`() async throws {
        let stage = try StagedClient { $0.requestTimeout = .seconds(3) }
        var events = stage.client.events.makeAsyncIterator()
        await stage.start()
        try await stage.letsIn()
        _ = await events.up()
        let slow = stage.client.send(.snapshot, within: .seconds(4))
        let usual = stage.client.send(.ping)
        await stage.passes(.seconds(4))
        #expect(await events.next() == .answered(usual, .ping, .failure(.outcomeUnknown(.deadlinePassed))))
        #expect(await events.next() == .answered(slow, .snapshot, .failure(.outcomeUnknown(.deadlinePassed))))
        try await stage.hears(#"{"jsonrpc":"2.0","id":3,"result":{"time":"2026-11-20T09:31:02.125+08:00"}}"#)
        #expect(
            await events.next()
                == .answeredLate(usual, .ping, .success(.ping(Timestamp(milliseconds: 1_795_138_262_125)))))
    }

    @Test func `a refusal for good ends the stream`() async throws {
        let stage = try StagedClient()
        var events = stage.client.events.makeAsyncIterator()
        await stage.start()
        try await stage.hears(
            StagedClient.challenge, #"{"jsonrpc":"2.0","id":1,"error":{"code":1004,"message":"old"}}"#)
        let refused = DownReason.refused(BridgeError(code: 1004, message: "old"))
        #expect(await events.next() == .down(BridgeDown(reason: refused, retryIn: nil)))
        #expect(await events.next() == nil)
        await stage.passes(.seconds(600))
        #expect(stage.connections == 1)
    }

    @Test func `an internal error at hello is tried again`() async throws {
        let stage = try StagedClient()
        await stage.start()
        try await stage.hears(
            StagedClient.challenge, #"{"jsonrpc":"2.0","id":1,"error":{"code":1030,"message":"disk"}}"#)
        await stage.passes(.seconds(1))
        #expect(stage.connections == 2)
    }

    @Test func `one that is superseded does not come back`() async throws {
        let stage = try StagedClient()
        var events = stage.client.events.makeAsyncIterator()
        await stage.start()
        try await stage.letsIn()
        try await stage.hears(#"{"jsonrpc":"2.0","method":"event.superseded","params":{"seq":1,"epoch":18}}"#)
        #expect(await events.down() == BridgeDown(reason: .superseded(by: 18), retryIn: nil))
        #expect(await events.next() == nil)
        await stage.passes(.seconds(600))
        #expect(stage.connections == 1)
    }

    @Test func `without a reader of the events nothing more is read from the wire`() async throws {
        let stage = try StagedClient { $0.delivery = .stream(limit: 8) }
        await stage.start()
        try await stage.letsIn()
        for _ in 0..<7 { try await stage.hears(StagedClient.beat(0)) }
        func reads() throws -> Bool? {
            try stage.channel().options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool
        }
        #expect(try reads() == false)
        // Half a minute of not reading is not the other side's silence.
        await stage.passes(.seconds(30))
        #expect(try stage.channel().isActive)
        var events = stage.client.events.makeAsyncIterator()
        for _ in 0..<4 { _ = await events.next() }
        await stage.loop.run()
        #expect(try reads() == true)
        await stage.passes(.seconds(15))
        #expect(await events.down()?.reason == .silent(seconds: 15))
    }

    @Test func `without a reader it does not try to connect for ever`() async throws {
        let stage = try StagedClient { $0.delivery = .stream(limit: 3) }
        stage.setRefuses(true)
        await stage.start()
        for _ in 0..<10 { await stage.passes(.seconds(30)) }
        stage.setRefuses(false)
        for _ in 0..<10 { await stage.passes(.seconds(30)) }
        #expect(stage.connections == 0)
        var events = stage.client.events.makeAsyncIterator()
        for _ in 0..<3 { #expect(await events.down() != nil) }
        await stage.loop.run()
        #expect(stage.connections == 1)
    }

    @Test func `B06: what the other side does not take drops the connection`() async throws {
        let stage = try StagedClient { $0.sendBufferLimit = 40 }
        var events = stage.client.events.makeAsyncIterator()
        await stage.start()
        // The hello alone is longer than that: the bound is on what waits, and a channel that takes all has nothing
        // waiting. One that holds its writes back has.
        try await stage.letsIn()
        #expect(await events.up() != nil)
        let channel = try stage.channel()
        try await channel.pipeline.addHandler(HoldsWrites(), position: .first)
        stage.client.send(.snapshot)
        await stage.loop.run()
        #expect(await events.down()?.reason == .sendBufferFull(bytes: 65))
        #expect(!channel.isActive)
    }

    /// Takes writes and never lets them go.
    private final class HoldsWrites: ChannelOutboundHandler, Sendable {
        typealias OutboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            guard let promise else { return }
            context.channel.closeFuture.whenComplete { _ in promise.fail(ChannelError.ioOnClosedChannel) }
        }
    }

    @Test func `without a connection a request is answered at once, as not sent`() async throws {
        let stage = try StagedClient()
        var events = stage.client.events.makeAsyncIterator()
        let id = stage.client.send(.ping)
        await stage.loop.run()
        #expect(
            await events.next() == .answered(id, .ping, .failure(.notSent(reason: "there is no connection"))))
    }

    @Test func `shutting down gives every request its last word, then ends`() async throws {
        let stage = try StagedClient()
        var events = stage.client.events.makeAsyncIterator()
        await stage.start()
        try await stage.letsIn()
        let id = stage.client.send(.snapshot)
        await stage.client.shutDown()
        _ = await events.up()
        #expect(
            await events.next() == .answered(id, .snapshot, .failure(.outcomeUnknown(.connectionLost(.closedByUs)))))
        #expect(await events.next() == .down(BridgeDown(reason: .closedByUs, retryIn: nil)))
        #expect(await events.next() == nil)
        #expect(try !stage.channel().isActive)
        let failure = BridgeFailure.notSent(reason: "closed by this side")
        await #expect(throws: failure) { try await stage.client.call(.ping) }
        await #expect(throws: failure) { try await stage.client.connected(within: .seconds(1)) }
    }
}
