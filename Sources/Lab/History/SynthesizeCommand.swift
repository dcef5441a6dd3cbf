import History
import Market

/// `qmtlab synthesize`: an invented market from a scenario file, as tables that `qmtlab import` reads.
package enum SynthesizeCommand {
    /// Writes the market of the file `scenario` into the directory `output`, which must be new or empty, and prints what it
    /// is. Throws a `ScenarioFailure` or a `StorageFailure`, whose descriptions are for people.
    package static func run(scenario: String, output: String, print: (String) -> Void) throws {
        let market = try SyntheticMarket(SyntheticScenario.read(scenario))
        try market.write(to: output)
        let first = market.sheets[0].day
        let last = market.sheets[market.sheets.count - 1].day
        print(
            "\(Figures.grouped(market.sheets.reduce(0) { $0 + $1.bars.count })) bars of "
                + "\(Figures.grouped(market.stocks.count)) invented stocks on \(market.sheets.count) days, \(first) to "
                + "\(last), and \(market.batches.count) batches of targets in \(output)/targets")
        print("import them with 'qmtlab import'")
    }
}
