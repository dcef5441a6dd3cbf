import Glibc

/// Puts a folder of files in its place at once: it is written beside its place under a hidden name and renamed when
/// it is whole and on the disk. Killed at any moment, the old folder or the new one is there, whole; killed between
/// two renames, the old one is under its hidden name and comes back with the next use.
package struct FolderReplacement: Sendable {
    /// Why nothing was written.
    package enum Failure: Error, Hashable, Sendable {
        /// Something is in the place that was not made by the same command.
        case occupied(path: String, by: String)
        case interrupted
        case storage(StorageFailure)
    }

    private let path: String
    private let folder: String
    private let name: String
    private let isOwn: @Sendable (String) -> Bool

    /// `isOwn` says which file names are ours: a folder with others in it is never replaced.
    package init(of path: String, isOwn: @escaping @Sendable (String) -> Bool) {
        var path = path[...]
        while path.count > 1, path.last == "/" { path = path.dropLast() }
        let slash = path.lastIndex(of: "/")
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        name = String(slash.map { path[path.index(after: $0)...] } ?? path)
        self.path = String(path)
        self.isOwn = isOwn
    }

    /// Throws unless nothing is there, or a folder with nothing in it but our files.
    package func check() throws(Failure) {
        guard Directory.exists(path) else { return }
        for name in try storage({ () throws(StorageFailure) in try Directory.names(in: path) }) where !isOwn(name) {
            throw .occupied(path: path, by: name)
        }
    }

    /// Writes `files` and puts them in place. `isInterrupted` is asked before each step; after a true, or any
    /// failure, the place is as it was and nothing is left beside it.
    package func write(
        _ files: [(name: String, bytes: [UInt8])], isInterrupted: () -> Bool = { false }
    ) throws(Failure) {
        removeLeftovers()
        try check()
        let new = beside("new", getpid())
        do throws(Failure) {
            _ = try storage { () throws(StorageFailure) in try Directory.make(new) }
            for file in files {
                if isInterrupted() { throw .interrupted }
                try storage { () throws(StorageFailure) in try OpenFile.write(file.bytes, to: "\(new)/\(file.name)") }
            }
            try storage { () throws(StorageFailure) in try Directory.sync(new) }
            if isInterrupted() { throw .interrupted }
            try storage { () throws(StorageFailure) in try putInPlace(new) }
        } catch {
            try? Directory.removeFlat(new)
            throw error
        }
    }

    private func putInPlace(_ new: String) throws(StorageFailure) {
        let old = beside("old", getpid())
        let isReplacing = Directory.exists(path)
        if isReplacing { try Directory.rename(path, to: old) }
        do {
            try Directory.rename(new, to: path)
        } catch {
            if isReplacing { try Directory.rename(old, to: path) }
            throw error
        }
        try Directory.sync(folder)
        if isReplacing { try Directory.removeFlat(old) }
    }

    private func beside(_ kind: String, _ process: pid_t) -> String { "\(folder)/.\(name).\(kind)-\(process)" }

    /// What processes left that are no more.
    private func removeLeftovers() {
        for entry in (try? Directory.names(in: folder)) ?? [] {
            for kind in ["new", "old"] where entry.hasPrefix(".\(name).\(kind)-") {
                guard let process = pid_t(entry.dropFirst(name.count + kind.count + 3)),
                    kill(process, 0) != 0, errno == ESRCH
                else { continue }
                if kind == "old", !Directory.exists(path) {
                    try? Directory.rename(beside(kind, process), to: path)
                } else {
                    try? Directory.removeFlat(beside(kind, process))
                }
            }
        }
    }

    private func storage<Value>(_ body: () throws(StorageFailure) -> Value) throws(Failure) -> Value {
        do { return try body() } catch { throw .storage(error) }
    }
}

extension FolderReplacement.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .occupied(let path, let name):
            "\(path) is there and holds '\(name)', which this command did not write; choose another folder"
        case .interrupted: "interrupted; nothing was written"
        case .storage(let failure): failure.description
        }
    }
}
