package import Market

/// `trading-calendar.csv`: the header `trade_date`, then one trading day `YYYY-MM-DD` a line, ascending.
package enum CalendarFile {
    package static var maximumBytes: Int { 1 << 20 }

    /// Where `<path>.sha256` is there, it must fit.
    package static func read(_ path: String) throws(Refusal) -> TradingCalendar {
        let (bytes, checksum) = try InputFile.read(path, maximumBytes: maximumBytes)
        if let checksum { try ChecksumFile.verify(checksum, of: bytes, source: path) }
        return try parse(bytes, source: path)
    }

    package static func parse(_ bytes: [UInt8], source: String) throws(Refusal) -> TradingCalendar {
        var lines = try TextLines(bytes, source: source)
        guard let header = lines.next(), header.elementsEqual("trade_date".utf8) else {
            throw Refusal(
                .wrongHeader, in: source, line: 1, "the first line is not trade_date",
                remedy: "give one column with that header")
        }
        var days: [Day] = []
        while let line = lines.next() {
            days.append(try day(line, after: days.last, source: source, line: lines.number))
        }
        do { return try TradingCalendar(days: days) } catch {
            throw Refusal(.noRows, in: source, "it has no days", remedy: "give one YYYY-MM-DD a line")
        }
    }

    /// A word about a calendar that ends within 30 days after `today`; nil while there is more. The exchanges announce the
    /// next year in late December, and without it nothing is traded past the end.
    package static func notice(_ calendar: TradingCalendar, today: Day) -> String? {
        let left = today.distance(to: calendar.last)
        if left >= 30 { return nil }
        if left < 0 { return "the calendar ended on \(calendar.last); nothing is traded until it goes on" }
        return "the calendar ends on \(calendar.last), in \(left) days; add the days that the exchanges announce"
    }

    private static func day(
        _ bytes: ArraySlice<UInt8>, after previous: Day?, source: String, line: Int
    ) throws(Refusal) -> Day {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let day = Day(text) else {
            throw Refusal(
                .badDate, in: source, line: line, "\(Excerpt(text)) is not a date",
                remedy: "write YYYY-MM-DD and nothing else, and leave no line empty")
        }
        if let previous, day <= previous {
            throw Refusal(
                .notAscending, in: source, line: line, "\(day) comes after \(previous)",
                remedy: "sort the days and remove repeated ones")
        }
        // Weekends that make up for a holiday are working days, never trading days (ashare-rules 17).
        if day.weekday > 5 {
            throw Refusal(
                .notTradingDay, in: source, line: line, "\(day) is a \(day.weekday == 6 ? "Saturday" : "Sunday")",
                remedy: "take the days from the exchange's notice, not from a calendar of working days")
        }
        return day
    }
}
