import Market

/// One import from its tables to the new manifest.
struct ImportRun {
    let request: ImportRequest
    let tables: SourceTables
    let builder: WarehouseBuilder
    /// The warehouse that is added to.
    let base: Warehouse?
    let hooks: ImportHooks
    let catalog: Catalog
    let job: Int64

    private var isResumed = false

    init(
        request: ImportRequest, tables: SourceTables, builder: WarehouseBuilder, base: Warehouse?, hooks: ImportHooks,
        catalog: Catalog, job: Int64
    ) {
        self.request = request
        self.tables = tables
        self.builder = builder
        self.base = base
        self.hooks = hooks
        self.catalog = catalog
        self.job = job
    }

    /// The tables that are read whole before the bars: an error in them shows at once.
    private struct SmallContent {
        var calendar: CalendarTable.Content
        var sessions: SessionIndex
        var stocks: StockTable.Content?
        var events: EventTable.Content?
        var indices: IndexTable.Content?
    }

    mutating func run() throws(ImportFailure) -> ImportOutcome {
        let small = try ImportFailure.reading { () throws(TableFailure) in try readSmallTables() }
        let bars = base.map { BaseBars($0, sessions: small.sessions) }
        let stage = try readBars(small, bars)
        hooks.boundary(.spooled)
        var content = WarehouseContent(stage, calendar: small.calendar, sessions: small.sessions, base: bars)
        content.addListings(small.stocks?.stocks)
        if let events = small.events { content.addEvents(events) }
        if let indices = small.indices { content.addIndices(indices) }
        let new = [
            stage.source, small.calendar.source, small.stocks?.source, small.events?.source, small.indices?.source,
        ].compactMap(\.self)
        try catalog.note(job, stage: .arranging, rows: stage.rowsRead, sources: new)
        let manifest = try write(&content, stage, sources: sources(new))
        hooks.boundary(.arranged)
        try builder.install(manifest, boundary: hooks.boundary)
        var failure: String?
        do throws(ImportFailure) {
            // What is in force stays so, whatever becomes of the catalog: the next import writes it again.
            try catalog.finish(job, manifest, at: hooks.now())
        } catch {
            failure = error.description
        }
        hooks.boundary(.catalogued)
        report(.done, stage)
        return ImportOutcome(
            kind: base == nil ? .imported : .added, report: manifest.report, rowsRead: stage.rowsRead,
            isResumed: isResumed, catalogFailure: failure)
    }

    private func readSmallTables() throws(TableFailure) -> SmallContent {
        let calendar = try readCalendar()
        let sessions = SessionIndex(calendar.days)
        var small = SmallContent(calendar: calendar, sessions: sessions)
        if let file = tables.stocks { small.stocks = try StockTable.read(file) }
        let oldEvents = base.map(EventTable.rows) ?? []
        if let file = tables.events {
            small.events = try EventTable.read(
                file, calendar: calendar.calendar, sessions: sessions, base: oldEvents)
        } else if !oldEvents.isEmpty {
            small.events = EventTable.Content(rows: oldEvents)
        }
        let oldIndices = base.map { IndexTable.series(of: $0, sessions: sessions) } ?? []
        if let file = tables.indices {
            small.indices = try IndexTable.read(
                file, calendar: calendar.calendar, sessions: sessions, base: oldIndices)
        } else if !oldIndices.isEmpty {
            small.indices = IndexTable.Content(series: oldIndices)
        }
        return small
    }

    private func readCalendar() throws(TableFailure) -> CalendarTable.Content {
        let file = tables.calendar
        let content = try file.map(CalendarTable.read)
        if let base {
            let addition = file.flatMap { file in content.map { (file: file, content: $0) } }
            return try CalendarTable.merged(base, addition)
        }
        guard let content else { throw TableFailure(file: "\(CalendarTable.name).csv", .missing) }
        return content
    }

    /// Reads the bars, or takes over what an import that was killed has read.
    private mutating func readBars(_ small: SmallContent, _ base: BaseBars?) throws(ImportFailure) -> BarStage {
        let report = self.base.map { ImportReport(continuing: $0.manifest.report) } ?? ImportReport()
        guard let file = tables.bars else { return BarStage(report: report) }
        let key = SpoolNote.Key.current(calendar: small.calendar.source, base: self.base?.manifest)
        if let key, let stage = try finishedStage(key, file) {
            isResumed = true
            self.report(.arranging, stage)
            return stage
        }
        try ImportFailure.storing { () throws(StorageFailure) in try builder.removeSpool() }
        let table = try ImportFailure.reading { () throws(TableFailure) in try BarTable(file) }
        let spool = try ImportFailure.storing { () throws(StorageFailure) in try BarSpool(builder.spoolPath) }
        var reading = BarReading(
            calendar: small.calendar, sessions: small.sessions, base: base, report: report, progress: hooks.progress)
        let stage = try reading.read(table, into: spool)
        try ImportFailure.storing { () throws(StorageFailure) in
            try spool.finish()
            if let key { try SpoolNote(key: key, stage: stage).write(to: builder.spoolNotePath) }
        }
        self.report(.arranging, stage)
        return stage
    }

    /// Nil where there is no finished spool of this very table.
    private func finishedStage(_ key: SpoolNote.Key, _ file: SourceFile) throws(ImportFailure) -> BarStage? {
        guard let note = SpoolNote.read(builder.spoolNotePath), note.key == key, let source = note.stage.source,
            source.name == file.name
        else { return nil }
        let isSame = try ImportFailure.reading { () throws(TableFailure) -> Bool in
            guard try file.size() == source.bytes else { return false }
            return try file.digest().hasContent(of: source)
        }
        let records = try? BarSpool.Records(builder.spoolPath, count: note.stage.recordCount)
        return isSame && records != nil ? note.stage : nil
    }

    private func write(
        _ content: inout WarehouseContent, _ stage: BarStage, sources: [Manifest.Source]
    ) throws(ImportFailure) -> Manifest {
        do {
            let none = UnsafeBufferPointer<BarSpool.Record>(start: nil, count: 0)
            let records =
                stage.source == nil ? nil : try BarSpool.Records(builder.spoolPath, count: stage.recordCount)
            defer { withExtendedLifetime(records) {} }
            return try content.write(
                records?.all ?? none, to: builder.folder, generation: builder.generation, sources: sources)
        } catch {
            throw .storage(error)
        }
    }

    /// Of the warehouse as it will be.
    private func sources(_ new: [Manifest.Source]) -> [Manifest.Source] {
        guard let base else { return new }
        let old = base.manifest.sources
        let added = new.filter { source in !old.contains { $0.hasContent(of: source) } }
        return old
            + added.map {
                var source = $0
                source.addedBy = builder.generation
                return source
            }
    }

    private func report(_ stage: ImportProgress.Stage, _ bars: BarStage) {
        let bytes = bars.source?.bytes ?? 0
        hooks.progress(ImportProgress(stage: stage, rows: bars.rowsRead, bytesRead: bytes, bytesTotal: bytes))
    }
}
