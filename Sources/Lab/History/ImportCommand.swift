package import History

/// `qmtlab import`: tables of bars into a local warehouse.
package enum ImportCommand {
    /// Imports the tables in the directory `tables` into the directory `warehouse` and prints what was found. Throws an
    /// `ImportFailure`, whose description is for people, or what opening the result throws; the warehouse is then as it was.
    ///
    /// `elapsed` gives the time since any fixed moment.
    @discardableResult
    package static func run(
        tables: String, warehouse: String, progress output: ProgressOutput = .standardError,
        elapsed: @escaping () -> Duration = ImportCommand.clock(), print: (String) -> Void
    ) throws -> ImportReport {
        let start = elapsed()
        // Held by reference, because the import keeps the closure that draws.
        let bar = Drawn(ProgressBar(output))
        defer { bar.value.clear() }
        let report = try Importer.import(from: tables, into: warehouse) {
            bar.value.update($0, elapsed: elapsed() - start)
        }
        bar.value.clear()
        let manifest = try Warehouse.open(warehouse).manifest
        for line in summary(manifest, took: elapsed() - start) { print(line) }
        return report
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
