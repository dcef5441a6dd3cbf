import Glibc
import Market
import Testing

@testable import History

/// What is left after an import that did not end.
@Suite struct ImportSafetyTests {
    private typealias Bar = Tables.Bar
    private let folder: Folder
    private var warehouse: String { folder.file("warehouse") }

    init() throws { folder = try Folder() }

    @discardableResult private func importBars(_ bars: [Bar]) throws -> ImportReport {
        try Tables(bars).write(to: folder)
        return try Importer.import(from: folder.path, into: warehouse)
    }

    private func closes() throws -> [Int64] {
        let opened = try Warehouse.open(warehouse)
        return try opened.days.flatMap { try opened.daySheet($0).bars.map(\.close.li) }
    }

    @Test func `an import replaces the one before`() throws {
        try importBars([Bar.bar(close: "10.00")])
        try importBars([Bar.bar(close: "10.10"), .bar("2026-01-06", close: "10.20", previousClose: "10.10")])
        #expect(try closes() == [10100, 10200])
        #expect(try folder.names("warehouse") == ["bars-2", "catalog.sqlite", "manifest.json"])
        #expect(try Warehouse.open(warehouse).manifest.generation == 2)
    }

    @Test func `a process killed before the manifest was replaced leaves the old state`() throws {
        try importBars([Bar.bar(close: "10.00")])
        // As a killed import leaves it: a half-filled folder, a half-filled spool and a manifest that never got its name.
        try folder.write("half", to: "warehouse/bars.spool")
        try folder.write("{", to: "warehouse/spool.json")
        try folder.makeFolder("warehouse/bars-2")
        try folder.write("half", to: "warehouse/bars-2/open.col")
        try folder.write("{", to: "warehouse/manifest.json.new")
        #expect(try closes() == [10000])
        try importBars([Bar.bar(close: "10.10")])
        #expect(try closes() == [10100])
        #expect(try folder.names("warehouse") == ["bars-3", "catalog.sqlite", "manifest.json"])
    }

    @Test func `a process killed before the old folder was removed leaves the new state`() throws {
        try importBars([Bar.bar(close: "10.00")])
        try importBars([Bar.bar(close: "10.10")])
        try folder.makeFolder("warehouse/bars-1")
        try folder.write("old", to: "warehouse/bars-1/open.col")
        #expect(try closes() == [10100])
        try importBars([Bar.bar(close: "10.20")])
        #expect(try folder.names("warehouse") == ["bars-3", "catalog.sqlite", "manifest.json"])
    }

    @Test func `a first import that was killed leaves no warehouse`() throws {
        try folder.makeFolder("warehouse/bars-1")
        try folder.write("half", to: "warehouse/bars-1/open.col")
        #expect(throws: WarehouseFailure.notAWarehouse(path: warehouse)) { try Warehouse.open(warehouse) }
        try importBars([Bar.bar(close: "10.10")])
        #expect(try folder.names("warehouse") == ["bars-2", "catalog.sqlite", "manifest.json"])
    }

    @Test func `leftovers are removed even where the import then fails`() throws {
        try importBars([Bar.bar()])
        try folder.makeFolder("warehouse/bars-7")
        #expect(throws: ImportFailure.self) { try importBars([Bar.bar(close: "x")]) }
        #expect(try folder.names("warehouse") == ["bars-1", "catalog.sqlite", "manifest.json"])
    }

    @Test func `a directory that holds something else is not touched`() throws {
        try folder.makeFolder("warehouse")
        try folder.write("mine", to: "warehouse/thesis.txt")
        try folder.makeFolder("warehouse/bars-1")
        #expect(throws: ImportFailure.foreignDirectory(path: warehouse, name: "thesis.txt")) {
            try importBars([Bar.bar()])
        }
        #expect(try folder.names("warehouse") == ["bars-1", "thesis.txt"])
    }

    @Test func `the folder of a manifest that cannot be read is kept until the import has ended`() throws {
        try importBars([Bar.bar()])
        try folder.write(#"{"formatVersion": 99}"#, to: "warehouse/manifest.json")
        #expect(throws: ImportFailure.self) { try importBars([Bar.bar(close: "x")]) }
        #expect(try folder.names("warehouse") == ["bars-1", "catalog.sqlite", "manifest.json"])
        #expect(throws: WarehouseFailure.version(path: warehouse, 99)) { try Warehouse.open(warehouse) }
        try importBars([Bar.bar()])
        #expect(try folder.names("warehouse") == ["bars-2", "catalog.sqlite", "manifest.json"])
    }

    @Test func `a second import at the same time is refused`() throws {
        try importBars([Bar.bar(close: "10.00")])
        let other = try WarehouseBuilder(warehouse)
        #expect(throws: ImportFailure.storage(StorageFailure(.lock, warehouse, code: EWOULDBLOCK))) {
            try importBars([Bar.bar(close: "10.10")])
        }
        #expect(try closes() == [10000])
        withExtendedLifetime(other) {}
    }

    @Test func `a builder that goes without installing leaves nothing`() throws {
        do { _ = try WarehouseBuilder(warehouse) }
        #expect(!folder.exists("warehouse"))
        try importBars([Bar.bar()])
    }

    @Test func `a warehouse stays whole while it is replaced`() throws {
        try importBars([Bar.bar(close: "10.00")])
        let old = try Warehouse.open(warehouse)
        try importBars([Bar.bar(close: "10.20")])
        let day = try #require(Day("2026-01-05"))
        #expect(try old.daySheet(day).bars.map(\.close.li) == [10000])
        try old.verify()
        #expect(try closes() == [10200])
    }

    @Test func `a parent that is missing is an error, not a tree of new folders`() throws {
        try Tables([Bar.bar()]).write(to: folder)
        #expect(throws: ImportFailure.storage(StorageFailure(.create, folder.file("a/b"), code: ENOENT))) {
            try Importer.import(from: folder.path, into: folder.file("a/b"))
        }
    }

    @Test func `every name that an import writes is one it would remove`() throws {
        try importBars([Bar.bar()])
        let names = try folder.names("warehouse/bars-1")
        #expect(names == (Column.allCases.map(\.fileName) + SmallColumn.allCases.map(\.fileName)).sorted())
    }
}
