import Testing

@testable import History

/// Tables that are in the warehouse already.
@Suite struct UnchangedTests {
    private typealias Bar = Tables.Bar
    private let folder: Folder
    private var warehouse: String { folder.file("w") }

    init() throws {
        folder = try Folder()
        try Tables([Bar.bar()], stocks: ["600000.SH,Bank,1999-11-10"]).write(to: folder)
    }

    private func run(_ mode: ImportRequest.Mode = .replace, force: Bool = false) throws -> ImportOutcome {
        try Importer.run(
            ImportRequest(tables: folder.path, warehouse: warehouse, mode: mode, isForced: force), hooks: ImportHooks())
    }

    private var generation: Int { get throws { try Manifest.read(warehouse).generation } }

    @Test func `the same tables do nothing, unless forced`() throws {
        #expect(try run().kind == .imported)
        let before = try folder.contents("w")
        let again = try run()
        #expect(again.kind == .unchanged)
        #expect(again.rowsRead == 0)
        #expect(again.report.rows == 1)
        #expect(try folder.contents("w") == before)
        #expect(try folder.names("w") == ["bars-1", "catalog.sqlite", "manifest.json"])
        let job = try #require(try CatalogContents.read(warehouse, inForce: nil)?.jobs.first)
        #expect(job.state == .done)
        #expect(job.generation == nil)
        #expect(job.message == "these very tables were in force already; nothing was done")
        #expect(try run(force: true).kind == .imported)
        #expect(try generation == 2)
    }

    @Test(arguments: ["bars_daily", "trading-calendar", "stock_basic", "index_daily"])
    func `one other byte in any table imports again`(table: String) throws {
        _ = try run()
        var tables = Tables([Bar.bar()], stocks: ["600000.SH,Bank,1999-11-10"])
        switch table {
        case "bars_daily": tables.bars[0].close = "10.11"
        case "trading-calendar": tables.calendar[6] = "2026-01-14"
        case "stock_basic": tables.stocks = ["600000.SH,Bonk,1999-11-10"]
        default: tables.indices = ["A,2026-01-05,100,"]
        }
        try tables.write(to: folder)
        #expect(try run().kind == .imported)
        #expect(try generation == 2)
    }

    @Test func `a table fewer imports again`() throws {
        _ = try run()
        try Folder.remove(folder.file("stock_basic.csv"))
        #expect(try run().kind == .imported)
    }

    @Test func `a damaged warehouse is imported again`() throws {
        _ = try run()
        var bytes = try folder.bytes("w/bars-1/open.col")
        bytes[bytes.count - 1] ^= 1
        try folder.write(bytes, to: "w/bars-1/open.col")
        #expect(try run().kind == .imported)
        try Warehouse.open(warehouse).verify()
        try Folder.remove(folder.file("w/bars-2/days.col"))
        #expect(try run().kind == .imported)
        try Warehouse.open(warehouse).verify()
    }

    @Test func `what was added is known, and the whole tables then replace it`() throws {
        _ = try run()
        #expect(try run(.add).kind == .unchanged)
        let first = try folder.bytes("bars_daily.csv")
        try Tables([Bar.bar("2026-01-06", previousClose: "10.10")]).write(to: folder)
        #expect(try run(.add).kind == .added)
        #expect(try run(.add).kind == .unchanged)
        #expect(try Warehouse.open(warehouse).days.count == 2)
        try folder.write(first, to: "bars_daily.csv")
        #expect(try run().kind == .imported)
        #expect(try Warehouse.open(warehouse).days.count == 1)
    }
}
