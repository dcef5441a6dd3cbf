import Market

/// Reads the table of bars from its first to its last row: checks them and puts them into the spool.
struct BarReading {
    private let calendar: CalendarTable.Content
    private let sessions: SessionIndex
    private let base: BaseBars?
    private let progress: (ImportProgress) -> Void
    private var checks: BarChecks
    private var stage = BarStage()
    /// Of the stock at hand, what the warehouse has already.
    private var known: BaseBars.Stock?

    /// `report` is what was found before, where this is an addition.
    init(
        calendar: CalendarTable.Content, sessions: SessionIndex, base: BaseBars?, report: ImportReport,
        progress: @escaping (ImportProgress) -> Void
    ) {
        self.calendar = calendar
        self.sessions = sessions
        self.base = base
        self.progress = progress
        checks = BarChecks(calendarDays: calendar.days, report: report)
    }

    mutating func read(_ table: BarTable, into spool: BarSpool) throws(ImportFailure) -> BarStage {
        let stream = table.reader.stream
        var last: BarRow?
        while let row = try ImportFailure.reading(table.next) {
            stage.rowsRead += 1
            if stage.rowsRead & 0x3FFF == 0 {
                progress(
                    ImportProgress(
                        stage: .reading, rows: stage.rowsRead, bytesRead: stream.bytesRead,
                        bytesTotal: stream.bytesTotal))
            }
            guard let session = sessions[row.day] else {
                throw .table(table.notTradingDay(row.day, calendar.calendar))
            }
            let isSameSymbol = last?.symbol == row.symbol
            if let last {
                if isSameSymbol, last.day == row.day {
                    guard last == row else { throw .table(table.conflicting()) }
                    checks.repeated(row, place: table.place)
                    continue
                }
                if (last.symbol, last.day) > (row.symbol, row.day) { throw .table(table.notAscending()) }
            }
            last = row
            if let base {
                if !isSameSymbol { known = base.stock(row.symbol) }
                if try ImportFailure.reading({ () throws(TableFailure) in try isKnown(row, session, table) }) {
                    checks.repeated(row, place: table.place)
                    continue
                }
            }
            let isExDate = checks.check(row, session: session, at: table.place)
            begin(row, session, at: spool.count)
            try ImportFailure.storing { () throws(StorageFailure) in
                try spool.append(BarSpool.Record(row, session: session, isExDate: isExDate))
            }
        }
        if last == nil { throw .table(TableFailure(file: stream.file.name, .noRows)) }
        checks.ignored(table.reader.ignoredColumns)
        stage.recordCount = spool.count
        stage.source = stream.source
        stage.report = checks.report
        return stage
    }

    private mutating func begin(_ row: BarRow, _ session: Int, at position: Int) {
        if stage.symbols.last != row.symbol {
            stage.symbols.append(row.symbol)
            stage.starts.append(position)
            stage.spans.append(BarStage.Span(first: session, last: session))
            stage.firstIsSuspended.append(row.isSuspended)
        } else {
            stage.spans[stage.spans.count - 1].last = session
        }
    }

    /// Whether the warehouse has this very row. What is not later than its last bar of the stock must be there, and what
    /// comes first behind it must continue it.
    private mutating func isKnown(_ row: BarRow, _ session: Int, _ table: BarTable) throws(TableFailure) -> Bool {
        guard let stock = known else { return false }
        if session <= stock.lastSession {
            guard let old = stock.row(session: session) else { throw table.beforeLastBar(stock.lastDay) }
            guard old == row else { throw table.differsFromWarehouse() }
            return true
        }
        if let last = stock.row(session: stock.lastSession) {
            guard BarChecks.factorFollows(last, row) else { throw table.factorBreaks(row, after: last) }
            checks.follow(last, session: stock.lastSession)
        }
        known = nil
        return false
    }
}

extension BarSpool.Record {
    fileprivate init(_ row: BarRow, session: Int, isExDate: Bool) {
        var flags: BarFlags = .present
        if row.isSuspended { flags.insert(.suspended) }
        if row.isRiskWarned != nil { flags.insert(.riskKnown) }
        if row.isRiskWarned == true { flags.insert(.riskWarned) }
        if isExDate { flags.insert(.exDate) }
        self.init(
            session: Int32(session), open: row.open, high: row.high, low: row.low, close: row.close,
            previousClose: row.previousClose, volume: row.volume, factor: row.factor, flags: UInt64(flags.rawValue))
    }
}
