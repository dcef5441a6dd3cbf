import Glibc

/// A Unix socket in the file system that only its owner may connect to.
///
/// Not guarded against two servers started on one path in the same instant: the protocol uses Unix sockets for tests.
struct ListeningSocket: Sendable {
    let path: String
    let descriptor: Int32
    private let device: UInt
    private let inode: UInt

    /// Binds, with mode 0600; whoever takes the descriptor listens and closes it. A socket that nobody listens at is left
    /// over from a process that died, and is removed; anything else of that name is refused.
    init(bindingTo path: String) throws(EndpointFailure) {
        try ListeningSocket.removeStale(path)
        let descriptor = try ListeningSocket.socket(for: path)
        do throws(EndpointFailure) {
            // Nobody can connect before listen, so that it does not matter what the umask made of the mode.
            guard withAddress(of: path, { Glibc.bind(descriptor, $0, $1) }) == 0 else {
                throw errno == EADDRINUSE ? .inUse(path) : .last("bind", path)
            }
            var status = stat()
            guard chmod(path, 0o600) == 0, lstat(path, &status) == 0 else { throw .last("set the mode of", path) }
            device = status.st_dev
            inode = status.st_ino
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
    }

    /// Removes the file if it is still ours. To be called while somebody listens: then nobody else takes the path for
    /// that of a dead process and puts a socket of its own there, which could even get our file's number.
    func remove() {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
        if status.st_dev == device, status.st_ino == inode { unlink(path) }
    }

    private static func removeStale(_ path: String) throws(EndpointFailure) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw .last("look at", path)
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
        let probe = try socket(for: path)
        defer { close(probe) }
        if withAddress(of: path, { Glibc.connect(probe, $0, $1) }) == 0 { throw .inUse(path) }
        switch errno {
        case ECONNREFUSED, ENOENT: break
        case EAGAIN: throw .inUse(path)
        default: throw .last("find out whether anybody listens at", path)
        }
        guard unlink(path) == 0 || errno == ENOENT else { throw .last("remove the old socket", path) }
    }

    private static func socket(for path: String) throws(EndpointFailure) -> Int32 {
        let descriptor = Glibc.socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw .last("make a socket for", path) }
        return descriptor
    }
}

/// `path` must be short enough, which an endpoint's address has been checked for.
private func withAddress<Result>(
    of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(capacity - 1)) }
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}

extension EndpointFailure {
    /// From `errno` of the call just made.
    fileprivate static func last(_ doing: String, _ path: String) -> EndpointFailure {
        .failed(doing: doing, at: path, reason: String(cString: strerror(errno)))
    }
}
