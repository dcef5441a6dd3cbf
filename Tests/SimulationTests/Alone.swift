import Simulation
import Testing

/// What the catalogue expects of a fault, beyond that no rule is broken and the day comes to its end.
enum Expected {
    /// Orders leave, and nobody has to resume anything.
    case goesOn
    /// The rules hold; whether much is traded depends on when it strikes.
    case keeps
    /// While it strikes always, no order leaves.
    case waits
    /// Trading stops and a person is told.
    case halts
    /// Nothing is bought on that day's word.
    case sendsNoBuy
}

/// Runs the fault alone on as many seeds as it takes to see it strike, at a rate that leaves the system a chance and at one
/// that does not.
func alone(
    _ fault: Fault, _ expected: Expected, with others: [Fault] = [], sourceLocation: SourceLocation = #_sourceLocation
) throws {
    var strikes = 0
    var sent = 0
    var halted = 0
    for (rate, seeds) in [(200, 1...UInt64(Depth.of(10, deep: 60))), (1000, 101...UInt64(Depth.of(105, deep: 140)))] {
        for seed in seeds {
            var world = Simulation.world(seed, RunOptions(faults: [fault] + others, perMille: rate))
            world.run()
            let violation = world.judge.violation
            #expect(
                violation == nil,
                "\(fault.name) at \(rate), seed \(seed): invariant \(violation?.invariant ?? 0): \(violation?.text ?? "")",
                sourceLocation: sourceLocation)
            let count = world.mix.strikes[Int(fault.rawValue)]
            strikes += count
            sent += world.judge.sentCount
            if world.judge.alertCodes.contains("halted") { halted += 1 }
            guard count > 0 else { continue }
            switch expected {
            case .goesOn:
                #expect(
                    !world.judge.alertCodes.contains("halted"), "\(fault.name) at \(rate), seed \(seed) halts",
                    sourceLocation: sourceLocation)
            case .waits where rate == 1000:
                #expect(
                    world.judge.sentInTrouble == 0, "\(fault.name), seed \(seed): orders leave",
                    sourceLocation: sourceLocation)
            case .sendsNoBuy where rate == 1000:
                #expect(
                    world.judge.boughtCount == 0, "\(fault.name), seed \(seed): something is bought",
                    sourceLocation: sourceLocation)
            case .keeps, .waits, .halts, .sendsNoBuy:
                break
            }
        }
    }
    // Rare faults need more than a few days to be seen.
    var seed: UInt64 = 1000
    while strikes == 0, seed < 1100 {
        let outcome = Simulation.run(seed, RunOptions(faults: [fault] + others, perMille: 600))
        #expect(outcome.violation == nil, "\(fault.name), seed \(seed)", sourceLocation: sourceLocation)
        strikes += outcome.mix.strikes[Int(fault.rawValue)]
        seed += 1
    }
    #expect(strikes > 0, "\(fault.name) never struck", sourceLocation: sourceLocation)
    switch expected {
    case .goesOn: #expect(sent > 0, "no order left in any run", sourceLocation: sourceLocation)
    case .halts: #expect(halted > 0, "nothing halted", sourceLocation: sourceLocation)
    case .keeps, .waits, .sendsNoBuy: break
    }
}
