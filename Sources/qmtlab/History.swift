import ArgumentParser
import Lab

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a local warehouse of daily bars from CSV tables.",
        discussion: """
            docs/history.md says which tables and columns. What was there before stays until all of it is read. An import \
            that was killed is resumed by the next one of the same tables.
            """)

    @Option(
        help: "The folder with bars_daily.csv[.gz], trading-calendar.csv and the tables that go with them.",
        completion: .directory)
    var tables: String

    @Option(help: "The folder of the warehouse.", completion: .directory)
    var warehouse: String

    @Flag(help: "Merge later days and new stocks with what is there. The tables of before are not needed.")
    var add = false

    @Flag(help: "Import also where the warehouse was made from these very tables.")
    var force = false

    func run() throws {
        try ImportCommand.run(tables: tables, warehouse: warehouse, isAddition: add, isForced: force) { print($0) }
    }
}

struct ShowHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What a warehouse holds, where it came from, and how its imports went.",
        discussion: "Exit code 1 where there is no warehouse or where it is damaged.")

    @Option(help: "The folder of the warehouse.", completion: .directory)
    var warehouse: String

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() throws {
        try HistoryCommand.run(warehouse: warehouse, asJSON: json) { print($0) }
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
