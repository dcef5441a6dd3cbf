import Glibc

/// An open file descriptor that closes itself. Calls interrupted by a signal are repeated.
final class OpenFile: Sendable {
    let path: String
    let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        // A child that is about to start another program may have the same descriptor still: closing would not unlock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    static func reading(_ path: String) throws(StorageFailure) -> OpenFile {
        try opened(path, flags: O_RDONLY, as: .open)
    }

    /// A new file for reading and writing; one that is there already is an error.
    static func creating(_ path: String) throws(StorageFailure) -> OpenFile {
        try opened(path, flags: O_RDWR | O_CREAT | O_EXCL, as: .create)
    }

    static func directory(_ path: String) throws(StorageFailure) -> OpenFile {
        try opened(path, flags: O_RDONLY | O_DIRECTORY, as: .open)
    }

    private static func opened(
        _ path: String, flags: Int32, as operation: StorageFailure.Operation
    ) throws(StorageFailure) -> OpenFile {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .last(operation, path) }
        return OpenFile(path: path, descriptor: descriptor)
    }

    func size() throws(StorageFailure) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last(.read, path) }
        return Int(status.st_size)
    }

    /// Reads up to the buffer's size; 0 only at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StorageFailure) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw .last(.read, path) }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(StorageFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { throw .last(.write, path) }
        }
    }

    /// Goes back to the beginning, for a header that is known only at the end.
    func rewind() throws(StorageFailure) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .last(.write, path) }
    }

    /// Returns when the content is on the disk.
    func sync() throws(StorageFailure) {
        guard fsync(descriptor) == 0 else { throw .last(.sync, path) }
    }

    /// Takes the lock of this file for as long as the handle lives; held by another, it is an error at once. The system
    /// gives it up when the process ends, however it ends.
    func lock() throws(StorageFailure) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .last(.lock, path) }
    }
}
