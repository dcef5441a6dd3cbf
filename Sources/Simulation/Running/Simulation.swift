import Engine
import Market

/// One run by its seed: what became of it.
package struct Outcome: Hashable, Sendable {
    package var seed: UInt64
    package var days: Int
    package var digest: UInt64
    package var steps: Int
    package var crashPoints: Int
    package var violation: Violation?
    package var mix: FaultMix
    package var coverage: Coverage
    /// The last things that happened; empty unless the run was traced.
    package var trace: [String]
}

/// What to run besides the seed. The whole of it together with the seed is the run.
package struct RunOptions: Sendable {
    /// Nil: as the seed draws it, one to three.
    package var days: Int?
    /// Only these, each so often of a thousand; nil: the swarm.
    package var faults: [Fault]?
    package var perMille: Int
    /// Of what the swarm draws, these are left out; for shrinking.
    package var without: [Fault] = []
    package var symbolLimit = 10
    /// How orders are worked is drawn too; false: each once and whole, buys after sells, as in the first seeds.
    package var drawsManner = true
    package var crashesAt: [Int] = []
    package var hooks = Hooks()
    package var isTraced = false

    package init(days: Int? = nil, faults: [Fault]? = nil, perMille: Int = 400) {
        self.days = days
        self.faults = faults
        self.perMille = perMille
    }
}

/// Runs the simulation.
package enum Simulation {
    package static func world(_ seed: UInt64, _ options: RunOptions = RunOptions()) -> World {
        var mix =
            options.faults.map { FaultMix.only($0, seed: seed, perMille: options.perMille) }
            ?? FaultMix.swarm(seed: seed)
        for fault in options.without { mix.set(fault, perMille: 0) }
        let scenario = Scenario(
            seed: seed, days: options.days, mix: &mix, symbolLimit: options.symbolLimit,
            drawsManner: options.drawsManner)
        return World(
            scenario, mix: mix, hooks: options.hooks, crashesAt: options.crashesAt, isTraced: options.isTraced)
    }

    package static func run(_ seed: UInt64, _ options: RunOptions = RunOptions()) -> Outcome {
        var world = world(seed, options)
        world.run()
        return outcome(of: world)
    }

    package static func outcome(of world: World) -> Outcome {
        Outcome(
            seed: world.scenario.seed, days: world.scenario.sheets.count, digest: world.digest.value, steps: world.step,
            crashPoints: world.crashPoints, violation: world.judge.violation, mix: world.mix,
            coverage: world.judge.coverage, trace: world.trace.last)
    }

    /// The smallest run that breaks the same rule: fewer faults, fewer days, fewer securities. Nil where the run breaks none.
    package static func shrink(_ seed: UInt64, _ options: RunOptions = RunOptions()) -> (RunOptions, Outcome)? {
        var best = options
        var outcome = run(seed, best)
        guard let invariant = outcome.violation?.invariant else { return nil }
        func better(_ candidate: RunOptions) -> Outcome? {
            let next = run(seed, candidate)
            return next.violation?.invariant == invariant ? next : nil
        }
        var isShrinking = true
        while isShrinking {
            isShrinking = false
            for fault in outcome.mix.active {
                var candidate = best
                candidate.without.append(fault)
                if let next = better(candidate) { (best, outcome, isShrinking) = (candidate, next, true) }
            }
            for days in 1..<max(outcome.days, 1) {
                var candidate = best
                candidate.days = days
                if let next = better(candidate) {
                    (best, outcome, isShrinking) = (candidate, next, true)
                    break
                }
            }
            if best.symbolLimit > 1 {
                for limit in 1..<best.symbolLimit {
                    var candidate = best
                    candidate.symbolLimit = limit
                    if let next = better(candidate) {
                        (best, outcome, isShrinking) = (candidate, next, true)
                        break
                    }
                }
            }
        }
        best.isTraced = true
        return (best, run(seed, best))
    }
}
