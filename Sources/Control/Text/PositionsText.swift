/// `qmtctl positions` on a terminal.
package enum PositionsText {
    package static func render(_ report: PositionsReport, width: Int = 100) -> String {
        let asOf = Figure.moment(report.asOf, age: report.ageMilliseconds)
        guard report.isKnown || !report.rows.isEmpty else {
            return "The positions are unknown: the broker has not reported them (as of \(asOf)).\n"
        }
        guard !report.rows.isEmpty else {
            return "No positions, as of \(asOf).\n" + strategies(report.strategies, width: width)
        }
        var table = TextTable([
            .left("symbol"), .right("volume"), .right("sellable"), .right("target"), .right("cost"), .right("last"),
            .right("value"), .right("weight"), .right("entry"), .right("stop"),
        ])
        for row in report.rows {
            table.append([
                PlainText.printable(row.symbol), Figure.count(row.volume), Figure.count(row.sellable),
                row.targetShares.map { Figure.count($0) } ?? "none",
                row.volume == 0 ? "none" : Figure.text(row.costPrice),
                Figure.text(row.lastPrice), Figure.grouped(row.value), Figure.percent(ppm: row.weightPPM),
                row.entryPrice.map(PlainText.printable) ?? "none", row.stopPrice.map(PlainText.printable) ?? "none",
            ])
        }
        let doubt = report.isKnown ? [] : ["NOT COMPLETE: the broker has not reported all positions."]
        let heading = [
            "Positions as of \(asOf)",
            "Volume, sellable and target in shares, prices and value in yuan, weight in % of equity.",
        ]
        let count = report.rows.count == 1 ? "1 line" : "\(report.rows.count) lines"
        return (heading + doubt + [""] + table.lines(width: width) + ["", count]).joined(separator: "\n") + "\n"
            + strategies(report.strategies, width: width)
    }

    private static func strategies(_ strategies: [PositionsReport.Strategy], width: Int) -> String {
        guard !strategies.isEmpty else { return "" }
        var table = TextTable([
            .left("strategy"), .right("equity"), .right("cash"), .right("profit"), .right("fees"), .right("holdings"),
        ])
        for strategy in strategies {
            table.append([
                PlainText.printable(strategy.name), Figure.grouped(strategy.equity), Figure.grouped(strategy.cash),
                Figure.grouped(strategy.profit), Figure.grouped(strategy.fees), "\(strategy.holdings)",
            ])
        }
        let heading = ["", "Strategies, by our own ledgers, in yuan; profit since each began, after fees.", ""]
        return (heading + table.lines(width: width)).joined(separator: "\n") + "\n"
    }
}
