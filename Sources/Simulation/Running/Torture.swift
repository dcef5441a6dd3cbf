import Engine

/// What many runs have shown, summed up.
package struct Torture: Sendable {
    package private(set) var runs = 0
    package private(set) var sessions = 0
    package private(set) var steps = 0
    package private(set) var coverage = Coverage()
    /// By fault.
    package private(set) var strikes = [Int](repeating: 0, count: Fault.allCases.count)
    /// Seeds of runs that broke a rule, in the order of the seeds.
    package private(set) var failed: [UInt64] = []

    package init() {}

    package mutating func add(_ outcome: Outcome) {
        runs += 1
        sessions += outcome.days
        steps += outcome.steps
        coverage.add(outcome.coverage)
        for index in strikes.indices { strikes[index] += outcome.mix.strikes[index] }
        if outcome.violation != nil { failed.append(outcome.seed) }
    }

    package mutating func add(_ other: Torture) {
        runs += other.runs
        sessions += other.sessions
        steps += other.steps
        coverage.add(other.coverage)
        for index in strikes.indices { strikes[index] += other.strikes[index] }
        failed = (failed + other.failed).sorted()
    }

    /// One line for each fault: hit or not, its ids, its name, how often.
    package var faultLines: [String] {
        Fault.allCases.map { fault in
            let count = strikes[fault.index]
            return "\(count > 0 ? "hit    " : "not hit") \(fault.ids.joined(separator: " ")) \(fault.name): \(count)"
        }
    }

    /// One line for each change of an order's state that was seen.
    package var transitionLines: [String] {
        let count = Coverage.states.count
        return coverage.transitions.indices.compactMap { index in
            let times = coverage.transitions[index]
            return times == 0
                ? nil : "\(Coverage.states[index / count]) -> \(Coverage.states[index % count]): \(times)"
        }
    }

    /// One line for each reason of the lines that have no order, or not all of it.
    package var reasonLines: [String] {
        Reason.allCases.indices.map { index in
            let times = coverage.reasons[index]
            return "\(times > 0 ? "seen    " : "not seen") \(Reason.allCases[index].rawValue): \(times)"
        }
    }

    /// What a person needs to look into a run that broke a rule: the rule, the smallest run that breaks it, how to run it
    /// again, and what happened last.
    package static func account(of seed: UInt64, _ options: RunOptions) -> [String] {
        guard let (smallest, outcome) = Simulation.shrink(seed, options), let violation = outcome.violation else {
            return ["seed \(seed) breaks no rule when it is run again; that must not be: runs must repeat to the bit"]
        }
        var again = "qmtsim torture --seeds \(seed)..\(seed)"
        if let days = options.days { again += " --days \(days)" }
        for fault in options.faults ?? [] { again += " --fault \(fault.name)" }
        let faults = outcome.mix.active.map { "\($0.name) \(outcome.mix[$0])/1000" }.joined(separator: ", ")
        return [
            "seed \(seed), step \(violation.step), \(violation.at): invariant \(violation.invariant) is broken: "
                + violation.text,
            "again: \(again)",
            "smallest run that breaks it: \(outcome.days) days, at most \(smallest.symbolLimit) securities, faults: "
                + (faults.isEmpty ? "none" : faults),
            "what happened last in it:",
        ] + outcome.trace.suffix(40).map { "  " + $0 }
    }
}
