import Glibc

/// The few things that are done to directories.
enum Directory {
    /// Makes `path`; true where it was not there before. Its parent must exist.
    static func make(_ path: String) throws(StorageFailure) -> Bool {
        if mkdir(path, 0o755) == 0 { return true }
        guard errno == EEXIST else { throw .last(.create, path) }
        return false
    }

    /// The names in `path` except `.` and `..`, ascending.
    static func names(in path: String) throws(StorageFailure) -> [String] {
        guard let stream = opendir(path) else { throw .last(.list, path) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw .last(.list, path) }
        return names.sorted()
    }

    /// Removes a directory that holds only files. What is gone already is no error.
    static func removeFlat(_ path: String) throws(StorageFailure) {
        for name in try names(in: path) { try removeFile(path + "/" + name) }
        guard rmdir(path) == 0 || errno == ENOENT else { throw .last(.remove, path) }
    }

    /// Puts a file in the place of another, in one step.
    static func rename(_ old: String, to new: String) throws(StorageFailure) {
        guard Glibc.rename(old, new) == 0 else { throw .last(.rename, old) }
    }

    /// Removes a file. What is gone already is no error.
    static func removeFile(_ path: String) throws(StorageFailure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .last(.remove, path) }
    }

    /// Returns when the names in `path` are on the disk.
    static func sync(_ path: String) throws(StorageFailure) {
        try OpenFile.directory(path).sync()
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
