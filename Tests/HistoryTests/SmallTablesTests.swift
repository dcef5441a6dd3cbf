import Market
import Testing

@testable import History

/// Small tables whose checksums are right and whose content is not: written by something else than the import.
@Suite struct SmallTablesTests {
    private let folder: Folder
    private var bars: String { folder.file("w/bars-1") }

    init() throws {
        folder = try Folder()
        try Tables(
            [.bar("2026-01-06", "600000.SH"), .bar("2026-01-07", "600001.SH")],
            stocks: ["600000.SH,A,", "600001.SH,B,"]
        ).write(to: folder)
        _ = try Importer.import(from: folder.path, into: folder.file("w"))
    }

    private func replace<Value: BitwiseCopyable>(_ column: SmallColumn, _ values: [Value]) throws {
        try Folder.remove("\(bars)/\(column.fileName)")
        try ColumnWriter.write(
            values, to: "\(bars)/\(column.fileName)", element: column.element, columns: column.columns)
    }

    private func expectDamage(_ column: SmallColumn, _ words: String = "its content contradicts the manifest") {
        #expect(throws: WarehouseFailure.damaged(path: "\(bars)/\(column.fileName)", words)) {
            try Warehouse.open(folder.file("w"))
        }
    }

    private func numbers(_ days: String...) throws -> [Int32] { try days.map { try #require(Day($0)).number } }

    @Test func `days that are not the calendar's are refused`() throws {
        try replace(.days, numbers("2026-01-06", "2026-01-08"))
        expectDamage(.days)
    }

    @Test func `days outside the manifest's range are refused`() throws {
        try replace(.days, numbers("2026-01-05", "2026-01-06"))
        expectDamage(.days)
    }

    @Test func `a calendar out of order is refused`() throws {
        let week = try Tables.week.map { try #require(Day($0)).number }
        try replace(.calendar, Array(week.reversed()))
        expectDamage(.calendar)
    }

    @Test func `symbols out of order are refused`() throws {
        let symbols = try ["600001.SH", "600000.SH"].map { try #require(Symbol($0)).packed }
        try replace(.symbols, symbols)
        expectDamage(.symbols)
        try replace(.symbols, [symbols[0], symbols[0]])
        expectDamage(.symbols)
    }

    @Test(arguments: [[0, 0, 1, 2], [-1, 0, 1, 1], [1, 0, 1, 1], [0, 0, 1, Int32.max]])
    func `spans outside the days are refused`(spans: [Int32]) throws {
        try replace(.spans, spans)
        expectDamage(.spans)
    }

    @Test(arguments: ["A\n", "A\nB", "A\nB\nC\n", ""]) func `names must be as many as symbols`(names: String) throws {
        try replace(.names, Array(names.utf8))
        expectDamage(.names)
    }

    @Test func `another number of symbols is another shape`() throws {
        try replace(.symbols, [try #require(Symbol("600000.SH")).packed])
        expectDamage(.symbols, "its shape is not the manifest's")
    }

    @Test func `what is right opens`() throws {
        try replace(.days, numbers("2026-01-06", "2026-01-07"))
        try replace(.spans, [Int32(0), 0, 1, 1])
        try replace(.names, Array("X\nY\n".utf8))
        let warehouse = try Warehouse.open(folder.file("w"))
        #expect(warehouse.name(of: try #require(Symbol("600001.SH"))) == "Y")
    }
}
