package import Market

/// Makes a warehouse from tables in comma-separated files, or adds to one: `bars_daily` and `trading-calendar`, and
/// `stock_basic`, `corporate_actions` and `index_daily` where they are there, each as `.csv` or `.csv.gz`. `docs/history.md`
/// is the contract of the tables.
package enum Importer {
    /// Reads the tables and puts the result in force in the directory of the warehouse, which is made where it is missing.
    /// Until the last moment the old warehouse stays as it was, also where this throws or is killed.
    ///
    /// A row that cannot be understood, is out of order, or lies off the calendar ends the import with its file, line and
    /// column. What is merely odd is counted in the report. The same tables give the same bytes, but for the catalog, which
    /// says when. `now` is the time for that.
    package static func run(
        _ request: ImportRequest, now: @escaping () -> Timestamp = systemTime,
        progress: @escaping (ImportProgress) -> Void = { _ in }
    ) throws(ImportFailure) -> ImportOutcome {
        try run(request, hooks: ImportHooks(progress: progress, now: now))
    }

    /// The time of this machine.
    package static func systemTime() -> Timestamp { ImportHooks.systemTime() }

    /// A whole import of `tables` into `warehouse`; see `run`.
    @discardableResult
    package static func `import`(
        from tables: String, into warehouse: String, progress: @escaping (ImportProgress) -> Void = { _ in }
    ) throws(ImportFailure) -> ImportReport {
        try run(ImportRequest(tables: tables, warehouse: warehouse), progress: progress).report
    }

    static func run(_ request: ImportRequest, hooks: ImportHooks) throws(ImportFailure) -> ImportOutcome {
        let isAddition = request.mode == .add
        let tables = try ImportFailure.reading { () throws(TableFailure) in
            try SourceTables.find(in: request.tables, isAddition: isAddition)
        }
        // Before anything is made on the disk.
        if isAddition { _ = try base(request) }
        let builder = try WarehouseBuilder(request.warehouse)
        let manifest = try? Manifest.read(request.warehouse)
        let catalog = try Catalog.open(request.warehouse, inForce: manifest, at: hooks.now())
        let job = try catalog.begin(request, generation: builder.generation, at: hooks.now())
        hooks.boundary(.begun)
        do throws(ImportFailure) {
            if !request.isForced, let outcome = try unchanged(request, tables, manifest) {
                try catalog.finishUnchanged(job, at: hooks.now())
                return outcome
            }
            var run = ImportRun(
                request: request, tables: tables, builder: builder, base: isAddition ? try base(request) : nil,
                hooks: hooks, catalog: catalog, job: job)
            return try run.run()
        } catch {
            // The reason goes to whoever called; where even the catalog cannot be written, the next import will find the
            // job unfinished.
            try? catalog.fail(job, message: error.description, at: hooks.now())
            throw error
        }
    }

    /// The warehouse that is added to.
    private static func base(_ request: ImportRequest) throws(ImportFailure) -> Warehouse {
        do { return try Warehouse.open(request.warehouse) } catch { throw .noBase(error) }
    }

    /// Nil where the tables are others than those of the warehouse, or where it is damaged.
    private static func unchanged(
        _ request: ImportRequest, _ tables: SourceTables, _ manifest: Manifest?
    ) throws(ImportFailure) -> ImportOutcome? {
        guard let manifest else { return nil }
        let areKnown = try ImportFailure.reading { () throws(TableFailure) in
            try tables.areKnown(manifest.sources, isAddition: request.mode == .add)
        }
        guard areKnown, let warehouse = try? Warehouse.open(request.warehouse), (try? warehouse.verify()) != nil else {
            return nil
        }
        return ImportOutcome(
            kind: .unchanged, report: manifest.report, rowsRead: 0, isResumed: false, catalogFailure: nil)
    }
}
