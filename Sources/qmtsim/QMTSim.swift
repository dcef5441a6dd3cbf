import ArgumentParser
import Commands
import Foundation
import Logging
import Market
import SimulatedSide

/// The QMT side, simulated. Exit codes: 0 done, 1 refused with the reason, 2 usage.
@main
struct QMTSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qmtsim",
        abstract: "The QMT side, simulated: an exchange and a broker behind the bridge protocol.",
        version: "0.1.0",
        subcommands: [Serve.self, Ledger.self, TortureCommand.self, CanariesCommand.self])

    static func main() async { await runAsHouse() }
}

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve trading days to one daemon.",
        discussion: """
            Prints 'listening on ENDPOINT' once it does. The state file holds everything that was ever asked of it; starting \
            again with the same file continues the account.
            """)

    @Option(help: "A warehouse made by 'qmtlab import'.", completion: .directory)
    var history: String?

    @Option(help: "A scenario such as sim/market.json, in place of --history.", completion: .file(extensions: ["json"]))
    var synthetic: String?

    @Option(help: "First day, YYYY-MM-DD (default: the first there is).")
    var from: String?

    @Option(help: "Last day, YYYY-MM-DD (default: the last there is).")
    var to: String?

    @Option(help: "The account's number.")
    var account: String?

    @Option(help: "Opening cash in yuan.")
    var cash = "10000000"

    @Option(help: "tcp://127.0.0.1:PORT (0 for any) or unix:/path.")
    var listen = "tcp://127.0.0.1:0"

    @Option(help: "The file with the secret shared with the daemon.", completion: .file())
    var secret: String?

    @Option(help: "Where the account's state is kept.", completion: .file())
    var state: String?

    @Option(help: "Simulated seconds a second. Without it: as fast as the daemon asks (bridge.clock = \"session\").")
    var speed: Int?

    @Option(help: "The time, HH:MM:SS, at which a new account's first day begins to be served.")
    var at: String?

    @Option(help: "Share of a minute's volume that orders may take, in per cent.")
    var participation = 10

    @Option(
        name: .customLong("fault"),
        help: """
            NAME[=VALUE]: a fault of the terminal from here on; may be repeated, 'none' for none. Without it those of the \
            state file go on.
            """)
    var faults: [String] = []

    @Option(help: "Draws the cases in which faults strike.")
    var faultSeed: UInt64 = 1

    @Option(help: "Seconds between heartbeats; either side drops the other after three without a word.")
    var heartbeat: Int64 = 5

    @Flag(help: "Print the faults, with their usual values, and leave.")
    var listFaults = false

    func run() async throws {
        if listFaults {
            Fault.list.forEach { print($0) }
            return
        }
        guard let account else { throw ValidationError("give the account's number: --account NUMBER") }
        guard let secret else { throw ValidationError("give the file with the shared secret: --secret FILE") }
        guard let state else { throw ValidationError("say where the account's state is kept: --state FILE") }
        guard 1...60 ~= heartbeat else { throw ValidationError("--heartbeat must be from 1 to 60 seconds") }
        let range = try range()
        guard let cash = Money(cash), cash >= .zero else { throw ValidationError("--cash must be an amount in yuan") }
        guard 1...100 ~= participation else { throw ValidationError("--participation must be from 1 to 100") }
        let startTime = try at.map { text in
            guard let time = TimeOfDay(text) else { throw ValidationError("--at must be a time HH:MM:SS") }
            return time
        }
        if let speed, speed < 1 { throw ValidationError("--speed must be at least 1") }
        var command = ServeCommand(
            warehouse: history, scenario: synthetic, range: range, account: account, cash: cash, endpoint: listen,
            secretFile: secret, stateFile: state, speed: speed, startTime: startTime,
            participationPPM: Int64(participation) * 10_000)
        command.heartbeatSeconds = heartbeat
        do {
            if !faults.isEmpty { command.faults = try FaultSettings(parsing: faults, seed: faultSeed) }
        } catch {
            throw ValidationError("\(error)")
        }
        var logger = Logger(label: "qmtsim")
        logger.logLevel = .info
        try await command.run(logger: logger) { endpoint in
            FileHandle.standardOutput.write(Data("listening on \(endpoint)\n".utf8))
        }
    }

    private func range() throws -> ClosedRange<Day>? {
        guard from != nil || to != nil else { return nil }
        guard let first = Day(from ?? "1990-12-19"), let last = Day(to ?? "2199-12-31") else {
            throw ValidationError("--from and --to must be dates YYYY-MM-DD")
        }
        guard first <= last else { throw ValidationError("--to must not be before --from") }
        return first...last
    }
}
