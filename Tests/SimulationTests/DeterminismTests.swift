import Simulation
import Testing

@Suite struct DeterminismTests {
    @Test(arguments: [1, 7, 77, 4096] as [UInt64])
    func `the same seed gives the same run, to the bit`(seed: UInt64) {
        let first = Simulation.run(seed)
        let second = Simulation.run(seed)
        #expect(first == second, "seed \(seed)")
    }

    @Test func `looking on does not change a run`() {
        var options = RunOptions()
        options.isTraced = true
        for seed in UInt64(1)...20 {
            let seen = Simulation.run(seed, options)
            #expect(seen.digest == Simulation.run(seed).digest, "seed \(seed)")
            #expect(!seen.trace.isEmpty)
        }
    }

    @Test func `other seeds give other runs`() {
        let digests = Set((UInt64(1)...50).map { Simulation.run($0).digest })
        #expect(digests.count == 50)
    }

    @Test func `a crash that never comes changes nothing`() {
        var options = RunOptions()
        options.crashesAt = [1_000_000]
        #expect(Simulation.run(5, options).digest == Simulation.run(5).digest)
    }

    @Test func `two streams of one seed have nothing in common`() {
        var first = Chance(seed: 9, stream: 1)
        var second = Chance(seed: 9, stream: 2)
        let pairs = (0..<64).map { _ in (first.next(), second.next()) }
        #expect(pairs.allSatisfy { $0.0 != $0.1 })
    }
}
