import Glibc

/// Names of Unix sockets in the file system.
enum UnixAddress {
    /// Room for a path with its end mark, in bytes.
    static let capacity = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    /// Calls `body` with the address of `path`, which must be shorter than `capacity`: what is too long is cut.
    static func with<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(capacity - 1)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether nobody but the owner and root can replace files of others in it.
    static func isSafe(directory: stat) -> Bool {
        directory.st_mode & (S_IWGRP | S_IWOTH) == 0 || directory.st_mode & S_ISVTX != 0
    }
}
