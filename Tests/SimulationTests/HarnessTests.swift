import Engine
import Market
import Simulation
import Testing

/// The judge must be able to fail: bugs put in on purpose are found.
@Suite struct HarnessTests {
    @Test(arguments: Canary.all)
    func `each bug is found, under its own number or a neighbour's`(canary: Canary) throws {
        let found = try #require(canary.found(count: 2_000), "not found: \(canary.sentence)")
        #expect(canary.accepts(found.invariant), "seed \(found.seed) finds it under \(found.invariant)")
    }

    @Test func `there is a bug for every invariant that is judged`() {
        #expect(Canary.all.map(\.invariant).sorted() == Invariant.judged)
        #expect(Canary.all.allSatisfy { !$0.neighbours.contains($0.invariant) && $0.sentence.count > 10 })
    }

    @Test func `a failing run is shrunk to what it needs, and can be followed`() throws {
        var options = RunOptions()
        options.hooks.commands = { commands, _, _ in commands + commands.filter(\.isSubmit) }
        let seed = try #require((UInt64(1)...100).first { Simulation.run($0, options).mix.active.count > 3 })
        let (smallest, outcome) = try #require(Simulation.shrink(seed, options))
        #expect(outcome.violation?.invariant == 1)
        #expect(outcome.days == 1)
        #expect(outcome.mix.active.isEmpty, "the bug needs no fault, \(smallest.without.count) were left out")
        #expect(outcome.trace.contains { $0.contains("submit") })
        let account = Torture.account(of: seed, options)
        #expect(account[0].contains("invariant 1 is broken"))
        #expect(account[1] == "again: qmtsim torture --seeds \(seed)..\(seed)")
    }

    @Test func `every invariant is judged here, and where that is not the whole of it, the rest is named`() {
        #expect(Invariant.judged == Array(1...43))
        #expect(Set(Canary.all.map(\.invariant)) == Set(1...43))
        #expect(Invariant.inPart.allSatisfy { Invariant.judged.contains($0.key) && $0.value.count > 20 })
    }
}

extension Command {
    var isSubmit: Bool { if case .submit = self { true } else { false } }
}
