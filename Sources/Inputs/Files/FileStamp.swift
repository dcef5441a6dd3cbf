import Glibc

/// What tells two states of a file apart without reading it. The time of the last change of the inode is in it: unlike
/// the other one, programs cannot set it.
struct FileStamp: Hashable, Sendable {
    let device: UInt
    let inode: UInt
    let size: Int
    let mode: mode_t
    let owner: uid_t
    private let times: [Int]

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        mode = status.st_mode
        owner = status.st_uid
        times = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }

    var isPlainFile: Bool { mode & S_IFMT == S_IFREG }
    var isLink: Bool { mode & S_IFMT == S_IFLNK }
    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
    var isWritableByAll: Bool { mode & 0o002 != 0 }
}
