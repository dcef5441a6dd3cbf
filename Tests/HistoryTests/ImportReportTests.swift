import Testing

@testable import History

/// What is odd but usable: counted, named with its line, and imported.
@Suite struct ImportReportTests {
    private typealias Bar = Tables.Bar

    private func findings(_ tables: Tables) throws -> [ImportReport.Finding] {
        try Imported(tables).report.warnings
    }

    private func finding(_ check: ImportReport.Check, _ examples: String...) -> ImportReport.Finding {
        ImportReport.Finding(check: check, count: examples.count, examples: examples)
    }

    @Test func `good data has no findings`() throws {
        let tables = Tables(
            [
                Bar.bar("2026-01-05"), .bar("2026-01-06", close: "10.20", previousClose: "10.10"),
                .suspended("2026-01-07", at: "10.20"), .bar("2026-01-08", previousClose: "10.20"),
            ], stocks: ["600000.SH,Bank,1999-11-10"])
        let imported = try Imported(tables)
        #expect(imported.report.warnings.isEmpty)
        #expect(imported.report.findings.map(\.check) == ImportReport.Check.allCases)
        #expect(imported.report.rows == 4)
        #expect(imported.report.suspendedRows == 1)
        #expect(imported.report.exDateRows == 0)
    }

    @Test func `a repeated row is left out`() throws {
        let imported = try Imported(Tables([Bar.bar(), Bar.bar(), Bar.bar()]))
        #expect(imported.report.rows == 1)
        #expect(
            imported.report.warnings == [
                finding(
                    .repeatedRow, "bars_daily.csv:3 600000.SH 2026-01-05", "bars_daily.csv:4 600000.SH 2026-01-05")
            ])
    }

    @Test(arguments: [("10.05", "9.90"), ("10.20", "10.05")])
    func `a range that leaves out open or close is counted`(high: String, low: String) throws {
        let bar = Bar.bar {
            $0.high = high
            $0.low = low
        }
        #expect(
            try findings(Tables([bar])) == [
                finding(
                    .rangeInconsistent,
                    "bars_daily.csv:2 600000.SH 2026-01-05: open 10.00, high \(high), low \(low), close 10.10")
            ])
    }

    @Test func `missing sessions are counted between first and last bar only`() throws {
        let tables = Tables([
            Bar.bar("2026-01-06"), .bar("2026-01-12", previousClose: "10.10"), .bar("2026-01-07", "600001.SH"),
        ])
        #expect(
            try findings(tables) == [
                finding(
                    .missingSession, "600000.SH 2026-01-07", "600000.SH 2026-01-08", "600000.SH 2026-01-09")
            ])
    }

    @Test func `volume on a suspended day is counted`() throws {
        var bar = Bar.suspended("2026-01-05", at: "10.00")
        bar.volume = "5"
        #expect(
            try findings(Tables([bar])) == [
                finding(.suspendedWithVolume, "bars_daily.csv:2 600000.SH 2026-01-05: volume 5")
            ])
    }

    @Test func `prices of a suspended day that left the reference are counted`() throws {
        var bar = Bar.suspended("2026-01-06", at: "10.20")
        bar.previousClose = "10.10"
        #expect(
            try findings(Tables([Bar.bar(), bar])) == [
                finding(
                    .suspendedPriceMoved, "bars_daily.csv:3 600000.SH 2026-01-06: close 10.20, pre_close 10.10")
            ])
    }

    @Test func `an ex-date in a suspension is no finding`() throws {
        var bar = Bar.suspended("2026-01-06", at: "9.60")
        bar.factor = "1.052083"
        let imported = try Imported(Tables([Bar.bar(), bar]))
        #expect(imported.report.warnings.isEmpty)
        #expect(imported.report.exDateRows == 1)
    }

    @Test func `trading without volume is counted`() throws {
        #expect(
            try findings(Tables([Bar.bar { $0.volume = "0" }])) == [
                finding(.tradedWithoutVolume, "bars_daily.csv:2 600000.SH 2026-01-05: volume 0")
            ])
    }

    @Test func `a reference above the last close is counted`() throws {
        let second = Bar.bar("2026-01-06", previousClose: "10.30") { $0.factor = "0.980583" }
        #expect(
            try findings(Tables([Bar.bar(), second])) == [
                finding(.referenceRaised, "bars_daily.csv:3 600000.SH 2026-01-06: pre_close 10.30 after 10.10")
            ])
    }

    @Test(arguments: [
        // An ex-date whose factor stands still, a factor that moves without one, and one that moves too far.
        ("9.00", "1.000000", true), ("10.10", "1.200000", true), ("9.00", "1.130000", true),
        // 10.10 / 9.00, and the same within the rounding of a tick.
        ("9.00", "1.122222", false), ("9.00", "1.121000", false), ("9.00", "", false),
    ])
    func `a factor that does not follow the ex-dates is counted`(reference: String, factor: String, isOdd: Bool) throws
    {
        let second = Bar.bar("2026-01-06", previousClose: reference) { $0.factor = factor }
        let report = try Imported(Tables([Bar.bar(), second])).report
        #expect(report.count(.factorMismatch) == (isOdd ? 1 : 0))
        #expect(report.warnings.count == (isOdd ? 1 : 0))
        #expect(report.factorUnknownRows == (factor.isEmpty ? 1 : 0))
    }

    @Test func `stocks of the bars are looked for in the table of stocks`() throws {
        let bars = [Bar.bar(), .bar("2026-01-05", "600001.SH")]
        #expect(try findings(Tables(bars)).isEmpty)
        #expect(
            try findings(Tables(bars, stocks: ["600000.SH,Bank,"])) == [finding(.notInStockBasic, "600001.SH")])
    }

    @Test func `bars before the listing are counted`() throws {
        let tables = Tables([Bar.bar("2026-01-06")], stocks: ["600000.SH,Bank,2026-01-07"])
        #expect(
            try findings(tables) == [
                finding(.barBeforeListing, "600000.SH: first bar 2026-01-06, list_date 2026-01-07")
            ])
    }

    @Test func `examples end after five, the count does not`() throws {
        let bars = (0..<9).map { Bar.bar("2026-01-05", "60000\($0).SH") { $0.volume = "0" } }
        let finding = try #require(try findings(Tables(bars)).first)
        #expect(finding.count == 9)
        #expect(finding.examples.count == 5)
    }

    @Test func `unknown ST and ignored columns are told`() throws {
        let folder = try Folder()
        try Tables([Bar.bar { $0.riskWarned = "" }, .bar("2026-01-06", previousClose: "10.10")]).write(to: folder)
        let lines = String(decoding: try folder.bytes("bars_daily.csv"), as: UTF8.self).split(separator: "\n")
        try folder.write(
            zip(lines, ["pb", "1.2", ""]).map { "\($0),\($1)\n" }.joined(), to: "bars_daily.csv")
        let report = try Importer.import(from: folder.path, into: folder.file("warehouse"))
        #expect(report.riskUnknownRows == 1)
        #expect(report.ignoredColumns == ["pb"])
        #expect(try Warehouse.open(folder.file("warehouse")).manifest.report == report)
    }
}
