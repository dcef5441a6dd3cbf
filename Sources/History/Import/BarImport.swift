import Market

/// One import on its way: reads all bars, then arranges and writes them.
struct BarImport {
    private let calendar: CalendarTable.Content
    private let progress: (ImportProgress) -> Void
    private let sessions: SessionIndex
    private var checks: BarChecks
    private var spool: BarSpool?

    private var symbols: [Symbol] = []
    /// Where each symbol's records begin in the spool.
    private var starts: [Int] = []
    /// First and last session of each symbol, as positions in the calendar.
    private var spans: [(first: Int, last: Int)] = []
    private var firstIsSuspended: [Bool] = []
    private var listings: [Day?] = []
    private var names: [String] = []
    private var state = ImportProgress(stage: .reading, rows: 0, bytesRead: 0, bytesTotal: 0)

    init(calendar: CalendarTable.Content, progress: @escaping (ImportProgress) -> Void) {
        self.calendar = calendar
        self.progress = progress
        sessions = SessionIndex(calendar.days)
        checks = BarChecks(calendarDays: calendar.days)
    }

    mutating func read(_ table: BarTable, into folder: String) throws(ImportFailure) {
        let spool = try ImportFailure.storing { () throws(StorageFailure) in try BarSpool(in: folder) }
        self.spool = spool
        let stream = table.reader.stream
        state.bytesTotal = stream.bytesTotal
        var last: BarRow?
        while let row = try ImportFailure.reading(table.next) {
            guard let session = sessions[row.day] else {
                throw .table(table.notTradingDay(row.day, calendar.calendar))
            }
            if let last, last.symbol == row.symbol, last.day == row.day {
                guard last == row else { throw .table(table.conflicting()) }
                checks.repeated(row, place: table.place)
                continue
            }
            if let last, (last.symbol, last.day) > (row.symbol, row.day) { throw .table(table.notAscending()) }
            let isExDate = checks.check(row, session: session, at: table.place)
            begin(row, session, isFirst: last?.symbol != row.symbol, at: spool.count)
            try ImportFailure.storing { () throws(StorageFailure) in
                try spool.append(BarSpool.Record(row, session: session, isExDate: isExDate))
            }
            last = row
            state.rows += 1
            if state.rows & 0x3FFF == 0 { report(.reading, bytesRead: stream.bytesRead) }
        }
        if last == nil { throw .table(TableFailure(file: stream.file.name, .noRows)) }
        checks.ignored(table.reader.ignoredColumns)
        report(.arranging, bytesRead: stream.bytesRead)
    }

    mutating func report(_ stage: ImportProgress.Stage, bytesRead: Int? = nil) {
        state.stage = stage
        state.bytesRead = bytesRead ?? state.bytesRead
        progress(state)
    }

    private mutating func begin(_ row: BarRow, _ session: Int, isFirst: Bool, at position: Int) {
        if isFirst {
            symbols.append(row.symbol)
            starts.append(position)
            spans.append((session, session))
            firstIsSuspended.append(row.isSuspended)
        } else {
            spans[spans.count - 1].last = session
        }
    }

    /// Listing days from `stocks`, and, where these prove that bars begin with the listing, from the first bars.
    ///
    /// A first bar after the warehouse's first day may be a listing, or only the beginning of what the source has. It is
    /// taken for a listing if every stock of this import whose `list_date` is known and whose bars begin late begins on
    /// just that day, and there is at least one such stock.
    mutating func addListings(_ stocks: SymbolMap<StockTable.Stock>?) {
        let earliest = spans.map(\.first).min() ?? 0
        listings = Array(repeating: nil, count: symbols.count)
        names = Array(repeating: "", count: symbols.count)
        var agreeing = 0
        var disagreeing = 0
        for (index, symbol) in symbols.enumerated() {
            guard let stock = stocks?[symbol] else {
                if stocks != nil { checks.notInStockBasic(symbol) }
                continue
            }
            names[index] = stock.name
            guard let listed = stock.listed else { continue }
            let first = calendar.days[spans[index].first]
            if listed > first {
                checks.barBeforeListing(symbol, first: first, listed: listed)
                continue
            }
            listings[index] = listed
            if spans[index].first > earliest {
                if listed == first { agreeing += 1 } else { disagreeing += 1 }
            }
        }
        var inferred = 0
        if agreeing > 0, disagreeing == 0 {
            for index in symbols.indices
            where listings[index] == nil && spans[index].first > earliest && !firstIsSuspended[index] {
                listings[index] = calendar.days[spans[index].first]
                inferred += 1
            }
        }
        checks.listings(inferred: inferred, unknown: listings.count { $0 == nil })
    }

    /// Writes all files of the new folder and gives its manifest.
    func write(to builder: WarehouseBuilder, sources: [Manifest.Source]) throws(StorageFailure) -> Manifest {
        let first = spans.map(\.first).min() ?? 0
        let last = spans.map(\.last).max() ?? 0
        let days = calendar.days[first...last]
        if let spool {
            let (file, records) = try spool.finish()
            defer { withExtendedLifetime(file) {} }
            try ColumnArranger(
                folder: builder.folder, firstSession: first, dayCount: days.count, starts: starts + [records.count]
            ).write(records)
        }
        func write<Value: BitwiseCopyable>(_ column: SmallColumn, _ values: [Value]) throws(StorageFailure) {
            try ColumnWriter.write(
                values, to: "\(builder.folder)/\(column.fileName)", element: column.element, columns: column.columns)
        }
        try write(.days, days.map(\.number))
        try write(.calendar, calendar.days.map(\.number))
        try write(.symbols, symbols.map(\.packed))
        try write(.listed, listings.map { $0?.number ?? SmallColumn.unknownDay })
        try write(.spans, spans.flatMap { [Int32($0.first - first), Int32($0.last - first)] })
        try write(.names, names.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] })
        return Manifest(
            formatVersion: Manifest.currentVersion, generation: builder.generation, firstDay: calendar.days[first],
            lastDay: calendar.days[last], dayCount: days.count, symbolCount: symbols.count,
            calendarFirstDay: calendar.calendar.first, calendarLastDay: calendar.calendar.last,
            calendarDayCount: calendar.days.count, sources: sources, report: checks.report)
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
