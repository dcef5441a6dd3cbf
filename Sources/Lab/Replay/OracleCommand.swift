import Engine
import History
package import Market
import Replay

/// `qmtlab replay --oracle`: the daemon's engine and the simulated exchange under the bare rules of a back-test, over
/// a data set in the form of its judge.
package struct OracleCommand {
    /// The directory of the data set.
    package var data: String
    package var output: String
    /// Basis points of the open that a fill is worse.
    package var slippageBP: Int64 = 0
    /// Instead of the data set's own opening cash.
    package var cash: Money?
    /// A text file of targets instead of the data set's own.
    package var weights: String?
    package var printsTimings = false
    package var isQuiet = false

    package init(data: String, output: String) {
        self.data = data
        self.output = output
    }

    /// Runs the replay and writes `equity.csv` and `orders.csv`. Throws an `OracleFiles.Failure`, a
    /// `ReplayLoop.Failure`, a `ReplayRefusal` or a `FolderReplacement.Failure`; nothing is written then.
    package func run(isInterrupted: () -> Bool = { false }, print: (String) -> Void) throws {
        var timings = RunTimings()
        let place = FolderReplacement(of: output, isOwn: ReplayOutput.isOwn)
        try place.check()
        let files = try OracleFiles(directory: data, weights: weights)
        let cash = cash ?? files.openingCash
        let profile = OracleProfile(openingCash: cash, slippageBP: slippageBP)
        let calendar = try TradingCalendar(days: files.days)
        timings.loaded()

        var loop = ReplayLoop(policy: profile.policy, calendar: calendar, exchange: profile.exchange)
        var log = OracleLog(openingCash: cash)
        log.reserve(days: files.days.count, rows: files.weightCount * 2)
        for index in files.days.indices {
            if isInterrupted() { throw FolderReplacement.Failure.interrupted }
            try loop.run(dayAt: index, of: files, &log)
        }
        timings.done()
        if let broken = log.brokenDays.first {
            throw ReplayRefusal(
                "\(broken): cash and holdings are not the equity; this is a bug in qmtd, please report it")
        }
        try place.write(
            [("equity.csv", OracleTexts.equity(log)), ("orders.csv", OracleTexts.orders(log, files))],
            isInterrupted: isInterrupted)
        let equity = log.points.last?.equity ?? cash
        if printsTimings {
            print(
                timings.json(
                    RunTimings.Work(
                        size: files.size, bars: files.days.count * files.codes.count, orders: log.rows.count,
                        finalEquity: equity.li, events: loop.counts.events, effects: loop.counts.effects)))
        } else if !isQuiet {
            print(
                "\(files.size): \(Figures.grouped(files.days.count)) days, \(Figures.grouped(log.rows.count)) lines in "
                    + "the order log, equity \(equity) yuan; equity.csv and orders.csv are in \(output)")
        }
    }
}

/// The judge's two texts, byte for byte.
enum OracleTexts {
    static func equity(_ log: OracleLog) -> [UInt8] {
        var text = "date,equity_li,cash_li\n"
        for point in log.points { text += "\(point.day.compact),\(point.equity.li),\(point.cash.li)\n" }
        return Array(text.utf8)
    }

    static func orders(_ log: OracleLog, _ files: OracleFiles) -> [UInt8] {
        var text = "date,code,side,wanted,filled,price_fen,commission_fen,stamp_fen,reason,cash_li\n"
        for row in log.rows {
            text += "\(row.day.compact),\(files.code(of: row.symbol)),\(row.side.rawValue),\(row.wanted),\(row.filled),"
            text += "\(row.price.li / 10),\(row.commission.li / 10),\(row.stampDuty.li / 10),"
            text += "\(row.reason?.rawValue ?? ""),\(row.cash.li)\n"
        }
        return Array(text.utf8)
    }
}
