import ArgumentParser
import Foundation
import Simulation

struct TortureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "torture",
        abstract: "Run the engine through simulated days full of faults, and judge every step.",
        discussion: """
            A seed is a run of one to three trading days: market, account, targets, faults and their rates all follow from it. \
            Ends with 1 and says how to see it again if a run breaks a rule.
            """)

    @Option(help: "First and last seed, as in 1..20000.")
    var seeds: String

    @Option(help: "Trading days of each run (default: as the seed draws it, 1 to 3).")
    var days: Int?

    @Option(help: "Only this fault, by its name or an id of the catalogue such as A06; may be repeated.")
    var fault: [String] = []

    @Option(help: "How often a fault given by --fault strikes, of a thousand occasions.")
    var rate = 400

    @Option(help: "Runs side by side.")
    var jobs = 1

    @Flag(help: "Print the faults, the changes of state and the reasons that were seen.")
    var coverage = false

    func run() async throws {
        let range = try range()
        let options = try options()
        guard 1...256 ~= jobs else { throw ValidationError("--jobs must be from 1 to 256") }
        let start = ContinuousClock.now
        let bar = SeedProgress(total: range.count)
        let total = await withTaskGroup(of: Torture.self) { group in
            // Small parts, so that one slow run does not keep all others waiting at the end.
            var parts = stride(from: range.lowerBound, through: range.upperBound, by: 200).makeIterator()
            let addPart = { (group: inout TaskGroup<Torture>, first: UInt64) in
                let last = min(range.upperBound, first + 199)
                group.addTask { @concurrent in
                    var part = Torture()
                    for seed in first...last { part.add(Simulation.run(seed, options)) }
                    return part
                }
            }
            for _ in 0..<jobs { if let first = parts.next() { addPart(&group, first) } }
            var total = Torture()
            while let part = await group.next() {
                total.add(part)
                bar.show(done: total.runs)
                if let first = parts.next() { addPart(&group, first) }
            }
            return total
        }
        bar.clear()
        say(total, took: ContinuousClock.now - start)
        guard let first = total.failed.first else { return }
        let others = total.failed.dropFirst().prefix(20).map(String.init).joined(separator: " ")
        let account = Torture.account(of: first, options).joined(separator: "\n")
        let rest = others.isEmpty ? "" : "\nother seeds that break a rule: \(others)"
        try? FileHandle.standardError.write(contentsOf: Data((account + rest + "\n").utf8))
        throw ExitCode(1)
    }

    private func say(_ total: Torture, took: Duration) {
        let milliseconds = max(1, took.components.seconds * 1000 + took.components.attoseconds / 1_000_000_000_000_000)
        let hit = total.strikes.count { $0 > 0 }
        var lines = [
            "\(total.runs) seeds, \(total.sessions) sessions, \(total.steps) steps in \(milliseconds) ms: "
                + "\(total.runs * 1000 / Int(milliseconds)) seeds/s, \(total.sessions * 1000 / Int(milliseconds)) "
                + "sessions/s",
            "\(hit) of \(total.strikes.count) kinds of faults hit, \(total.transitionLines.count) changes of state seen, "
                + "\(total.failed.count) seeds break a rule",
        ]
        if coverage { lines += total.faultLines + total.transitionLines + total.reasonLines }
        try? FileHandle.standardOutput.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    private func range() throws -> ClosedRange<UInt64> {
        let ends = seeds.split(separator: ".", omittingEmptySubsequences: true).compactMap { UInt64($0) }
        guard let first = ends.first, let last = ends.last, 1...2 ~= ends.count, first <= last, last - first < 1 << 40
        else { throw ValidationError("--seeds must be FIRST..LAST, as in 1..20000") }
        return first...last
    }

    private func options() throws -> RunOptions {
        guard days.map({ 1...60 ~= $0 }) ?? true else { throw ValidationError("--days must be from 1 to 60") }
        guard 1...1000 ~= rate else { throw ValidationError("--rate must be from 1 to 1000") }
        var faults: [Fault] = []
        for name in fault {
            let named = Fault.named(name)
            guard !named.isEmpty else {
                throw ValidationError("there is no fault '\(name)'; see 'qmtsim torture --seeds 1..1 --coverage'")
            }
            faults += named
        }
        return RunOptions(days: days, faults: faults.isEmpty ? nil : faults, perMille: rate)
    }
}

/// One line that is written over itself, on a terminal only.
private struct SeedProgress {
    let total: Int
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1

    init(total: Int) { self.total = total }

    func show(done: Int) { draw("\r\(done) of \(total) seeds, \(done * 100 / max(total, 1)) %\u{1B}[K") }
    func clear() { draw("\r\u{1B}[K") }

    private func draw(_ text: String) {
        guard isTerminal else { return }
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
