import Glibc
import Testing

@testable import History

/// Imports that are killed at their boundaries and at any moment: the old state or the new one is in force, the next import
/// goes on from what was read, and the result is what it would have been.
@Suite struct ResumeTests {
    private let folder: Folder
    private var warehouse: String { folder.file("w") }

    /// A warehouse of half of the days in `w`, all tables in `all`, the later ones in `later`, the right result in `whole`.
    init() throws {
        folder = try Folder()
        let parts = try MarketParts()
        let cut = parts.days[20]
        try parts.write(to: "half", in: folder, bars: parts.bars.filter { MarketParts.day($0) <= cut })
        try parts.write(
            to: "later", in: folder, bars: parts.bars.filter { MarketParts.day($0) > cut }, hasCalendar: false,
            events: parts.events, indices: parts.indices)
        try parts.writeAll(to: "all", in: folder)
        _ = try Importer.import(from: folder.file("all"), into: folder.file("whole"))
        _ = try Importer.import(from: folder.file("half"), into: warehouse)
    }

    private func run(_ tables: String, _ mode: ImportRequest.Mode) throws -> ImportOutcome {
        try Importer.run(
            ImportRequest(tables: folder.file(tables), warehouse: warehouse, mode: mode), hooks: ImportHooks())
    }

    private func columns(_ name: String) throws -> [String: [UInt8]] {
        let warehouse = try Warehouse.open(folder.file(name))
        try warehouse.verify()
        return try folder.contents("\(name)/\(warehouse.manifest.folder)")
    }

    /// In a process of its own.
    private func kill(at boundary: ImportBoundary, _ tables: String, _ mode: ImportRequest.Mode) async {
        let (from, into) = (folder.file(tables), warehouse)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [
                from = from as String, into = into as String, boundary = boundary.rawValue as String,
                mode = mode.rawValue as String
            ] in
            let mode = try #require(ImportRequest.Mode(rawValue: mode))
            _ = try Importer.run(
                ImportRequest(tables: from, warehouse: into, mode: mode),
                hooks: ImportHooks(boundary: { if $0.rawValue == boundary { Glibc.kill(getpid(), SIGKILL) } }))
        }
    }

    @Test(arguments: ImportBoundary.allCases, [ImportRequest.Mode.replace, .add])
    func `killed at a boundary, it is resumed`(boundary: ImportBoundary, mode: ImportRequest.Mode) async throws {
        let tables = mode == .add ? "later" : "all"
        let half = try columns("w")
        await kill(at: boundary, tables, mode)
        let isInForce = [.installed, .catalogued].contains(boundary)
        #expect(try columns("w") == (isInForce ? try columns("whole") : half))

        let manifest = try Manifest.read(warehouse)
        let job = try #require(try CatalogContents.read(warehouse, inForce: manifest)?.jobs.first)
        #expect(job.state == (isInForce ? .done : .killed))
        let mayResume = boundary == .arranged || boundary == .manifestWritten
        #expect(job.message.hasSuffix("which goes on from what was read") == mayResume)
        let outcome = try run(tables, mode)
        #expect(outcome.isResumed == [.spooled, .arranged, .manifestWritten].contains(boundary))
        #expect(outcome.kind == (isInForce ? .unchanged : mode == .add ? .added : .imported))
        #expect(try columns("w") == columns("whole"))
        #expect(try folder.names("w").count == 3)
        let whole = try Warehouse.open(folder.file("whole")).manifest.report
        #expect(try Warehouse.open(warehouse).manifest.report.rows == whole.rows)
        if mode == .replace { #expect(try Warehouse.open(warehouse).manifest.report == whole) }
        #expect(try CatalogContents.read(warehouse, inForce: nil)?.jobs.map(\.state).contains(.running) == false)
    }

    @Test(arguments: 1...10) func `killed at any moment, the old state or the new one is in force`(seed: Int)
        async throws
    {
        var random = SplitMix64(seed: UInt64(seed))
        let half = try columns("w")
        let whole = try columns("whole")
        let mode: ImportRequest.Mode = seed.isMultiple(of: 2) ? .replace : .add
        let tables = mode == .add ? "later" : "all"
        for _ in 0..<2 {
            let (from, into, calls) = (folder.file(tables), warehouse, Int.random(in: 0..<400_000, using: &random))
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [from = from as String, into = into as String, mode = mode.rawValue as String, calls = calls as Int] in
                let mode = try #require(ImportRequest.Mode(rawValue: mode))
                // Another thread kills the process after that many calls of the system.
                var thread = pthread_t()
                let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
                count.initialize(to: calls)
                pthread_create(
                    &thread, nil,
                    { count in
                        let calls = count?.load(as: Int.self) ?? 0
                        for _ in 0..<calls { _ = getppid() }
                        Glibc.kill(getpid(), SIGKILL)
                        return nil
                    }, count)
                _ = try Importer.run(
                    ImportRequest(tables: from, warehouse: into, mode: mode), hooks: ImportHooks())
                Glibc.kill(getpid(), SIGKILL)
            }
            let found = try columns("w")
            #expect(found == half || found == whole)
            _ = try CatalogContents.read(warehouse, inForce: try Manifest.read(warehouse))
        }
        _ = try run(tables, mode)
        #expect(try columns("w") == whole)
        #expect(try folder.names("w").count == 3)
    }

    @Test func `nothing is taken over from other tables, another calendar or another warehouse`() async throws {
        await kill(at: .spooled, "all", .replace)
        #expect(try folder.names("w").contains("spool.json"))
        #expect(try run("half", .replace).kind == .unchanged)
        #expect(try folder.names("w").count == 3)

        await kill(at: .spooled, "all", .replace)
        let text = try folder.bytes("all/trading-calendar.csv")
        try folder.write(text + Array("2030-01-02\n".utf8), to: "all/trading-calendar.csv")
        #expect(try !run("all", .replace).isResumed)

        _ = try run("half", .replace)
        await kill(at: .spooled, "later", .add)
        #expect(try !run("all", .replace).isResumed)
    }

    @Test func `another table of the same size is read`() async throws {
        await kill(at: .spooled, "all", .replace)
        var bytes = try folder.bytes("all/bars_daily.csv")
        let last = try #require(bytes.lastIndex(of: UInt8(ascii: "0")))
        bytes[last] = UInt8(ascii: "1")
        try folder.write(bytes, to: "all/bars_daily.csv")
        let outcome = try? run("all", .replace)
        #expect(outcome?.isResumed != true)
    }

    @Test(arguments: ["spool.json", "bars.spool"])
    func `a spool or note that was cut is not taken`(name: String) async throws {
        await kill(at: .spooled, "all", .replace)
        try folder.write(Array(try folder.bytes("w/" + name).dropLast(10)), to: "w/" + name)
        #expect(try !run("all", .replace).isResumed)
        #expect(try columns("w") == columns("whole"))
    }

    @Test func `a restart of the machine makes a spool worthless`() async throws {
        await kill(at: .spooled, "all", .replace)
        var note = try #require(SpoolNote.read(folder.file("w/spool.json")))
        note.key.boot = "another"
        try Folder.remove(folder.file("w/spool.json"))
        try note.write(to: folder.file("w/spool.json"))
        #expect(try !run("all", .replace).isResumed)
    }
}
