import Market
import Testing

@testable import History

@Suite struct IndexTests {
    private typealias Bar = Tables.Bar

    /// Bars from Wednesday to Friday; the calendar goes from the Monday before to the Tuesday after.
    private func tables(_ indices: [String]?) -> Tables {
        var tables = Tables(Tables.week[2...4].map { Bar.bar($0, previousClose: "10.10") })
        tables.indices = indices
        return tables
    }

    @Test func `closes come back by day, and the one before the first`() throws {
        let imported = try Imported(
            tables([
                "000300.SH,2026-01-06,4000.5,", "000300.SH,2026-01-07,4100.1234,4000.5",
                "H00300.CSI,2026-01-07,6000,5990.25", "000300.SH,2026-01-08,4200,4100.1234",
                "000300.SH,2026-01-09,4300,4200", "000300.SH,2026-01-12,4400,4300", "H00300.CSI,2026-01-09,6100,",
            ]))
        let warehouse = imported.warehouse
        #expect(warehouse.indices.map(\.code) == ["000300.SH", "H00300.CSI"])
        #expect(warehouse.indices.map(\.isTotalReturn) == [false, true])
        #expect(warehouse.indices[0].closes == [41_001_234, 42_000_000, 43_000_000])
        #expect(warehouse.indices[0].closeBefore == 40_005_000)
        #expect(warehouse.index("H00300.CSI")?.closes == [60_000_000, 0, 61_000_000])
        #expect(warehouse.index("H00300.CSI")?.closeBefore == 59_902_500)
        #expect(warehouse.index("000905.SH") == nil)
        #expect(IndexSeries.totalReturnCode(of: "000300.SH") == "H00300.CSI")
        #expect(IndexSeries.totalReturnCode(of: "399001.SZ") == nil)
        #expect(
            warehouse.manifest.indices == [
                Manifest.Index(
                    code: "000300.SH", firstDay: Day(number: 20_459), lastDay: Day(number: 20_465), closeCount: 5),
                Manifest.Index(
                    code: "H00300.CSI", firstDay: Day(number: 20_460), lastDay: Day(number: 20_462), closeCount: 2),
            ])
        #expect(imported.report.warnings.map(\.check) == [.indexMissingSession])
        #expect(imported.report.warnings[0].examples == ["H00300.CSI 2026-01-08 to 2026-01-08"])
        try warehouse.verify()
    }

    @Test func `where the day before has no close, an earlier one counts, or none`() throws {
        let warehouse = try Imported(
            tables(["A,2026-01-05,100,", "A,2026-01-07,101,", "B,2026-01-07,200,", "C,2026-01-12,5,"])
        ).warehouse
        #expect(warehouse.indices.map(\.closeBefore) == [1_000_000, nil, nil])
        #expect(warehouse.indices[2].closes == [0, 0, 0])
    }

    @Test func `without the table there are none`() throws {
        let warehouse = try Imported(tables(nil)).warehouse
        #expect(warehouse.indices.isEmpty)
        #expect(warehouse.manifest.indices == [])
    }

    @Test func `rows outside the calendar, repeated ones and odd references are counted`() throws {
        let report = try Imported(
            tables([
                "A,2020-01-06,100,", "A,2026-01-05,100,", "A,2026-01-05,100.0,", "A,2026-01-06,102,101",
                "A,2027-01-05,100,",
            ])
        ).report
        #expect(report.warnings.map(\.check) == [.repeatedRow, .indexOutsideCalendar, .indexReferenceDiffers])
        #expect(report.warnings.map(\.count) == [1, 2, 1])
        #expect(report.warnings[1].examples == ["index_daily.csv:2 A 2020-01-06", "index_daily.csv:6 A 2027-01-05"])
        #expect(report.warnings[2].examples == ["A 2026-01-06: pre_close 101.00 after 100.00"])
    }

    @Test func `many rows outside the calendar are counted once each`() throws {
        let rows = (10..<19).map { "A,2020-01-\($0),100," } + ["A,2026-01-07,100,"]
        let finding = try Imported(tables(rows)).report.warnings[0]
        #expect(finding.count == 9)
        #expect(finding.examples.count == 5)
    }

    @Test(arguments: [
        (["A,2026-01-10,100,"], 2, "trade_date", TableFailure.Problem.notTradingDay("2026-01-10")),
        (["A,2026-01-05,0,"], 2, "close", .notPoints("0")), (["A,2026-01-05,,"], 2, "close", .emptyField),
        (["A,2026-01-05,1.00001,"], 2, "close", .notPoints("1.00001")),
        (["A,2026-01-05,100000000.0001,"], 2, "close", .notPoints("100000000.0001")),
        (["A,2026-01-05,1,x"], 2, "pre_close", .notPoints("x")),
        (["A B,2026-01-05,1,"], 2, "index_code", .notIndexCode("A B")),
        ([",2026-01-05,1,"], 2, "index_code", .emptyField),
        (["A,2026-01-05,1,", "A,2026-01-05,2,"], 3, "close", .conflictingRow),
        (["A,2026-01-05,1,", "A,2026-01-05,1,3"], 3, "close", .conflictingRow),
    ])
    func `a bad row ends the import`(rows: [String], line: Int, column: String, problem: TableFailure.Problem) throws {
        #expect(
            throws: ImportFailure.table(TableFailure(file: "index_daily.csv", line: line, column: column, problem))
        ) { try Imported(tables(rows)) }
    }

    @Test func `a damaged column of indices is refused or found`() throws {
        let imported = try Imported(tables(["A,2026-01-07,100,"]))
        let name = "warehouse/bars-1/indices.col"
        var bytes = try imported.folder.bytes(name)
        try imported.folder.write(Array(bytes.dropLast()), to: name)
        #expect(throws: WarehouseFailure.self) { try Warehouse.open(imported.folder.file("warehouse")) }
        bytes[bytes.count - 1] ^= 1
        try imported.folder.write(bytes, to: name)
        #expect(throws: WarehouseFailure.self) { try Warehouse.open(imported.folder.file("warehouse")).verify() }
    }
}
