import ArgumentParser
import Commands

/// History, paper trading and the checks that go with them. Exit codes: 0 done, 1 refused with the reason, 2 usage.
@main
struct QMTLab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qmtlab",
        abstract: "History and paper trading: what the daemon's own core makes of past days.",
        version: "0.1.0",
        subcommands: [
            Import.self, ShowHistory.self, Synthesize.self, Replay.self, Recording.self, Report.self, Rules.self,
        ])

    static func main() async { await runAsHouse() }
}
