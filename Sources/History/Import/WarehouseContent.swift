import Market

/// All that goes into the new folder, bars of the warehouse that is added to included: merges, and writes.
struct WarehouseContent {
    private let calendar: CalendarTable.Content
    private let sessions: SessionIndex
    private let base: BaseBars?
    private let recordCount: Int

    private var symbols: [Symbol] = []
    /// Where each symbol's records begin in the spool.
    private var starts: [Int] = []
    private var spans: [BarStage.Span] = []
    private var firstIsSuspended: [Bool] = []
    /// Of each symbol of the base, its place in `symbols`.
    private var basePlaces: [Int] = []
    private var listings: [Day?] = []
    private var names: [String] = []
    private var isNew: [Bool] = []
    private var events: [EventTable.Row] = []
    private var indices: [IndexTable.Series] = []
    private var report: ImportReport

    init(_ stage: BarStage, calendar: CalendarTable.Content, sessions: SessionIndex, base: BaseBars?) {
        self.calendar = calendar
        self.sessions = sessions
        self.base = base
        report = stage.report
        recordCount = stage.recordCount
        merge(stage)
    }

    /// Both lists of symbols ascend; so does the result.
    private mutating func merge(_ stage: BarStage) {
        let old = base?.warehouse.symbols ?? []
        var (oldPlace, newPlace) = (0, 0)
        while oldPlace < old.count || newPlace < stage.symbols.count {
            let oldSymbol = oldPlace < old.count ? old[oldPlace] : nil
            let newSymbol = newPlace < stage.symbols.count ? stage.symbols[newPlace] : nil
            let isFromOld = oldSymbol.map { symbol in newSymbol.map { symbol <= $0 } ?? true } ?? false
            let isFromNew = newSymbol.map { symbol in oldSymbol.map { symbol <= $0 } ?? true } ?? false
            guard let symbol = isFromOld ? oldSymbol : newSymbol else { break }
            starts.append(newPlace < stage.starts.count ? stage.starts[newPlace] : stage.recordCount)
            symbols.append(symbol)
            isNew.append(!isFromOld)
            if isFromOld, let base {
                basePlaces.append(symbols.count - 1)
                var span = base.span(symbolIndex: oldPlace)
                if isFromNew { span.last = stage.spans[newPlace].last }
                spans.append(span)
                firstIsSuspended.append(base.firstIsSuspended(symbolIndex: oldPlace))
                names.append(base.warehouse.name(of: symbol) ?? "")
                listings.append(base.warehouse.listed(symbol))
            } else {
                spans.append(stage.spans[newPlace])
                firstIsSuspended.append(stage.firstIsSuspended[newPlace])
                names.append("")
                listings.append(nil)
            }
            if isFromOld { oldPlace += 1 }
            if isFromNew { newPlace += 1 }
        }
    }

    /// Listing days from `stocks`, and, where these prove that bars begin with the listing, from the first bars.
    ///
    /// A first bar after the warehouse's first day may be a listing, or only the beginning of what the source has. It is
    /// taken for a listing if every stock of the warehouse whose `list_date` is known and whose bars begin late begins on
    /// just that day, and there is at least one such stock.
    mutating func addListings(_ stocks: SymbolMap<StockTable.Stock>?) {
        let earliest = spans.map(\.first).min() ?? 0
        var (agreeing, disagreeing) = (0, 0)
        for (index, symbol) in symbols.enumerated() {
            let first = calendar.days[spans[index].first]
            if let stock = stocks?[symbol] {
                if !stock.name.isEmpty { names[index] = stock.name }
                if let listed = stock.listed, listed <= first { listings[index] = listed }
                if let listed = stock.listed, listed > first, isNew[index] {
                    report.found(.barBeforeListing, "\(symbol): first bar \(first), list_date \(listed)")
                }
            } else if stocks != nil, isNew[index] {
                report.found(.notInStockBasic, symbol.description)
            }
            if let listed = listings[index], spans[index].first > earliest {
                if listed == first { agreeing += 1 } else { disagreeing += 1 }
            }
        }
        if agreeing > 0, disagreeing == 0 {
            for index in symbols.indices
            where listings[index] == nil && spans[index].first > earliest && !firstIsSuspended[index] {
                listings[index] = calendar.days[spans[index].first]
                report.listingsInferred += 1
            }
        }
        report.listingsUnknown = listings.count { $0 == nil }
    }

