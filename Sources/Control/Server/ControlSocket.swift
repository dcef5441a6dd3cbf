import Foundation
import Glibc
import Synchronization

/// The daemon's listening socket in the file system.
///
/// A lock file beside it (`PATH.lock`) is held for as long as this value is open, so that of several daemons started at
/// once exactly one gets the socket. The socket is made under a passing name, given its mode and group, and only then
/// renamed over the old one: there is no moment at which it is missing, or open to more people than it should be.
package final class ControlSocket: Sendable {
    package let path: String
    private let lock: Int32
    private let identity: FileIdentity
    private let descriptor: Mutex<Int32?>

    /// Opens and listens; from then on clients may connect, and wait until they are served.
    ///
    /// - Parameter group: Whose members may connect beside the daemon's user (mode 0660); nil leaves the daemon's own
    ///   group. Being able to connect gives no role yet.
    package init(path: String, group: String? = nil) throws(ControlSocketError) {
        let passing = path + ".new"
        guard passing.utf8.count < UnixAddress.capacity else {
            throw .pathTooLong(path: path, longest: UnixAddress.capacity - 5)
        }
        try Self.checkDirectory(of: path)
        let groupID = try group.map { name throws(ControlSocketError) in try Self.groupID(named: name) }
        lock = try Self.takeLock(path)
        do throws(ControlSocketError) {
            try Self.checkNobodyServes(path)
            let socket = try Self.listen(at: passing, group: group, groupID: groupID)
            do throws(ControlSocketError) {
                identity = try FileIdentity(of: passing).orThrow("could not look at", passing)
                guard rename(passing, path) == 0 else { throw .last("could not put in place", path) }
            } catch {
                close(socket)
                unlink(passing)
                throw error
            }
            descriptor = Mutex(socket)
            self.path = path
        } catch {
            close(lock)
            throw error
        }
    }

    deinit { shutDown() }

    /// Hands the listening descriptor over to whoever will close it; nil when it was handed over before.
    func takeDescriptor() -> Int32? { descriptor.withLock { $0.take() } }

    /// Removes the socket, if it is still ours, and lets the next daemon in. May be called again.
    package func shutDown() {
        if let open = takeDescriptor() { close(open) }
        guard isLocked.exchange(false, ordering: .acquiringAndReleasing) else { return }
        // Somebody may have put another socket there by hand: that one is not ours to remove.
        if FileIdentity(of: path) == identity { unlink(path) }
        // A child that is about to start another program may have the same descriptor still: closing would not unlock.
        flock(lock, LOCK_UN)
        close(lock)
    }

    private let isLocked = Atomic(true)
}

extension ControlSocket {
    private static func checkDirectory(of path: String) throws(ControlSocketError) {
        let directory = UnixAddress.directory(of: path)
        var status = stat()
        guard stat(directory, &status) == 0 else { throw .last("could not look at the directory", directory) }
        guard UnixAddress.isSafe(directory: status) else { throw .unsafeDirectory(path: directory) }
    }

    private static func groupID(named name: String) throws(ControlSocketError) -> UInt32 {
        do {
            if let id = try SystemUserDirectory.groupID(named: name) { return id }
        } catch {
            throw .failed(doing: "could not look up the group \(name) for", path: "the socket", reason: error.reason)
        }
        throw .unknownGroup(name)
    }

    private static func takeLock(_ path: String) throws(ControlSocketError) -> Int32 {
        let lockPath = path + ".lock"
        let lock = open(lockPath, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .last("could not open the lock file", lockPath) }
        if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
        let error: ControlSocketError =
            errno == EWOULDBLOCK ? .inUse(path: path) : .last("could not lock", lockPath)
        close(lock)
        throw error
    }

    /// The lock says that no daemon of ours is alive. Something else may be, and is not pushed aside.
    private static func checkNobodyServes(_ path: String) throws(ControlSocketError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw .last("could not look at", path)
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard probe >= 0 else { throw .last("could not make a socket for", path) }
        defer { close(probe) }
        if UnixAddress.with(path, { Glibc.connect(probe, $0, $1) }) == 0 { throw .inUse(path: path) }
        switch errno {
        case ECONNREFUSED, ENOENT: return
        case EAGAIN: throw .inUse(path: path)
        default: throw .last("could not find out whether anybody serves", path)
        }
    }

    private static func listen(
        at path: String, group: String?, groupID: UInt32?
    ) throws(ControlSocketError) -> Int32 {
        let socket = Glibc.socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { throw .last("could not make a socket for", path) }
        do throws(ControlSocketError) {
            // Left over from a daemon that died between two lines of this function.
            unlink(path)
            guard UnixAddress.with(path, { bind(socket, $0, $1) }) == 0 else { throw .last("could not bind", path) }
            // Nobody can connect before listen, so that it does not matter what the umask made of the mode.
            guard chmod(path, 0o660) == 0 else { throw .last("could not set the mode of", path) }
            if let group, let groupID, lchown(path, UInt32.max, groupID) != 0 {
                throw errno == EPERM
                    ? .groupNotAllowed(group: group, path: path) : .last("could not set the group of", path)
            }
            guard Glibc.listen(socket, 128) == 0 else { throw .last("could not listen at", path) }
            return socket
        } catch {
            close(socket)
            unlink(path)
            throw error
        }
    }
}

extension ControlSocketError {
    /// From `errno` of the call just made.
    fileprivate static func last(_ doing: String, _ path: String) -> ControlSocketError {
        .failed(doing: doing, path: path, reason: String(cString: strerror(errno)))
    }
}

extension Optional {
    fileprivate func orThrow(_ doing: String, _ path: String) throws(ControlSocketError) -> Wrapped {
        guard let self else { throw .last(doing, path) }
        return self
    }
}

/// Tells a file from another one that later has its name.
private struct FileIdentity: Equatable {
    var device: UInt
    var inode: UInt

    /// Nil where there is no file of that name.
    init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
    }
}
