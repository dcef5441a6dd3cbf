import Market

/// Makes a warehouse from tables in comma-separated files: `bars_daily` and `trading-calendar`, and `stock_basic` where it is
/// there, each as `.csv` or `.csv.gz`. `docs/history.md` is the contract of the tables.
package enum Importer {
    /// Reads the tables in the directory `tables` and puts the result in force in the directory `warehouse`, which is made
    /// where it is missing. Until the last moment the old warehouse stays as it was, also where this throws or is killed.
    ///
    /// A row that cannot be understood, is out of order, or lies off the calendar ends the import with its file, line and
    /// column. What is merely odd is counted in the report. The same tables give the same bytes.
    package static func `import`(
        from tables: String, into warehouse: String, progress: @escaping (ImportProgress) -> Void = { _ in }
    ) throws(ImportFailure) -> ImportReport {
        let bars: BarTable
        let calendar: CalendarTable.Content
        let stocks: StockTable.Content?
        do {
            calendar = try CalendarTable.read(SourceFile.require(CalendarTable.name, in: tables))
            stocks = try SourceFile.find(StockTable.name, in: tables).map(StockTable.read)
            bars = try BarTable(SourceFile.require(BarTable.name, in: tables))
        } catch {
            throw .table(error)
        }
        let builder = try WarehouseBuilder(warehouse)
        var run = BarImport(calendar: calendar, progress: progress)
        try run.read(bars, into: builder.folder)
        run.addListings(stocks?.stocks)
        let manifest: Manifest
        do {
            manifest = try run.write(
                to: builder, sources: [bars.reader.stream.source, calendar.source] + (stocks.map { [$0.source] } ?? []))
        } catch {
            throw .storage(error)
        }
        try builder.install(manifest)
        run.report(.done)
        return manifest.report
    }
}
