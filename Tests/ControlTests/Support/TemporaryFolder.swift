import Foundation
import Glibc

/// A folder of one test's own, with a name short enough for sockets.
final class TemporaryFolder {
    let path: String

    /// - Parameter mode: As for `chmod`.
    init(mode: mode_t = 0o755) throws {
        var template = Array("/tmp/qmtd-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        chmod(path, mode)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func callAsFunction(_ name: String) -> String { path + "/" + name }
}

/// Mode (permission bits only), owner and group of a file; nil where there is none.
struct FileStatus: Hashable {
    var mode: UInt32
    var uid: UInt32
    var gid: UInt32
    var inode: UInt

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        mode = status.st_mode & 0o7777
        uid = status.st_uid
        gid = status.st_gid
        inode = status.st_ino
    }
}
