import Glibc

/// The users of this host, as its user database has them.
enum HostUser {
    /// Nil where there is no user of this name, or the database cannot be read.
    static func id(of name: String) -> UInt32? {
        // The database reads up to a zero byte.
        guard !name.isEmpty, !name.utf8.contains(0) else { return nil }
        var buffer = [CChar](repeating: 0, count: 16_384)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.pw_uid
    }
}