    /// Takes what `table` has, and leaves out the events of stocks without bars.
    mutating func addEvents(_ table: EventTable.Content) {
        for place in table.repeated { report.found(.repeatedRow, place) }
        for place in table.outside { report.found(.eventOutsideCalendar, place) }
        let known = Set(symbols)
        for row in table.rows {
            if known.contains(row.symbol) {
                events.append(row)
            } else {
                report.found(.eventUnknownStock, "\(row.symbol) \(row.event.exDay)")
            }
        }
    }

    mutating func addIndices(_ table: IndexTable.Content) {
        for place in table.repeated { report.found(.repeatedRow, place) }
        for (number, place) in table.outsideExamples.enumerated() {
            report.found(
                .indexOutsideCalendar, count: number > 0 ? 1 : table.outside - table.outsideExamples.count + 1, place)
        }
        indices = table.series
        for series in indices { series.check(calendar.days, into: &report) }
    }

    /// Writes all files of the new folder and gives its manifest. `records` are those of the spool.
    mutating func write(
        _ records: UnsafeBufferPointer<BarSpool.Record>, to folder: String, generation: Int, sources: [Manifest.Source]
    ) throws(StorageFailure) -> Manifest {
        let first = spans.map(\.first).min() ?? 0
        let last = spans.map(\.last).max() ?? 0
        let days = calendar.days[first...last]
        try ColumnArranger(
            folder: folder, firstSession: first, dayCount: days.count, starts: starts + [recordCount],
            base: base.map { ColumnArranger.Base(bars: $0, places: basePlaces) }
        ).write(records)
        func write<Value: BitwiseCopyable>(_ column: SmallColumn, _ values: [Value]) throws(StorageFailure) {
            try ColumnWriter.write(
                values, to: "\(folder)/\(column.fileName)", element: column.element, columns: column.columns)
        }
        try write(.days, days.map(\.number))
        try write(.calendar, calendar.days.map(\.number))
        try write(.symbols, symbols.map(\.packed))
        try write(.listed, listings.map { $0?.number ?? SmallColumn.unknownDay })
        try write(.spans, spans.flatMap { [Int32($0.first - first), Int32($0.last - first)] })
        try write(.names, names.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] })
        try writeExtras(folder)
        if !events.isEmpty {
            try EventChecks(folder: folder, days: Array(days), symbols: symbols).check(events, into: &report)
        }
        return Manifest(
            formatVersion: Manifest.currentVersion, generation: generation, firstDay: calendar.days[first],
            lastDay: calendar.days[last], dayCount: days.count, symbolCount: symbols.count,
            calendarFirstDay: calendar.calendar.first, calendarLastDay: calendar.calendar.last,
            calendarDayCount: calendar.days.count, sources: sources, report: report, eventCount: events.count,
            indices: indices.compactMap { $0.summary(calendar.days) })
    }

    private func writeExtras(_ folder: String) throws(StorageFailure) {
        if !events.isEmpty {
            let places = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, $0) })
            try ColumnWriter.write(
                events.flatMap { $0.event.row(symbolIndex: places[$0.symbol] ?? 0) },
                to: "\(folder)/\(ExtraColumns.eventsName)", element: .int64, columns: CorporateEvent.columns)
        }
        if !indices.isEmpty {
            try ColumnWriter.write(
                indices.flatMap { series in zip(series.closes, series.previousCloses).flatMap { [$0, $1] } },
                to: "\(folder)/\(ExtraColumns.indicesName)", element: .int64, columns: IndexSeries.columns)
        }
    }
}

extension IndexTable.Series {
    /// Nil where there is no close at all, which no table gives.
    fileprivate func summary(_ days: [Day]) -> Manifest.Index? {
        guard let first = closes.firstIndex(where: { $0 != 0 }), let last = closes.lastIndex(where: { $0 != 0 }) else {
            return nil
        }
        return Manifest.Index(
            code: code, firstDay: days[first], lastDay: days[last], closeCount: closes.count { $0 != 0 })
    }
}
