import Glibc

/// The place where a warehouse is built and put in force.
///
/// A warehouse is a directory with `manifest.json` and one folder of columns that the manifest names. A new folder is built
/// beside the old one and counts only when the manifest is replaced, which is one rename: a process killed at any moment
/// leaves the old state or the new one. What a killed import left is removed by the next.
final class WarehouseBuilder {
    private static let newManifest = "manifest.json.new"
    private static let spool = "bars.spool"
    private static let spoolNote = "spool.json"

    let directory: String
    /// Of the warehouse to be built.
    let generation: Int
    /// Where its columns go.
    var folder: String { "\(directory)/\(Manifest.folderPrefix)\(generation)" }
    /// Where bars wait to be arranged, and what is known of them; left by an import that was killed.
    var spoolPath: String { "\(directory)/\(WarehouseBuilder.spool)" }
    var spoolNotePath: String { "\(directory)/\(WarehouseBuilder.spoolNote)" }

    private let madeDirectory: Bool
    private let lock: OpenFile
    private let foreignName: String?
    private var isInstalled = false

    /// Makes the directory where it is missing (its parent must be there), locks it, and removes leftovers.
    init(_ directory: String) throws(ImportFailure) {
        self.directory = directory
        do {
            madeDirectory = try Directory.make(directory)
            lock = try OpenFile.directory(directory)
            try lock.lock()
            let names = try Directory.names(in: directory)
            foreignName = names.first { !WarehouseBuilder.isOurs($0) }
            generation = (names.compactMap(WarehouseBuilder.number(ofFolder:)).max() ?? 0) + 1
            if foreignName == nil {
                try WarehouseBuilder.removeLeftovers(names, in: directory)
                _ = try Directory.make("\(directory)/\(Manifest.folderPrefix)\(generation)")
            }
        } catch {
            throw .storage(error)
        }
        if let foreignName { throw .foreignDirectory(path: directory, name: foreignName) }
    }

    deinit {
        if isInstalled || foreignName != nil { return }
        try? Directory.removeFlat(folder)
        unlink("\(directory)/\(WarehouseBuilder.newManifest)")
        try? removeSpool()
        // Where an import has begun, its job is in the catalog, and the directory stays for that.
        if madeDirectory { rmdir(directory) }
    }

    /// The note first: a spool without one is not used.
    func removeSpool() throws(StorageFailure) {
        try Directory.removeFile(spoolNotePath)
        try Directory.removeFile(spoolNotePath + ".new")
        try Directory.removeFile(spoolPath)
    }

    /// Puts the new folder in force and removes the old one. Everything in the folder must be on the disk already.
    func install(
        _ manifest: Manifest, boundary: (ImportBoundary) -> Void = { _ in }
    ) throws(ImportFailure) {
        let path = "\(directory)/\(Manifest.fileName)"
        let newPath = "\(directory)/\(WarehouseBuilder.newManifest)"
        do throws(StorageFailure) {
            try Directory.sync(folder)
            try OpenFile.write(manifest.encoded(), to: newPath)
            boundary(.manifestWritten)
            try Directory.rename(newPath, to: path)
            isInstalled = true
            boundary(.installed)
            try Directory.sync(directory)
            try removeSpool()
            try WarehouseBuilder.removeLeftovers(Directory.names(in: directory), in: directory)
        } catch {
            throw .storage(error)
        }
    }

    private static func isOurs(_ name: String) -> Bool {
        let names = [Manifest.fileName, newManifest, spool, spoolNote, spoolNote + ".new"]
        return names.contains(name) || Catalog.isFile(name) || number(ofFolder: name) != nil
    }

    private static func number(ofFolder name: String) -> Int? {
        guard name.hasPrefix(Manifest.folderPrefix) else { return nil }
        return Int(name.dropFirst(Manifest.folderPrefix.count))
    }

    /// Removes the folders that no manifest names. Where there is a manifest that this program cannot read, they are left:
    /// one of them is in force for another version of it.
    private static func removeLeftovers(_ names: [String], in directory: String) throws(StorageFailure) {
        try Directory.removeFile("\(directory)/\(newManifest)")
        let inForce: String?
        do {
            inForce = try Manifest.read(directory).folder
        } catch .notAWarehouse {
            inForce = nil
        } catch {
            return
        }
        for name in names where number(ofFolder: name) != nil && name != inForce {
            try Directory.removeFlat("\(directory)/\(name)")
        }
    }
}
