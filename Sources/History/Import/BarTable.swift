import Market

/// The table `bars_daily`: one row for every session of a stock from its first to its last bar, suspended ones included,
/// sorted by `ts_code`, then `trade_date`. Prices are unadjusted. Columns, in any order; others are ignored:
///
/// | column | unit | empty |
/// | --- | --- | --- |
/// | `trade_date` | `YYYY-MM-DD`, a trading day | refused |
/// | `ts_code` | `600000.SH` | refused |
/// | `open`, `high`, `low`, `close` | yuan, at most three places, above zero | refused |
/// | `pre_close` | yuan: the exchange's reference of the day | refused |
/// | `volume` | shares | refused |
/// | `adj_factor` | cumulative, at most nine places | unknown |
/// | `suspended` | 1 no trading all day, 0 otherwise | refused |
/// | `is_st` | 1 ST or *ST on that day, 0 not | unknown |
final class BarTable {
    static let name = "bars_daily"

    private enum Place {
        static let day = 0
        static let symbol = 1
        static let open = 2
        static let high = 3
        static let low = 4
        static let close = 5
        static let previousClose = 6
        static let volume = 7
        static let factor = 8
        static let suspended = 9
        static let riskWarned = 10
    }

    let reader: TableReader

    init(_ file: SourceFile) throws(TableFailure) {
        reader = try TableReader(
            file,
            columns: [
                "trade_date", "ts_code", "open", "high", "low", "close", "pre_close", "volume", "adj_factor",
                "suspended", "is_st",
            ])
    }

    /// Nil at the end.
    func next() throws(TableFailure) -> BarRow? {
        guard try reader.nextRow() else { return nil }
        return BarRow(
            symbol: try reader.symbol(Place.symbol), day: try reader.day(Place.day),
            open: try reader.price(Place.open), high: try reader.price(Place.high), low: try reader.price(Place.low),
            close: try reader.price(Place.close), previousClose: try reader.price(Place.previousClose),
            volume: try reader.count(Place.volume), factor: try reader.factor(Place.factor) ?? 0,
            isSuspended: try reader.requiredFlag(Place.suspended), isRiskWarned: try reader.flag(Place.riskWarned))
    }

    /// Where the row stands, for a report.
    var place: String { "\(reader.stream.file.name):\(reader.line)" }

    func notAscending() -> TableFailure { reader.failure(Place.day, .notAscending) }
    func conflicting() -> TableFailure { reader.failure(Place.day, .conflictingRow) }

    func differsFromWarehouse() -> TableFailure { reader.failure(Place.day, .differsFromWarehouse) }
    func beforeLastBar(_ day: Day) -> TableFailure { reader.failure(Place.day, .beforeLastBar(day.description)) }

    func factorBreaks(_ row: BarRow, after last: BarRow) -> TableFailure {
        func text(_ factor: Int64) -> String { FixedDecimal.text(factor, places: 9, atLeast: 6) }
        return reader.failure(Place.factor, .factorBreaks(text(row.factor), after: text(last.factor)))
    }

    func notTradingDay(_ day: Day, _ calendar: TradingCalendar) -> TableFailure {
        day < calendar.first || day > calendar.last
            ? reader.failure(
                Place.day,
                .outsideCalendar(
                    day.description, first: calendar.first.description, last: calendar.last.description))
            : reader.failure(Place.day, .notTradingDay(day.description))
    }
}
