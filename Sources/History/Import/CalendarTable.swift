import Market

/// The table `trading-calendar`: the column `trade_date`, ascending, without repetition.
enum CalendarTable {
    static let name = "trading-calendar"

    struct Content {
        var days: [Day]
        var calendar: TradingCalendar
        /// Nil where the calendar is the warehouse's own.
        var source: Manifest.Source?
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

    /// The days of the calendar in force and those of `addition`, which must agree where both have an opinion. Without an
    /// addition, those in force.
    static func merged(
        _ base: Warehouse, _ addition: (file: SourceFile, content: Content)?
    ) throws(TableFailure) -> Content {
        let old = base.calendarDays
        guard let (file, new) = addition else { return Content(days: old, calendar: base.calendar) }
        let first = max(base.calendar.first, new.calendar.first)
        let last = min(base.calendar.last, new.calendar.last)
        guard first <= last else {
            throw TableFailure(
                file: file.name,
                .calendarApart(first: base.calendar.first.description, last: base.calendar.last.description))
        }
        let oldDays = Set(old)
        let newDays = Set(new.days)
        if let day = oldDays.symmetricDifference(newDays).filter({ $0 >= first && $0 <= last }).min() {
            throw TableFailure(
                file: file.name, line: new.days.firstIndex(of: day).map { $0 + 2 }, column: "trade_date",
                .calendarDiffers(day.description))
        }
        do {
            let days = oldDays.union(newDays).sorted()
            return Content(days: days, calendar: try TradingCalendar(days: days), source: new.source)
        } catch {
            throw TableFailure(file: file.name, .noRows)
        }
    }
}
