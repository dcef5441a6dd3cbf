import Engine
import Exchange
import Market
import Replay

/// A source with its days in memory.
struct Listed: ReplaySource {
    var sheets: [DaySheet]
    var batches: [TargetBatch] = []
    /// What to hand out instead, to see whether it is noticed.
    var hands: @Sendable (Day, TargetBatch?) -> TargetBatch? = { $1 }

    var days: [Day] { sheets.map(\.day) }
    var signalDays: [Day] { batches.map(\.signalDay) }
    func bars(at index: Int) -> any DayBars { SheetDay(sheets[index]) }
    func targets(of signalDay: Day) -> TargetBatch? {
        hands(signalDay, batches.first { $0.signalDay == signalDay })
    }

    static let symbols = ["600000.SH", "600001.SH", "600002.SH"].compactMap { Symbol($0) }
    /// Monday to Friday.
    static let days = (5...9).compactMap { Day(year: 2026, month: 1, day: $0) }

    /// A bar in fen with limits of a tenth around `before`.
    static func bar(
        _ place: Int, open: Int64, close: Int64, before: Int64, isSuspended: Bool = false, volume: Int64 = 1_000_000_000
    ) -> DayBar {
        DayBar(
            symbol: symbols[place], open: .fen(open), high: .fen(max(open, close)), low: .fen(min(open, close)),
            close: .fen(close), previousClose: .fen(before), volume: Shares(volume), isSuspended: isSuspended,
            limits: PriceLimits(up: .fen(before * 11 / 10), down: .fen(before * 9 / 10)))
    }

    static func batch(_ day: Int, _ weights: [(place: Int, ppm: Int64)]) -> TargetBatch {
        TargetBatch(
            signalDay: days[day], strategy: "test",
            lines: weights.map { TargetBatch.Line(symbol: symbols[$0.place], weight: .ppm($0.ppm)) }, proof: .rowCount,
            source: "test", digest: "\(day)")
    }

    /// The oracle's log of all days.
    func log(
        cash: Money, slippageBP: Int64 = 0, holding positions: [SimulatedExchange.Configuration.OpeningPosition] = []
    ) throws -> OracleLog {
        let profile = OracleProfile(openingCash: cash, slippageBP: slippageBP)
        var exchange = profile.exchange
        exchange.openingPositions = positions
        var loop = ReplayLoop(policy: profile.policy, calendar: try TradingCalendar(days: days), exchange: exchange)
        var log = OracleLog(openingCash: cash)
        for index in days.indices { try loop.run(dayAt: index, of: self, &log) }
        return log
    }
}

extension OracleLog {
    /// The rows in the oracle's words.
    var texts: [String] {
        rows.map { row in
            "\(row.day) \(row.symbol) \(row.side.rawValue) \(row.wanted) \(row.filled) \(row.price) "
                + "\(row.commission) \(row.stampDuty) \(row.reason?.rawValue ?? "-") \(row.cash)"
        }
    }
}
