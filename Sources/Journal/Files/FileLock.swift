import Glibc

/// The exclusive right to one path, held through a file of its own beside it. The system gives it up when the process
/// ends, however it ends; the file stays, because removing it would let two holders pass each other.
final class FileLock {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        // Closing alone would not do while a child that is about to start another program has the same descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Fails at once where another holds it, this process included, and names the holder where it left its number.
    static func acquire(for path: String) throws(JournalFailure) -> FileLock {
        let lockPath = path + ".lock"
        // Closed on exec: a child must not keep the lock when its parent is gone.
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(lockPath, "opening the lock file") }
        let lock = FileLock(descriptor: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .system(lockPath, "taking the lock") }
            let holder = lock.holder().map { $0 == getpid() ? "this process" : "process \($0)" } ?? "another process"
            throw JournalFailure(
                .locked, at: path, "it is in use by \(holder)",
                remedy: "stop that one first; only one may trade an account")
        }
        try lock.sign(lockPath)
        return lock
    }

    private func sign(_ path: String) throws(JournalFailure) {
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            throw .system(path, "writing the lock file")
        }
    }

    private func holder() -> pid_t? {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 1, buffer[count - 1] == UInt8(ascii: "\n") else { return nil }
        return pid_t(String(decoding: buffer[..<(count - 1)], as: UTF8.self))
    }
}
