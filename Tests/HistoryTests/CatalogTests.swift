import GRDB
import Market
import Testing

@testable import History

@Suite struct CatalogTests {
    private typealias Bar = Tables.Bar
    private let folder: Folder
    private let start = Timestamp(milliseconds: 1_767_571_200_000)
    private var warehouse: String { folder.file("w") }

    init() throws { folder = try Folder() }

    private func request(_ mode: ImportRequest.Mode = .replace, force: Bool = false) -> ImportRequest {
        ImportRequest(tables: folder.path, warehouse: warehouse, mode: mode, isForced: force)
    }

    /// The clock goes on by a second each time it is asked.
    @discardableResult private func run(_ request: ImportRequest, at second: Int64 = 0) throws -> ImportOutcome {
        var now = start.adding(seconds: second)
        return try Importer.run(
            request,
            hooks: ImportHooks(now: {
                now = now.adding(seconds: 1)
                return now
            }))
    }

    private func read() throws -> CatalogContents {
        try #require(try CatalogContents.read(warehouse, inForce: try? Manifest.read(warehouse)))
    }

    private func rows(_ sql: String) throws -> [[String]] {
        try DatabaseQueue(path: warehouse + "/catalog.sqlite").read { db in
            try Row.fetchAll(db, sql: sql).map { row in row.databaseValues.map { String($0.description) } }
        }
    }

