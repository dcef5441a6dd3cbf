import Testing

@testable import History

/// A warehouse that was damaged on disk is an error, never a crash and never wrong bars.
@Suite struct WarehouseDamageTests {
    private let folder: Folder
    private var warehouse: String { folder.file("warehouse") }

    private static let files = Column.allCases.map(\.fileName) + SmallColumn.allCases.map(\.fileName)

    init() throws {
        folder = try Folder()
        try Tables(
            Tables.week.map { Tables.Bar.bar($0, previousClose: "10.10") },
            stocks: ["600000.SH,Bank,1999-11-10"]
        ).write(to: folder)
        _ = try Importer.import(from: folder.path, into: warehouse)
    }

    private func path(_ file: String) -> String { "\(warehouse)/bars-1/\(file)" }

    private func change(_ file: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = try folder.bytes("warehouse/" + file)
        change(&bytes)
        try folder.write(bytes, to: "warehouse/" + file)
    }

    @Test(arguments: files) func `a file that was cut is refused`(file: String) throws {
        for kept in [0, 10, 63, 64, 65] {
            try change("bars-1/" + file) { $0 = Array($0.prefix(kept)) }
            #expect(throws: WarehouseFailure.self, "\(kept) bytes") { try Warehouse.open(warehouse) }
        }
    }

    @Test(arguments: files) func `a file that grew is refused`(file: String) throws {
        try change("bars-1/" + file) { $0.append(0) }
        #expect(throws: WarehouseFailure.self) { try Warehouse.open(warehouse) }
    }

    @Test(arguments: files) func `a file that is gone is named`(file: String) throws {
        try Folder.remove(path(file))
        #expect(throws: WarehouseFailure.storage(StorageFailure(.open, path(file), code: 2))) {
            try Warehouse.open(warehouse)
        }
    }

    @Test(arguments: Column.allCases.map(\.fileName)) func `a changed bar is found by verify`(file: String) throws {
        try Warehouse.open(warehouse).verify()
        try change("bars-1/" + file) { $0[$0.count - 1] ^= 1 }
        let opened = try Warehouse.open(warehouse)
        #expect(throws: WarehouseFailure.damaged(path: path(file), "its content does not match its checksum")) {
            try opened.verify()
        }
    }

    @Test(arguments: SmallColumn.allCases.map(\.fileName)) func `a changed small table is found`(file: String) throws {
        try change("bars-1/" + file) { $0[$0.count - 1] ^= 1 }
        #expect(throws: WarehouseFailure.self) { try Warehouse.open(warehouse).verify() }
    }

    @Test func `columns in each other's place are found where their types differ`() throws {
        let open = try folder.bytes("warehouse/bars-1/open.col")
        try folder.write(open, to: "warehouse/bars-1/volume.col")
        #expect(throws: WarehouseFailure.damaged(path: path("volume.col"), "its shape is not the manifest's")) {
            try Warehouse.open(warehouse)
        }
    }

    @Test(arguments: [
        ("{", "it is not the manifest of a warehouse"), ("{}", "it is not the manifest of a warehouse"),
        ("", "it is not the manifest of a warehouse"),
    ])
    func `a broken manifest is refused`(text: String, words: String) throws {
        try folder.write(text, to: "warehouse/manifest.json")
        #expect(throws: WarehouseFailure.damaged(path: warehouse + "/manifest.json", words)) {
            try Warehouse.open(warehouse)
        }
    }

    @Test(arguments: ["dayCount", "symbolCount", "calendarDayCount", "generation"])
    func `a manifest with other counts is refused`(key: String) throws {
        for value in ["0", "-1", "99", "4611686018427387904"] {
            try change("manifest.json") { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                bytes = Array(
                    text.split(separator: "\n", omittingEmptySubsequences: false)
                        .map { $0.contains("\"\(key)\"") ? "  \"\(key)\" : \(value)," : String($0) }
                        .joined(separator: "\n").utf8)
            }
            #expect(throws: WarehouseFailure.self, "\(value)") { try Warehouse.open(warehouse) }
        }
    }

    @Test func `a newer format says so`() throws {
        try folder.write(#"{"formatVersion": 2, "shape": "other"}"#, to: "warehouse/manifest.json")
        #expect(throws: WarehouseFailure.version(path: warehouse, 2)) { try Warehouse.open(warehouse) }
        #expect(
            WarehouseFailure.version(path: "/w", 2).description
                == "/w is a warehouse of format 2, this program reads 1; import again")
    }

    @Test func `no warehouse at all says how to make one`() throws {
        #expect(throws: WarehouseFailure.notAWarehouse(path: folder.file("none"))) {
            try Warehouse.open(folder.file("none"))
        }
        #expect(
            WarehouseFailure.notAWarehouse(path: "/w").description
                == "/w is not a warehouse; make one with 'qmtlab import'")
    }
}
