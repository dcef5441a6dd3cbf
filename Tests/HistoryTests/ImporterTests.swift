import Market
import Testing

@testable import History

@Suite struct ImporterTests {
    private typealias Bar = Tables.Bar

    /// A table whose bars cannot be used, and the failure that must say so.
    struct BadRow: Sendable, CustomTestStringConvertible {
        var name: String
        var line: Int?
        var column: String?
        var problem: TableFailure.Problem
        var lines: [String]

        init(_ name: String, _ line: Int?, _ column: String?, _ problem: TableFailure.Problem, _ lines: [String]) {
            self.name = name
            self.line = line
            self.column = column
            self.problem = problem
            self.lines = lines
        }

        var testDescription: String { name }
    }

    static let badRows: [BadRow] = [
        BadRow("zero open", 2, "open", .zeroPrice, [Bar.bar { $0.open = "0.00" }.line]),
        BadRow("no high", 2, "high", .emptyField, [Bar.bar { $0.high = "" }.line]),
        BadRow("negative low", 2, "low", .notPrice("-9.90"), [Bar.bar { $0.low = "-9.90" }.line]),
        BadRow("a close in words", 2, "close", .notPrice("ten"), [Bar.bar(close: "ten").line]),
        BadRow("a price below the li", 2, "close", .notPrice("10.1234"), [Bar.bar(close: "10.1234").line]),
        BadRow("no reference", 2, "pre_close", .emptyField, [Bar.bar(previousClose: "").line]),
        BadRow("no volume", 2, "volume", .emptyField, [Bar.bar { $0.volume = "" }.line]),
        BadRow("half a share", 2, "volume", .notCount("0.5"), [Bar.bar { $0.volume = "0.5" }.line]),
        BadRow("factor zero", 2, "adj_factor", .notFactor("0.0"), [Bar.bar { $0.factor = "0.0" }.line]),
        BadRow("suspension unknown", 2, "suspended", .emptyField, [Bar.bar { $0.suspended = "" }.line]),
        BadRow("a flag of two", 2, "is_st", .notFlag("2"), [Bar.bar { $0.riskWarned = "2" }.line]),
        BadRow(
            "an index code in the old style", 2, "ts_code", .notSymbol("sh600000"),
            [Bar.bar("2026-01-05", "sh600000").line]),
        BadRow("the thirtieth of February", 2, "trade_date", .notDate("2026-02-30"), [Bar.bar("2026-02-30").line]),
        BadRow("a Saturday", 2, "trade_date", .notTradingDay("2026-01-10"), [Bar.bar("2026-01-10").line]),
        BadRow(
            "before the calendar", 2, "trade_date",
            .outsideCalendar("2026-01-02", first: "2026-01-05", last: "2026-01-13"), [Bar.bar("2026-01-02").line]),
        BadRow(
            "after the calendar", 2, "trade_date",
            .outsideCalendar("2026-01-14", first: "2026-01-05", last: "2026-01-13"), [Bar.bar("2026-01-14").line]),
        BadRow(
            "days out of order", 3, "trade_date", .notAscending,
            [Bar.bar("2026-01-06").line, Bar.bar("2026-01-05").line]),
        BadRow(
            "symbols out of order", 3, "trade_date", .notAscending,
            [Bar.bar("2026-01-05", "600001.SH").line, Bar.bar("2026-01-06", "600000.SH").line]),
        BadRow(
            "the same day twice, with another close", 3, "trade_date", .conflictingRow,
            [Bar.bar(close: "10.10").line, Bar.bar(close: "10.11").line]),
        BadRow("a field too few", 2, nil, .fieldCount(10, expected: 11), [String(Bar.bar().line.dropLast(2))]),
        BadRow("no rows", nil, nil, .noRows, []),
    ]

    @Test(arguments: badRows) func `a bad row ends the import and changes nothing`(bad: BadRow) throws {
        let folder = try Folder()
        try Tables([Bar.bar()]).write(to: folder)
        _ = try Importer.import(from: folder.path, into: folder.file("warehouse"))
        let before = try folder.contents("warehouse")
        try folder.write(Tables([]).text(Tables.header, bad.lines), to: "bars_daily.csv")
        let expected = ImportFailure.table(
            TableFailure(file: "bars_daily.csv", line: bad.line, column: bad.column, bad.problem))
        #expect(throws: expected) { try Importer.import(from: folder.path, into: folder.file("warehouse")) }
        #expect(try folder.contents("warehouse") == before)
        #expect(throws: expected) { try Importer.import(from: folder.path, into: folder.file("new")) }
        #expect(try folder.names("new") == ["catalog.sqlite"])
    }

    @Test func `a bad row late in a long table changes nothing`() throws {
        let folder = try Folder()
        var tables = Tables((0..<20_000).map { Bar.bar("2026-01-05", "\(600_000 + $0).SH") })
        try tables.write(to: folder)
        _ = try Importer.import(from: folder.path, into: folder.file("warehouse"))
        let before = try folder.contents("warehouse")
        tables.bars[19_999].close = "x"
        try tables.write(to: folder)
        #expect(throws: ImportFailure.self) { try Importer.import(from: folder.path, into: folder.file("warehouse")) }
        #expect(try folder.contents("warehouse") == before)
    }

