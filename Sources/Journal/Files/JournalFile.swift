import Glibc

/// What is done to the journal's file as a file: is it there, is it safe, make it, make it durable.
enum JournalFile {
    enum Presence { case absent, present }

    /// Looks without touching. Refuses what could be changed, or swapped, by somebody else.
    static func inspect(_ path: String) throws(JournalFailure) -> Presence {
        try checkDirectory(of: path)
        guard let status = try status(of: path) else {
            // A new file would take what is in them for its own. Readers leave empty ones.
            for suffix in ["-wal", "-journal"] where try !isAbsentOrEmpty(path + suffix) {
                throw .damaged(path, "the file is gone, but its \(path + suffix) is there")
            }
            return .absent
        }
        let kind = status.st_mode & S_IFMT
        let problem: (what: String, remedy: String)? =
            if kind != S_IFREG {
                ("it is not a plain file", "give the path of the file itself")
            } else if status.st_nlink != 1 {
                (
                    "it has \(status.st_nlink) names, and SQLite would lose its log under one of them",
                    "remove the other links"
                )
            } else if status.st_uid != geteuid() {
                ("it belongs to user \(status.st_uid), and this process is user \(geteuid())", "run as that user")
            } else if status.st_mode & 0o022 != 0 {
                ("others may write to it", "run chmod 600 on it, after checking who could have changed it")
            } else {
                nil
            }
        if let problem { throw JournalFailure(.unsafeFile, at: path, problem.what, remedy: problem.remedy) }
        if status.st_size == 0 { throw .damaged(path, "the file is empty") }
        return .present
    }

    /// An empty file that only this user can read, at a path where nothing is.
    static func create(_ path: String) throws(JournalFailure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(path, "creating the file") }
        close(descriptor)
    }

    /// Removes what an attempt that was cut off left behind.
    static func removeLeftover(_ path: String) throws(JournalFailure) {
        for suffix in ["", "-wal", "-shm", "-journal"] where unlink(path + suffix) != 0 && errno != ENOENT {
            throw .system(path + suffix, "removing what an earlier attempt left")
        }
    }

    /// Gives a finished file its name. When this returns, the file with this name survives a power loss.
    static func publish(_ path: String, as name: String) throws(JournalFailure) {
        try sync(path, O_RDONLY)
        try refuseExisting(name)
        guard rename(path, name) == 0 else { throw .system(name, "naming the file") }
        try sync(directory(of: name), O_RDONLY | O_DIRECTORY)
    }

    static func isAbsentOrEmpty(_ path: String) throws(JournalFailure) -> Bool {
        try status(of: path).map { $0.st_size == 0 } ?? true
    }

    static func exists(_ path: String) throws(JournalFailure) -> Bool { try status(of: path) != nil }

    static func refuseExisting(_ path: String) throws(JournalFailure) {
        guard try exists(path) else { return }
        throw JournalFailure(.exists, at: path, "something is there already", remedy: "choose another path")
    }

    private static func checkDirectory(of path: String) throws(JournalFailure) {
        let directory = directory(of: path)
        var status = stat()
        guard stat(directory, &status) == 0 else { throw .system(directory, "looking at the directory") }
        if status.st_mode & 0o002 != 0, status.st_mode & S_ISVTX == 0 {
            throw JournalFailure(
                .unsafeFile, at: path, "everybody may replace files in \(directory)",
                remedy: "run chmod o-w on that directory")
        }
    }

    private static func status(of path: String) throws(JournalFailure) -> stat? {
        var status = stat()
        if lstat(path, &status) == 0 { return status }
        if errno == ENOENT { return nil }
        throw .system(path, "looking at the file")
    }

    private static func sync(_ path: String, _ flags: Int32) throws(JournalFailure) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path, "opening it to flush it") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(path, "flushing it to the disk") }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
