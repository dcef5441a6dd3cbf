import ArgumentParser
import Foundation
import Simulation

struct CanariesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "canaries",
        abstract: "Put a bug in for each invariant, and see that the simulation finds it.",
        discussion: """
            A judge that finds nothing may be blind. Ends with 1 if a bug is not found, or is taken for something else.
            """)

    @Option(help: "Seeds to try for each bug before it counts as not found.")
    var runs = 10_000

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    func run() async throws {
        guard runs > 0, from <= .max - UInt64(runs) else { throw ValidationError("--runs must be above zero") }
        var isWhole = true
        say("invariant  seeds tried  found under  the bug")
        for canary in Canary.all.sorted(by: { $0.invariant < $1.invariant }) {
            let found = canary.found(from: from, count: runs)
            isWhole = isWhole && (found.map { canary.accepts($0.invariant) } ?? false)
            let under =
                found.map { "\($0.invariant)" + (canary.accepts($0.invariant) ? "" : " (wrong)") } ?? "not found"
            say(
                "\(column(canary.invariant, 9))  \(column(found?.runs ?? runs, 11))  \(column(under, 11))  \(canary.sentence)"
            )
        }
        for (invariant, rest) in Invariant.inPart.sorted(by: { $0.key < $1.key }) {
            say("\(column(invariant, 9))  judged here in part: \(rest)")
        }
        if !isWhole { throw ExitCode(1) }
    }

    private func column(_ value: some CustomStringConvertible, _ width: Int) -> String {
        let text = value.description
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func say(_ line: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
}
