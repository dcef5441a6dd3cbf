import Market

/// The table `trading-calendar`: the column `trade_date`, ascending, without repetition.
enum CalendarTable {
    static let name = "trading-calendar"

    struct Content {
        var days: [Day]
        var calendar: TradingCalendar
        var source: Manifest.Source
    }

    static func read(_ file: SourceFile) throws(TableFailure) -> Content {
        let reader = try TableReader(file, columns: ["trade_date"])
        var days: [Day] = []
        while try reader.nextRow() {
            let day = try reader.day(0)
            if let last = days.last, last >= day { throw reader.failure(0, .notAscending) }
            days.append(day)
        }
        do {
            return Content(days: days, calendar: try TradingCalendar(days: days), source: reader.stream.source)
        } catch {
            throw TableFailure(file: file.name, .noRows)
        }
    }
}
