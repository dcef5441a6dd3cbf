import Foundation

@testable import History

/// A folder of its own for a test, gone when the test lets go of it.
final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/history-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    func names(_ name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(name)).sorted()
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    /// All files below `name` with their content, but for a catalog, which also says when.
    func contents(_ name: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for entry in try FileManager.default.subpathsOfDirectory(atPath: file(name))
        where !entry.hasSuffix(Catalog.fileName) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: file(name) + "/" + entry, isDirectory: &isFolder)
            if !isFolder.boolValue { contents[entry] = try bytes(name + "/" + entry) }
        }
        return contents
    }
}

extension Folder {
    static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
}
