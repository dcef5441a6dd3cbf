import Testing

@testable import BridgeProtocol

@Suite struct ClientSessionTimeTests {
    private let ping = #"{"jsonrpc":"2.0","id":2,"method":"session.ping","params":{}}"#

    @Test func `an idle client pings once a heartbeat, and its pings are its own`() throws {
        var world = try ClientWorld.ready()
        #expect(world.session.nextTick == world.now + .seconds(5))
        #expect(world.passes(.milliseconds(4999)) == [])
        #expect(world.passes(.milliseconds(1)).map(\.written) == [ping])
        #expect(world.hears(#"{"jsonrpc":"2.0","id":2,"result":{"time":"2026-11-20T09:31:02.125+08:00"}}"#) == [])
        #expect(world.passes(.seconds(5)).map(\.written) == [ping.replacing(#""id":2"#, with: #""id":3"#)])
    }

    @Test func `who has just sent something need not ping`() throws {
        var world = try ClientWorld.ready()
        world.now += .seconds(4)
        _ = world.sends(.snapshot, timeout: .seconds(60))
        #expect(world.passes(.seconds(4)) == [])
        #expect(world.passes(.seconds(1)).count == 1)
    }

    @Test func `three heartbeats of silence close, whatever we send`() throws {
        var world = try ClientWorld.ready()
        _ = world.sends(.snapshot, timeout: .seconds(60))
        for _ in 0..<2 { #expect(world.passes(.seconds(5)).count == 1) }
        #expect(
            world.passes(.seconds(5)) == [
                .event(
                    .answered(.number(1), .snapshot, .failure(.outcomeUnknown(.connectionLost(.silent(seconds: 15)))))),
                .close(.silent(seconds: 15)),
            ])
        #expect(world.session.nextTick == nil)
    }

    @Test func `the shim's heartbeat counts, not ours`() throws {
        var world = try ClientWorld()
        _ = world.hears(
            ClientWorld.challenge, ClientWorld.welcome.replacing(#""heartbeat_s":5"#, with: #""heartbeat_s":20"#))
        #expect(world.passes(.seconds(19)) == [])
        #expect(world.passes(.seconds(1)).count == 1)
        #expect(world.passes(.seconds(39)).count == 1)
        #expect(world.passes(.seconds(1)) == [.close(.silent(seconds: 60))])
    }

    @Test func `heartbeats keep it alive`() throws {
        var world = try ClientWorld.ready()
        for _ in 0..<50 {
            world.now += .seconds(5)
            _ = world.hears(.heartbeat(Sample.time), 41)
            #expect(!world.session.tick(at: world.now).contains(.close(.silent(seconds: 15))))
        }
    }

    @Test(arguments: [false, true])
    func `who does not let us in within three heartbeats is left`(hasChallenged: Bool) throws {
        var world = try ClientWorld()
        if hasChallenged { _ = world.hears(ClientWorld.challenge) }
        #expect(world.session.nextTick == world.now + .seconds(15))
        #expect(world.passes(.milliseconds(14_999)) == [])
        _ = world.hears(.heartbeat(Sample.time), 1)
        #expect(world.passes(.milliseconds(1)) == [.close(.noHello(seconds: 15))])
    }

    @Test func `what is not read cannot be called silence`() throws {
        var world = try ClientWorld.ready()
        world.session.setPaused(true, at: world.now)
        for _ in 0..<10 { #expect(world.passes(.seconds(10)).count == 1) }
        world.session.setPaused(false, at: world.now)
        #expect(world.passes(.milliseconds(14_999)).count == 1)
        #expect(world.passes(.milliseconds(1)) == [.close(.silent(seconds: 15))])
        var early = try ClientWorld()
        early.session.setPaused(true, at: early.now)
        #expect(early.session.nextTick == nil)
        #expect(early.passes(.seconds(100)) == [])
        early.session.setPaused(false, at: early.now)
        #expect(early.session.nextTick == early.now + .seconds(15))
    }

    @Test func `deadlines run while it is paused`() throws {
        var world = try ClientWorld.ready()
        _ = world.sends(.snapshot, timeout: .seconds(2))
        world.session.setPaused(true, at: world.now)
        #expect(
            world.passes(.seconds(2))
                == [.event(.answered(.number(1), .snapshot, .failure(.outcomeUnknown(.deadlinePassed))))])
    }

    @Test func `a side that answers nothing is left once too much is open`() throws {
        var world = try ClientWorld.ready()
        for _ in 0..<ClientSession.unansweredLimit { _ = world.sends(.ping, timeout: .seconds(1)) }
        world.now += .seconds(6)
        _ = world.hears(.heartbeat(Sample.time), 41)
        let effects = world.session.tick(at: world.now)
        #expect(effects.count == ClientSession.unansweredLimit + 1)
        #expect(effects.last == .close(.unresponsive(count: ClientSession.unansweredLimit)))
    }
}
