import Testing

@testable import BridgeProtocol

@Suite struct ServerSessionTimeTests {
    @Test func `heartbeats come every so often once somebody is let in`() throws {
        var world = try ServerWorld.ready()
        var beats: [Duration] = []
        let start = world.now
        for _ in 0..<40 {
            world.now = try required(world.session.nextTick)
            let effects = world.session.tick(at: world.now)
            if effects == [.heartbeat] { beats.append(world.now - start) }
            _ = world.says("")
        }
        #expect(beats.prefix(3) == [.seconds(5), .seconds(10), .seconds(15)])
        #expect(beats.count == 40)
    }

    @Test func `three heartbeats of silence close`() throws {
        var world = try ServerWorld.ready()
        #expect(world.passes(.seconds(5)) == [.heartbeat])
        #expect(world.passes(.seconds(5)) == [.heartbeat])
        #expect(world.passes(.milliseconds(4999)) == [])
        #expect(world.passes(.milliseconds(1)) == [.close(.silent(seconds: 15))])
        #expect(world.session.tick(at: world.now) == [])
    }

    @Test func `any byte breaks the silence, a blank line too`() throws {
        var world = try ServerWorld.ready()
        for _ in 0..<10 {
            #expect(!world.passes(.seconds(14)).contains(.close(.silent(seconds: 15))))
            world.session.receive([UInt8(ascii: "\n")], at: world.now)
        }
        #expect(world.session.isReady)
    }

    @Test func `nothing received is no sign of life`() throws {
        var world = try ServerWorld.ready()
        world.now += .seconds(14)
        world.session.receive([], at: world.now)
        #expect(world.passes(.seconds(1)) == [.close(.silent(seconds: 15))])
    }

    @Test func `who does not say a valid hello in time is closed, however much is said`() throws {
        var world = try ServerWorld()
        #expect(world.session.nextTick == world.now + .seconds(15))
        _ = world.says(ServerWorld.request(.ping))
        #expect(world.passes(.milliseconds(14_999)) == [])
        _ = world.says(ServerWorld.request(.ping))
        #expect(world.passes(.milliseconds(1)) == [.close(.noHello)])
    }
}
