import ArgumentParser
import Foundation
import History
import Lab
import Market
import Settings

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Targets over past days through the daemon's own engine, with all costs and no look-ahead.",
        discussion: """
            docs/replay.md says what is assumed, docs/replay-figures.md what the figures mean. Exit codes: 0 done, 1 \
            refused with the reason, 2 usage, 78 configuration. Nothing is written unless all of it is.
            """)

    enum Profile: String, ExpressibleByArgument, CaseIterable { case market, oracle }

    @Option(help: "market: dated rules, costs and volumes. oracle: a back-test's bare rules, with --oracle.")
    var profile: Profile?

    @Option(help: "The folder of the warehouse.", completion: .directory)
    var history: String?

    @Option(help: "Targets: a folder of CSV files, one CSV file (.gz too), or an SQLite file.", completion: .file())
    var targets: String?

    @Option(
        help: "The first day, YYYY-MM-DD; without it, the first day on which targets are executed.", transform: day)
    var from: Day?

    @Option(help: "The last day; without it, the last day of the warehouse.", transform: day)
    var to: Day?

    @Option(
        help: "A file such as config/qmtd.toml: [execution], [risk], [fees], [[strategy]], [replay].",
        completion: .file(extensions: ["toml"]))
    var config: String?

    @Option(help: "Opening cash in yuan; before the one of the configuration.", transform: yuan)
    var cash: Money?

    @Option(help: "The index to compare with, or none.")
    var benchmark: String?

    @Option(help: "The title of the report; without it, the strategy's name.")
    var name: String?

    @Option(
        help: "The folder for the results; replaced where it holds those of another replay.", completion: .directory)
    var out: String

    @Flag(help: "Print one line of JSON with times and counts instead of the summary.")
    var timings = false

    @Flag(help: "Print nothing, show no progress.")
    var quiet = false

    @Option(help: "The folder of an oracle data set: runs the profile oracle over it.", completion: .directory)
    var oracle: String?

    @Option(help: "Oracle: basis points of the open that a fill is worse.")
    var slippageBp: Int64?

    @Option(help: "Oracle: opening cash in li (0.001 yuan).")
    var cashLi: Int64?

    @Option(
        help: "Oracle: a file of lines 'signal day index,stock index,ppm' instead of the data set's own.",
        completion: .file())
    var weights: String?

    func validate() throws {
        if profile ?? (oracle == nil ? .market : .oracle) == .oracle {
            guard oracle != nil else { throw ValidationError("--profile oracle needs --oracle DIR") }
            let others: [(String, Bool)] = [
                ("--profile market", profile == .market), ("--history", history != nil), ("--targets", targets != nil),
                ("--from", from != nil), ("--to", to != nil), ("--config", config != nil), ("--cash", cash != nil),
                ("--benchmark", benchmark != nil), ("--name", name != nil),
            ]
            if let other = others.first(where: \.1) { throw ValidationError("\(other.0) does not go with --oracle") }
            guard 0...1_000_000 ~= slippageBp ?? 0 else {
                throw ValidationError("--slippage-bp must be from 0 to 1000000")
            }
            guard 1...10_000_000_000_000_000 ~= cashLi ?? 1 else {
                throw ValidationError("--cash-li must be from 1 to 10000000000000000 (ten trillion yuan)")
            }
        } else {
            guard oracle == nil else { throw ValidationError("--profile market does not go with --oracle") }
            guard history != nil, targets != nil else { throw ValidationError("--history and --targets are needed") }
            guard slippageBp == nil, cashLi == nil, weights == nil else {
                throw ValidationError("--slippage-bp, --cash-li and --weights go with --oracle only")
            }
        }
    }

    func run() throws {
        Interruption.notice()
        do {
            if let oracle { try runOracle(oracle) } else { try runMarket(history ?? "", targets ?? "") }
        } catch let failure as ConfigurationFailure {
            FileHandle.standardError.write(Data("Error: \(failure)\n".utf8))
            throw ExitCode(78)
        } catch FolderReplacement.Failure.interrupted {
            FileHandle.standardError.write(Data("interrupted; nothing was written\n".utf8))
            Interruption.end()
            throw ExitCode(1)
        }
    }

    private func runOracle(_ data: String) throws {
        var command = OracleCommand(data: data, output: out)
        command.slippageBP = slippageBp ?? 0
        command.cash = cashLi.map { Money(li: $0) }
        command.weights = weights
        command.printsTimings = timings
        command.isQuiet = quiet
        try command.run(isInterrupted: { Interruption.hasCome }) { print($0) }
    }

    private func runMarket(_ history: String, _ targets: String) throws {
        var settings =
            try config.map { file throws(ConfigurationFailure) in try ReplaySettings.load(file) } ?? ReplaySettings()
        if let cash { settings.openingCash = cash }
        var command = ReplayCommand(history: history, targets: targets, settings: settings, output: out)
        (command.from, command.to, command.title) = (from, to, name)
        if let benchmark { command.benchmark = benchmark == "none" ? nil : benchmark }
        command.printsTimings = timings
        command.isQuiet = quiet
        try command.run(isInterrupted: { Interruption.hasCome }) { print($0) }
    }
}

/// Thrown as a usage error, with the option's name before it.
private func day(_ text: String) throws -> Day {
    guard let day = Day(text) else { throw ValidationError("'\(text)' is not a date such as 2024-09-30") }
    return day
}

private func yuan(_ text: String) throws -> Money {
    guard let money = Money(text), ReplaySettings.isCash(money) else {
        throw ValidationError("'\(text)' is not an amount in yuan above zero such as 10000000")
    }
    return money
}
