import Market

/// Looks at each stock's bars in their order and notes what is odd. Nothing here ends an import.
struct BarChecks {
    private let calendarDays: [Day]
    private(set) var report: ImportReport
    private var last: BarRow?
    private var lastSession = 0

    init(calendarDays: [Day], report: ImportReport = ImportReport()) {
        self.calendarDays = calendarDays
        self.report = report
    }

    /// The next bar comes after this one, which is checked already.
    mutating func follow(_ row: BarRow, session: Int) {
        last = row
        lastSession = session
    }

    /// Takes the next bar of a stock, or the first of the next stock; `session` is its day's position in the calendar,
    /// `line` says where the row stands. Returns whether the day is an ex-date.
    mutating func check(_ row: BarRow, session: Int, at line: @autoclosure () -> String) -> Bool {
        let previous = last?.symbol == row.symbol ? last : nil
        func place(_ words: String) -> String { "\(line()) \(row.symbol) \(row.day): \(words)" }
        report.rows += 1
        if row.isRiskWarned == nil { report.riskUnknownRows += 1 }
        if row.factor == 0 { report.factorUnknownRows += 1 }
        if row.high < max(row.open, row.close) || row.low > min(row.open, row.close) {
            report.found(
                .rangeInconsistent,
                place(
                    "open \(yuan(row.open)), high \(yuan(row.high)), low \(yuan(row.low)), close \(yuan(row.close))"))
        }
        if row.isSuspended {
            report.suspendedRows += 1
            if row.volume > 0 { report.found(.suspendedWithVolume, place("volume \(row.volume)")) }
            // On an ex-date in a suspension the reference has moved, and the prices with it.
            if row.open != row.previousClose || row.high != row.open || row.low != row.open || row.close != row.open {
                report.found(
                    .suspendedPriceMoved, place("close \(yuan(row.close)), pre_close \(yuan(row.previousClose))"))
            }
        } else if row.volume == 0 {
            report.found(.tradedWithoutVolume, place("volume 0"))
        }
        let isExDate = previous.map { $0.close != row.previousClose } ?? false
        if let previous {
            for missing in calendarDays[(lastSession + 1)..<session] {
                report.found(.missingSession, "\(row.symbol) \(missing)")
            }
            if row.previousClose > previous.close {
                report.found(
                    .referenceRaised, place("pre_close \(yuan(row.previousClose)) after \(yuan(previous.close))"))
            }
            if !BarChecks.factorFollows(previous, row) {
                report.found(
                    .factorMismatch,
                    place(
                        "adj_factor \(factor(row.factor)) after \(factor(previous.factor)), "
                            + "pre_close \(yuan(row.previousClose)) after \(yuan(previous.close))"))
            }
        }
        if isExDate { report.exDateRows += 1 }
        last = row
        lastSession = session
        return isExDate
    }

    mutating func repeated(_ row: BarRow, place: String) {
        report.found(.repeatedRow, "\(place) \(row.symbol) \(row.day)")
    }

    mutating func ignored(_ columns: [String]) {
        for column in columns where !report.ignoredColumns.contains(column) { report.ignoredColumns.append(column) }
    }

    /// Whether factor(t) is factor(t-1) × close(t-1) ÷ pre_close(t), give or take 0.5 %: reference prices are rounded to the
    /// tick, which is as much for a stock of one yuan. True where a factor is not known.
    static func factorFollows(_ previous: BarRow, _ row: BarRow) -> Bool {
        guard previous.factor > 0, row.factor > 0 else { return true }
        if previous.factor == row.factor, previous.close == row.previousClose { return true }
        let expected = Int128(previous.factor) * Int128(previous.close)
        let found = Int128(row.factor) * Int128(row.previousClose)
        return (found - expected).magnitude * 200 <= expected.magnitude
    }
}

private func yuan(_ li: Int32) -> String { Price(li: Int64(li)).description }
private func factor(_ billionths: Int64) -> String { FixedDecimal.text(billionths, places: 9, atLeast: 6) }
