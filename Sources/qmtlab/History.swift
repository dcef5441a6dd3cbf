import ArgumentParser
import Lab

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a local warehouse of daily bars from CSV tables.",
        discussion:
            "docs/history.md says which tables and columns. What was there before stays until all of it is read.")

    @Option(help: "The folder with bars_daily.csv[.gz] and trading-calendar.csv.", completion: .directory)
    var tables: String

    @Option(help: "The folder of the warehouse.", completion: .directory)
    var warehouse: String

    func run() throws {
        try ImportCommand.run(tables: tables, warehouse: warehouse) { print($0) }
    }
}

struct Synthesize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Invent a market from a scenario, as tables and targets.",
        discussion: "The same scenario gives the same bytes on every machine. Nothing in it is a real stock's history.")

    @Option(help: "The scenario, such as sim/market.json.", completion: .file(extensions: ["json"]))
    var scenario: String

    @Option(help: "A new folder for the tables.", completion: .directory)
    var out: String

    func run() throws {
        try SynthesizeCommand.run(scenario: scenario, output: out) { print($0) }
    }
}
