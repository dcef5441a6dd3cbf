import Market
import Testing

@testable import History

@Suite struct EventTests {
    private typealias Bar = Tables.Bar

    /// A stock with an ex-date on the second day, another without.
    private func tables(_ events: [String]?, reference: String = "9.60") -> Tables {
        var tables = Tables([
            .bar("2026-01-05", "000001.SZ"),
            .bar("2026-01-06", "000001.SZ", previousClose: "10.10"),
            .bar("2026-01-05", "600000.SH"),
            .bar("2026-01-06", "600000.SH", previousClose: reference) { $0.factor = "" },
        ])
        tables.events = events
        return tables
    }

    @Test func `events come back by stock`() throws {
        let warehouse = try Imported(
            tables([
                "000001.SZ,2026-01-06,2026-01-09,0.123456,0.3,0.25,7.125", "000001.SZ,2026-01-08,,0,0.5,0,",
                "600000.SH,2026-01-06,,0.5,0,0,0",
            ])
        ).warehouse
        let day = try #require(Day("2026-01-06"))
        let later = try #require(Day("2026-01-08"))
        #expect(
            warehouse.corporateActions(symbolIndex: 0) == [
                CorporateEvent(
                    exDay: day, payDay: try #require(Day("2026-01-09")),
                    action: CorporateAction(
                        cashPerBillion: 123_456_000, bonusPerBillion: 300_000_000, rightsPerBillion: 250_000_000,
                        rightsPrice: Price(li: 7125))),
                CorporateEvent(
                    exDay: later, payDay: later, action: CorporateAction(bonusPerBillion: 500_000_000)),
            ])
        #expect(
            warehouse.corporateActions(symbolIndex: 1) == [
                CorporateEvent(exDay: day, payDay: day, action: CorporateAction(cashPerBillion: 500_000_000))
            ])
        #expect(warehouse.manifest.eventCount == 3)
        try warehouse.verify()
    }

    @Test func `without the table there are no events, and ex-dates are known from the bars`() throws {
        let warehouse = try Imported(tables(nil)).warehouse
        #expect(warehouse.corporateActions(symbolIndex: 0).isEmpty)
        #expect(warehouse.corporateActions(symbolIndex: 1).isEmpty)
        #expect(warehouse.exEvents(dayIndex: 1).map(\.symbol.description) == ["600000.SH"])
        #expect(warehouse.manifest.eventCount == 0)
    }

    /// A close of 10.10 the day before.
    @Test(arguments: [
        ("0.5,0,0,", "9.60", false), ("0.5,0,0,", "9.61", false), ("0.5,0,0,", "9.62", true),
        ("0.5,0,0,", "9.59", false), ("0.5,0,0,", "9.58", true),
        // (10.10 - 0.10 + 5 × 0.5) / (1 + 0.25 + 0.5) = 7.142857…
        ("0.1,0.25,0.5,5", "7.14", false), ("0.1,0.25,0.5,5", "7.15", false), ("0.1,0.25,0.5,5", "7.16", true),
        ("0,1,0,", "5.05", false), ("0,0.999,0,", "5.05", false), ("11,0,0,", "9.60", true),
    ])
    func `a reference that the event does not imply is counted`(values: String, reference: String, isOdd: Bool) throws {
        let report = try Imported(tables(["600000.SH,2026-01-06,,\(values)"], reference: reference)).report
        #expect(report.count(.eventReferenceDiffers) == (isOdd ? 1 : 0))
        #expect(report.warnings.count == (isOdd ? 1 : 0))
    }

    @Test func `a finding tells the numbers`() throws {
        let report = try Imported(tables(["600000.SH,2026-01-06,,0.5,0,0,"], reference: "9.00")).report
        #expect(
            report.warnings == [
                ImportReport.Finding(
                    check: .eventReferenceDiffers, count: 1,
                    examples: ["600000.SH 2026-01-06: 9.60 from a close of 10.10, pre_close 9.00"])
            ])
    }

    @Test func `events that no bar meets are counted`() throws {
        let imported = try Imported(
            tables([
                // Before the calendar, before the first bar, after the last one, which may still come; an unknown stock.
                "000001.SZ,2020-01-06,,1,0,0,", "000001.SZ,2026-01-05,,1,0,0,", "000001.SZ,2026-01-13,,1,0,0,",
                "000002.SZ,2026-01-06,,1,0,0,", "600000.SH,2026-01-06,,0.5,0,0,", "600000.SH,2026-01-06,,0.50,0,0,",
            ]))
        #expect(
            imported.report.warnings.map(\.check)
                == [.repeatedRow, .eventUnknownStock, .eventOutsideCalendar, .eventWithoutBar])
        #expect(imported.report.warnings.allSatisfy { $0.count == 1 })
        #expect(imported.report.warnings[0].examples == ["corporate_actions.csv:7 600000.SH 2026-01-06"])
        #expect(imported.warehouse.corporateActions(symbolIndex: 0).count == 2)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var rows: [String]
        var line: Int
        var column: String?
        var problem: TableFailure.Problem
        var testDescription: String { rows.joined(separator: " / ") }
    }

    static let bad = [
        Bad(
            rows: ["000001.SZ,2026-01-10,,1,0,0,"], line: 2, column: "ex_date", problem: .notTradingDay("2026-01-10")),
        Bad(rows: ["000001.SZ,2026-01-06,2026-01-05,1,0,0,"], line: 2, column: "pay_date", problem: .paidBeforeExDate),
        Bad(rows: ["000001.SZ,2026-01-06,,0,0,0,"], line: 2, column: nil, problem: .emptyEvent),
        Bad(
            rows: ["000001.SZ,2026-01-06,,-1,0,0,"], line: 2, column: "cash_per_share",
            problem: .notAmountPerShare("-1")),
        Bad(
            rows: ["000001.SZ,2026-01-06,,0.1234567,0,0,"], line: 2, column: "cash_per_share",
            problem: .notAmountPerShare("0.1234567")),
        Bad(
            rows: ["000001.SZ,2026-01-06,,0,1000,0,"], line: 2, column: "bonus_per_share",
            problem: .notAmountPerShare("1000")),
        Bad(rows: ["000001.SZ,2026-01-06,,,1,0,"], line: 2, column: "cash_per_share", problem: .emptyField),
        Bad(rows: ["000001.SZ,2026-01-06,,0,0,0.3,"], line: 2, column: "rights_price", problem: .zeroPrice),
        Bad(rows: ["000001.SZ,2026-01-06,,0,0,0.3,x"], line: 2, column: "rights_price", problem: .notPrice("x")),
        Bad(
            rows: ["000001.SZ,2026-01-06,,1,0,0,", "000001.SZ,2026-01-06,,2,0,0,"], line: 3, column: "ex_date",
            problem: .conflictingRow),
        Bad(
            rows: ["600000.SH,2026-01-06,,1,0,0,", "000001.SZ,2026-01-06,,1,0,0,"], line: 3, column: "ex_date",
            problem: .notAscending),
    ]

    @Test(arguments: bad) func `a bad event ends the import`(bad: Bad) throws {
        #expect(
            throws: ImportFailure.table(
                TableFailure(file: "corporate_actions.csv", line: bad.line, column: bad.column, bad.problem))
        ) { try Imported(tables(bad.rows)) }
    }

    @Test func `a damaged column of events is refused or found`() throws {
        let imported = try Imported(tables(["000001.SZ,2026-01-06,,1,0,0,", "600000.SH,2026-01-06,,0.5,0,0,"]))
        let name = "warehouse/bars-1/events.col"
        var bytes = try imported.folder.bytes(name)
        try imported.folder.write(Array(bytes.dropLast()), to: name)
        #expect(throws: WarehouseFailure.self) { try Warehouse.open(imported.folder.file("warehouse")) }
        bytes[bytes.count - 1] ^= 1
        try imported.folder.write(bytes, to: name)
        #expect(throws: WarehouseFailure.self) { try Warehouse.open(imported.folder.file("warehouse")).verify() }
        try Folder.remove(imported.folder.file(name))
        #expect(throws: WarehouseFailure.self) { try Warehouse.open(imported.folder.file("warehouse")) }
    }
}
