package import History

/// `qmtlab import`: tables of bars into a local warehouse.
package enum ImportCommand {
    /// Imports the tables in the directory `tables` into the directory `warehouse` and prints what was found; `isAddition`
    /// and `isForced` are as in `ImportRequest`. Throws an `ImportFailure`, whose description is for people, or what opening
    /// the result throws; the warehouse is then as it was.
    ///
    /// `elapsed` gives the time since any fixed moment.
    @discardableResult
    package static func run(
        tables: String, warehouse: String, isAddition: Bool = false, isForced: Bool = false,
        progress output: ProgressOutput = .standardError,
        elapsed: @escaping () -> Duration = ImportCommand.clock(), print: (String) -> Void
    ) throws -> ImportReport {
        let start = elapsed()
        // Held by reference, because the import keeps the closure that draws.
        let bar = Drawn(ProgressBar(output))
        defer { bar.value.clear() }
        let request = ImportRequest(
            tables: tables, warehouse: warehouse, mode: isAddition ? .add : .replace, isForced: isForced)
        let outcome = try Importer.run(request, now: Importer.systemTime) {
            bar.value.update($0, elapsed: elapsed() - start)
        }
        bar.value.clear()
        for line in words(outcome) { print(line) }
        let manifest = try Warehouse.open(warehouse).manifest
        for line in summary(manifest, took: elapsed() - start) { print(line) }
        return outcome.report
    }

    /// What is special about this import.
    static func words(_ outcome: ImportOutcome) -> [String] {
        var lines: [String] = []
        switch outcome.kind {
        case .unchanged:
            lines.append("these tables are in the warehouse already; nothing was done (--force does it again)")
        case .added: lines.append("\(Figures.grouped(outcome.rowsRead)) rows read and merged; the warehouse now:")
        case .imported: break
        }
        if outcome.isResumed { lines.append("went on from an import that was killed after it had read the bars") }
        if let failure = outcome.catalogFailure {
            lines.append("warning: imported, but 'qmtlab history' will not show it until the next import: \(failure)")
        }
        return lines
    }

    /// A clock that starts now.
    package static func clock() -> () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }

    static func summary(_ manifest: Manifest, took: Duration) -> [String] {
        let report = manifest.report
        var lines = [
            "\(Figures.grouped(report.rows)) bars of \(Figures.grouped(manifest.symbolCount)) stocks on "
                + "\(Figures.grouped(manifest.dayCount)) days, \(manifest.firstDay) to \(manifest.lastDay), "
                + "in \(Figures.seconds(took))",
            "suspended \(Figures.grouped(report.suspendedRows)), ex-dates \(Figures.grouped(report.exDateRows)), "
                + "ST not known \(Figures.grouped(report.riskUnknownRows)), "
                + "factor not known \(Figures.grouped(report.factorUnknownRows))",
            "listing days inferred \(Figures.grouped(report.listingsInferred)), "
                + "not known \(Figures.grouped(report.listingsUnknown)); the calendar ends on \(manifest.calendarLastDay)",
        ]
        let events = manifest.eventCount ?? 0
        let indices = manifest.indices ?? []
        if events > 0 || !indices.isEmpty {
            let codes = indices.isEmpty ? "none" : indices.map(\.code).joined(separator: ", ")
            lines.append("corporate actions \(Figures.grouped(events)), indices \(codes)")
        }
        if !report.ignoredColumns.isEmpty {
            lines.append("columns not kept: " + report.ignoredColumns.joined(separator: ", "))
        }
        for warning in report.warnings {
            lines.append(
                "warning: \(warning.check.rawValue) \(Figures.grouped(warning.count)), such as \(warning.examples[0])")
        }
        return lines
    }

    private final class Drawn {
        var value: ProgressBar
        init(_ value: ProgressBar) { self.value = value }
    }
}
