import Market
import Testing

@testable import BridgeProtocol

/// The two machines against each other over a wire that cuts as it likes.
@Suite struct TwoSidesTests {
    @Test(arguments: [UInt64(1), 2, 3, 4, 5])
    func `every request gets one answer, in spite of any cuts`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var server = try ServerWorld()
        var client = try ClientWorld()
        var toServer: [UInt8] = []
        var toClient: [UInt8] = []
        var sequence: Int64 = 41
        var answered: [RequestID: Int] = [:]
        var heard: [Int64] = []
        var isUp = false
        var sent = 0

        func serve(_ effects: [ServerSession.Effect]) {
            for effect in effects {
                switch effect {
                case .send(let line): toClient += line
                case .claim: serve(server.session.claimed(highest: 3))
                case .welcome: serve(server.session.welcomed(with: Sample.hello, at: server.now))
                case .handle(let request):
                    sequence += 1
                    toClient += BridgeNotification.tradingDay(nil).message(sequence: sequence).line
                    toClient += request.line(.success(.ping(Sample.time)))
                case .heartbeat, .count, .close: Issue.record("seed \(seed): \(effect)")
                }
            }
        }

        func perform(_ effects: [ClientSession.Effect]) {
            for effect in effects {
                switch effect {
                case .write(let line): toServer += line
                case .event(.up): isUp = true
                case .event(.answered(let id, _, .success)): answered[id, default: 0] += 1
                case .event(.notified(_, let number)): heard.append(number)
                case .event, .close: Issue.record("seed \(seed): \(effect)")
                }
            }
        }

        serve(server.session.opened())
        for _ in 0..<4000 {
            if isUp, sent < 300, Bool.random(using: &generator) {
                sent += 1
                perform(client.sends(.ping))
            }
            let up = min(toServer.count, Int.random(in: 0...60, using: &generator))
            server.session.receive(toServer.prefix(up), at: server.now)
            toServer.removeFirst(up)
            while let effects = server.session.next() { serve(effects) }
            let down = min(toClient.count, Int.random(in: 0...120, using: &generator))
            client.session.receive(toClient.prefix(down), at: client.now)
            toClient.removeFirst(down)
            while let effects = client.session.next(at: client.now) { perform(effects) }
        }
        #expect(sent == 300, "seed \(seed)")
        #expect(answered.count == 300 && answered.values.allSatisfy { $0 == 1 }, "seed \(seed)")
        #expect(heard == Array(42...341), "seed \(seed)")
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `C06 P09: bytes turned over on the way never trap and never let anybody in`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<200 {
            var bytes = Array((try ServerWorld.hello() + "\n" + ServerWorld.request(.snapshot) + "\n").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let position = Int.random(in: bytes.indices, using: &generator)
                bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
            var world = try ServerWorld()
            world.session.receive(bytes, at: world.now)
            var effects: [ServerSession.Effect] = []
            while let next = world.session.next() { effects += next }
            // The request behind it is only ever reached through an answered claim.
            #expect(!effects.contains { if case .handle = $0 { true } else { false } }, "seed \(seed), round \(round)")
        }
    }
}