    @Test func `an import is a job, with its tables and its times`() throws {
        try Tables([Bar.bar(), .bar("2026-01-05", "600001.SH")], stocks: ["600000.SH,Bank,1999-11-10"])
            .write(to: folder)
        try run(request())
        let job = try #require(try read().jobs.first)
        #expect(try read().jobs.count == 1)
        #expect(
            job
                == ImportJob(
                    id: 1, mode: .replace, tables: folder.path, started: start.adding(seconds: 2),
                    ended: start.adding(seconds: 3), state: .done, stage: "done", rows: 2, generation: 1, message: "",
                    sources: try Manifest.read(warehouse).sources))
        #expect(job.sources.map(\.name) == ["bars_daily.csv", "trading-calendar.csv", "stock_basic.csv"])
        #expect(try read().sourceTimes == Array(repeating: job.ended?.description, count: 3))
    }

    @Test func `people can ask it`() throws {
        var tables = Tables(
            [Bar.bar { $0.volume = "0" }, .bar("2026-01-06", previousClose: "10.10")],
            stocks: ["600000.SH,Bank,1999-11-10"])
        tables.indices = ["A,2026-01-05,100,"]
        try tables.write(to: folder)
        try run(request())
        #expect(
            try rows("SELECT * FROM series") == [
                ["\"600000.SH\"", "\"Bank\"", "\"1999-11-10\"", "\"2026-01-05\"", "\"2026-01-06\""]
            ])
        #expect(try rows("SELECT * FROM index_series") == [["\"A\"", "\"2026-01-05\"", "\"2026-01-05\"", "1"]])
        #expect(try rows("SELECT name FROM findings WHERE count > 0") == [["\"traded_without_volume\""]])
        #expect(
            try rows("SELECT example FROM finding_examples")
                == [["\"bars_daily.csv:2 600000.SH 2026-01-05: volume 0\""]])
        #expect(try rows("SELECT generation, day_count, row_count FROM warehouse") == [["1", "2", "2"]])
        #expect(try rows("SELECT count(*) FROM sources WHERE imported_at IS NOT NULL") == [["4"]])
    }

    @Test func `a failed import is a job with the reason`() throws {
        try Tables([Bar.bar()]).write(to: folder)
        try run(request())
        try Tables([Bar.bar(close: "x")]).write(to: folder)
        let failure = #expect(throws: ImportFailure.self) { try run(request()) }
        let job = try #require(try read().jobs.first)
        #expect(job.id == 2)
        #expect(job.state == .failed)
        #expect(job.stage == "reading")
        #expect(job.ended != nil)
        #expect(job.message == failure?.description)
        #expect(try Manifest.read(warehouse).generation == 1)
    }

    @Test func `sources of an addition have their own time, the others keep theirs`() throws {
        try Tables([Bar.bar()]).write(to: folder)
        try run(request())
        try Tables([Bar.bar("2026-01-06", previousClose: "10.10")]).write(to: folder)
        try run(request(.add), at: 100)
        let times = try read().sourceTimes
        #expect(times.count == 3)
        #expect(times[0] == start.adding(seconds: 3).description)
        #expect(times[2] == start.adding(seconds: 103).description)
        #expect(try read().jobs.map(\.mode) == [.add, .replace])
    }

    @Test func `a catalog that is gone is written again by the next import`() throws {
        try Tables([Bar.bar()]).write(to: folder)
        try run(request())
        try folder.makeOlder("w")
        #expect(try CatalogContents.read(warehouse, inForce: nil) == nil)
        #expect(try Warehouse.open(warehouse).symbols.count == 1)
        #expect(try run(request()).kind == .unchanged)
        #expect(try read().jobs.count == 1)
        #expect(try read().sourceTimes == [nil, nil])
        #expect(try rows("SELECT count(*) FROM series") == [["1"]])
    }

    @Test(arguments: ["", "no database at all, but long enough to be looked at as one"])
    func `a catalog that is no database is made anew`(text: String) throws {
        try Tables([Bar.bar()]).write(to: folder)
        try run(request())
        try folder.write(text, to: "w/catalog.sqlite")
        if !text.isEmpty { #expect(throws: ImportFailure.self) { try read() } }
        try run(request(force: true))
        #expect(try read().jobs.map(\.state) == [.done])
    }

    @Test func `a catalog of a later version is left alone`() throws {
        try Tables([Bar.bar()]).write(to: folder)
        try run(request())
        let queue = try DatabaseQueue(path: warehouse + "/catalog.sqlite")
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 2") }
        try queue.close()
        let before = try folder.bytes("w/catalog.sqlite")
        let failure = #expect(throws: ImportFailure.self) { try run(request(force: true)) }
        #expect(
            failure?.description
                == "\(warehouse)/catalog.sqlite: it has format 2, this program writes 1; move it away, and import again"
        )
        #expect(try folder.bytes("w/catalog.sqlite") == before)
        #expect(try Warehouse.open(warehouse).symbols.count == 1)
    }

    @Test func `a job runs as long as somebody holds the warehouse`() throws {
        try Tables([Bar.bar()]).write(to: folder)
        try run(request())
        let builder = try WarehouseBuilder(warehouse)
        let manifest = try Manifest.read(warehouse)
        var catalog: Catalog? = try Catalog.open(warehouse, inForce: manifest, at: start)
        _ = try catalog?.begin(request(), generation: 2, at: start)
        catalog = nil
        #expect(try read().jobs.first?.state == .running)
        withExtendedLifetime(builder) {}
    }

    @Test func `the next import closes the jobs of those that were killed`() throws {
        try Tables([Bar.bar()]).write(to: folder)
        try run(request())
        let manifest = try Manifest.read(warehouse)
        // One before its work was in force, and one right after.
        let catalog = try Catalog.open(warehouse, inForce: manifest, at: start)
        _ = try catalog.begin(request(), generation: 2, at: start)
        _ = try catalog.begin(request(), generation: 1, at: start)
        #expect(try read().jobs.map(\.state) == [.done, .killed, .done])
        #expect(
            try read().jobs[1].message
                == "it was killed on its way, and the warehouse is as it was before; import again")
        #expect(try rows("SELECT state FROM jobs") == [["\"done\""], ["\"running\""], ["\"running\""]])
        try run(request(), at: 60)
        #expect(try rows("SELECT state FROM jobs") == [["\"done\""], ["\"killed\""], ["\"done\""], ["\"done\""]])
        #expect(try read().jobs[2].ended == start.adding(seconds: 61))
    }

    @Test func `reading bars needs no catalog`() throws {
        try Tables([Bar.bar()]).write(to: folder)
        try run(request())
        try folder.write("no database", to: "w/catalog.sqlite")
        try Warehouse.open(warehouse).verify()
        try Folder.remove(folder.file("w/catalog.sqlite"))
        try Warehouse.open(warehouse).verify()
    }
}