    @Test func `plain and compressed tables give the same bars`() throws {
        let tables = Tables(
            [Bar.bar(), .bar("2026-01-06", previousClose: "10.10"), .bar("2026-01-05", "000001.SZ")].sorted {
                ($0.symbol, $0.day) < ($1.symbol, $1.day)
            }, stocks: ["600000.SH,Bank,1999-11-10"])
        let plain = try Imported(tables)
        let compressed = try Imported(tables, compressed: true)
        let bars = try plain.folder.contents("warehouse/bars-1")
        #expect(bars.count == Column.allCases.count + SmallColumn.allCases.count)
        #expect(try compressed.folder.contents("warehouse/bars-1") == bars)
        #expect(compressed.report == plain.report)
        #expect(
            compressed.warehouse.manifest.sources.map(\.name)
                == ["bars_daily.csv.gz", "trading-calendar.csv.gz", "stock_basic.csv.gz"])
    }

    @Test func `the same tables give the same bytes`() throws {
        let tables = Tables([Bar.bar(), .bar("2026-01-06", previousClose: "10.00")])
        #expect(try Imported(tables).folder.contents("warehouse") == Imported(tables).folder.contents("warehouse"))
    }

    @Test func `a cut table changes nothing`() throws {
        let folder = try Folder()
        try Tables([Bar.bar(), .bar("2026-01-06")]).write(to: folder, compressed: true)
        _ = try Importer.import(from: folder.path, into: folder.file("warehouse"))
        let before = try folder.contents("warehouse")
        try folder.write(Array(try folder.bytes("bars_daily.csv.gz").dropLast(12)), to: "bars_daily.csv.gz")
        #expect(throws: ImportFailure.table(TableFailure(file: "bars_daily.csv.gz", .truncated))) {
            try Importer.import(from: folder.path, into: folder.file("warehouse"))
        }
        #expect(try folder.contents("warehouse") == before)
    }

    @Test(arguments: ["bars_daily", "trading-calendar"])
    func `a required table that is missing is named`(name: String) throws {
        let folder = try Folder()
        try Tables([Bar.bar()]).write(to: folder)
        try Folder.remove(folder.file(name + ".csv"))
        #expect(throws: ImportFailure.table(TableFailure(file: name + ".csv", .missing))) {
            try Importer.import(from: folder.path, into: folder.file("warehouse"))
        }
        #expect(!folder.exists("warehouse"))
    }

    @Test func `a table that is there twice is refused`() throws {
        let folder = try Folder()
        try Tables([Bar.bar()]).write(to: folder)
        try Tables([Bar.bar()]).write(to: folder, compressed: true)
        #expect(throws: ImportFailure.table(TableFailure(file: "trading-calendar.csv", .ambiguous))) {
            try Importer.import(from: folder.path, into: folder.file("warehouse"))
        }
    }

    @Test func `a calendar out of order is refused with its line`() throws {
        let folder = try Folder()
        var tables = Tables([Bar.bar()])
        tables.calendar = ["2026-01-05", "2026-01-07", "2026-01-06"]
        try tables.write(to: folder)
        #expect(
            throws: ImportFailure.table(
                TableFailure(file: "trading-calendar.csv", line: 4, column: "trade_date", .notAscending))
        ) { try Importer.import(from: folder.path, into: folder.file("warehouse")) }
    }

    @Test func `an empty calendar is refused`() throws {
        let folder = try Folder()
        var tables = Tables([Bar.bar()])
        tables.calendar = []
        try tables.write(to: folder)
        #expect(throws: ImportFailure.table(TableFailure(file: "trading-calendar.csv", .noRows))) {
            try Importer.import(from: folder.path, into: folder.file("warehouse"))
        }
    }

    @Test func `a table of stocks that is there must be right`() throws {
        let folder = try Folder()
        try Tables([Bar.bar()], stocks: ["600000.SH,Bank,1999-13-10"]).write(to: folder)
        #expect(
            throws: ImportFailure.table(
                TableFailure(file: "stock_basic.csv", line: 2, column: "list_date", .notDate("1999-13-10")))
        ) { try Importer.import(from: folder.path, into: folder.file("warehouse")) }
    }

    @Test func `progress goes from reading to done`() throws {
        let folder = try Folder()
        try Tables((0..<20_000).map { Bar.bar("2026-01-05", "\(600_000 + $0).SH") }).write(to: folder)
        var seen: [ImportProgress] = []
        _ = try Importer.import(from: folder.path, into: folder.file("warehouse")) { seen.append($0) }
        let size = try folder.bytes("bars_daily.csv").count
        #expect(seen.map(\.stage) == [.reading, .arranging, .done])
        #expect(seen.map(\.rows) == [16_384, 20_000, 20_000])
        #expect(seen.allSatisfy { $0.bytesTotal == size && $0.bytesRead <= size })
        #expect(seen.last?.bytesRead == size)
    }
}
