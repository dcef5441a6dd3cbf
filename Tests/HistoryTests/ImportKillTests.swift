import Glibc
import Testing

@testable import History

/// Imports in a process of their own that is killed on the way, as by a power cut.
@Suite struct ImportKillTests {
    private typealias Bar = Tables.Bar

    /// A warehouse of one bar at ten yuan, and beside it tables of very many at eleven.
    private func prepared() throws -> Folder {
        let folder = try Folder()
        try Tables([Bar.bar(close: "10.00")]).write(to: folder)
        _ = try Importer.import(from: folder.path, into: folder.file("warehouse"))
        let bars = (0..<17_000).map { number in
            Bar.bar("2026-01-05", "\(600_000 + number).SH") {
                ($0.open, $0.high, $0.low, $0.close) = ("11.00", "11.00", "11.00", "11.00")
            }
        }
        try Tables(bars).write(to: folder)
        return folder
    }

    private func symbolCount(_ folder: Folder) throws -> Int {
        let warehouse = try Warehouse.open(folder.file("warehouse"))
        try warehouse.verify()
        return warehouse.symbols.count
    }

    /// Imports again, and expects the new state and nothing else.
    private func checkNextImport(_ folder: Folder) throws {
        _ = try Importer.import(from: folder.path, into: folder.file("warehouse"))
        #expect(try symbolCount(folder) == 17_000)
        #expect(try folder.names("warehouse").count == 3)
    }

    @Test func `killed while reading, the old state stays`() async throws {
        let folder = try prepared()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            _ = try Importer.import(from: path, into: path + "/warehouse") { progress in
                if progress.stage == .reading { kill(getpid(), SIGKILL) }
            }
        }
        #expect(try folder.names("warehouse") == ["bars-1", "bars-2", "bars.spool", "catalog.sqlite", "manifest.json"])
        #expect(try symbolCount(folder) == 1)
        try checkNextImport(folder)
    }

    @Test func `killed before the columns are written, the old state stays`() async throws {
        let folder = try prepared()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            _ = try Importer.import(from: path, into: path + "/warehouse") { progress in
                if progress.stage == .arranging { kill(getpid(), SIGKILL) }
            }
        }
        #expect(try symbolCount(folder) == 1)
        try checkNextImport(folder)
    }

    @Test func `killed right after, the new state stays`() async throws {
        let folder = try prepared()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            _ = try Importer.import(from: path, into: path + "/warehouse") { progress in
                if progress.stage == .done { kill(getpid(), SIGKILL) }
            }
        }
        #expect(try symbolCount(folder) == 17_000)
        try checkNextImport(folder)
    }

    @Test func `a disk that refuses leaves the old state`() async throws {
        let folder = try prepared()
        let path = folder.path
        await #expect(processExitsWith: .success) { [path = path as String] in
            // No file of this process may grow beyond half a megabyte: the spool does.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 1 << 19, rlim_max: 1 << 19)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            #expect(throws: ImportFailure.self) { try Importer.import(from: path, into: path + "/warehouse") }
        }
        #expect(try folder.names("warehouse") == ["bars-1", "catalog.sqlite", "manifest.json"])
        #expect(try symbolCount(folder) == 1)
    }
}
