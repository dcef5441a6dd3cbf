import Simulation
import Testing

/// A process can die at any commit and any command of a day; every one of them is tried.
@Suite struct CrashPointTests {
    /// A day without faults on which at least three orders are sent, and how many places to die it has.
    private static let day: (seed: UInt64, points: Int) = {
        for seed in UInt64(1)...500 {
            var world = Simulation.world(seed, RunOptions(days: 1, faults: []))
            world.run()
            if world.judge.placedCount >= 3, world.crashPoints < 120 { return (seed, world.crashPoints) }
        }
        return (0, 0)
    }()

    private func run(_ faults: [Fault], _ points: [Int], perMille: Int = 300) -> Outcome {
        var options = RunOptions(days: 1, faults: faults, perMille: perMille)
        options.crashesAt = points
        return Simulation.run(CrashPointTests.day.seed, options)
    }

    @Test func `there is a day with three orders to try`() {
        #expect(CrashPointTests.day.points > 20)
    }

    @Test func `A01 to A11: a crash at any effect of a day with three orders breaks no rule`() {
        for point in 1...max(CrashPointTests.day.points, 1) {
            let outcome = run([], [point])
            #expect(outcome.violation == nil, "point \(point): \(outcome.violation.map { $0.text } ?? "")")
        }
    }

    @Test func `two crashes at any two effects close to each other break no rule`() {
        for first in stride(from: 1, through: max(CrashPointTests.day.points, 1), by: Depth.of(8, deep: 1)) {
            for second in (first + 1)...(first + 8) {
                let outcome = run([], [first, second])
                #expect(
                    outcome.violation == nil, "points \(first), \(second): \(outcome.violation.map { $0.text } ?? "")")
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `a crash at any effect and one more fault break no rule`(fault: Fault) {
        // Other places for other faults, so that all are tried with something.
        let step = Depth.of(25, deep: 1)
        for point in stride(from: 1 + Int(fault.rawValue) % step, through: CrashPointTests.day.points, by: step) {
            let outcome = run([fault], [point])
            #expect(
                outcome.violation == nil, "\(fault.name), point \(point): \(outcome.violation.map { $0.text } ?? "")")
        }
    }
}
