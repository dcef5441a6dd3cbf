import Simulation
import Testing

@Suite struct FaultTableTests {
    @Test func `every fault has an id of the catalogue and a sentence`() {
        for fault in Fault.allCases {
            #expect(!fault.ids.isEmpty)
            #expect(fault.sentence.hasSuffix("."))
            for id in fault.ids {
                #expect(id.count == 3 || id.hasPrefix("Q"), "\(fault.name): \(id)")
            }
        }
    }

    @Test func `faults are found by name and by id`() {
        #expect(Fault.named("A06") == [.crashAfterSend])
        #expect(Fault.named("crashAfterSend") == [.crashAfterSend])
        #expect(Fault.named("Q9") == [.cacheLag])
        #expect(Fault.named("nothing") == [])
    }

    @Test func `the swarm has runs without faults and runs with one that always strikes`() {
        let mixes = (UInt64(1)...400).map { FaultMix.swarm(seed: $0) }
        #expect(mixes.contains { $0.active.isEmpty })
        #expect(mixes.contains { $0.active.count > 5 })
        #expect(mixes.contains { mix in mix.active.contains { mix[$0] == 1000 } })
        let seen = Set(mixes.flatMap(\.active))
        #expect(seen.count == Fault.allCases.count)
    }

    @Test func `leaving a fault out does not shift the others' draws`() {
        var all = RunOptions(days: 1, faults: [.humanTrades, .repeatedEvent], perMille: 300)
        all.without = [.repeatedEvent]
        let alone = RunOptions(days: 1, faults: [.humanTrades], perMille: 300)
        for seed in UInt64(1)...20 {
            #expect(Simulation.run(seed, all).digest == Simulation.run(seed, alone).digest, "seed \(seed)")
        }
    }
}
