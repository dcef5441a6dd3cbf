import Glibc

/// Space that is set aside beside the journal and given up when its disk is full: then one more record fits, which says
/// that trading was halted, and why. A file of real blocks; what is in it means nothing.
package struct Ballast: Hashable, Sendable {
    package let path: String
    package let bytes: Int64

    /// `bytes` of 0: none is wanted.
    package init(beside journal: String, bytes: Int64) {
        path = journal + ".ballast"
        self.bytes = bytes
    }

    /// It is there in full, as wanted. False also where it cannot be looked at.
    package var isWhole: Bool {
        if bytes == 0 { return true }
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size >= bytes
            && Int64(status.st_blocks) * 512 >= bytes
    }

    /// Makes it whole. Where there is no space for it, nothing is left of it.
    package func fill() throws(JournalFailure) {
        if isWhole { return }
        if let free = DiskGuard.free(at: path), free < bytes {
            errno = ENOSPC
            throw .system(path, "setting \(bytes) bytes aside, of which \(free) are free,")
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(path, "making the ballast") }
        defer { close(descriptor) }
        // It leaves no error number: it returns one. Where a file system cannot set blocks aside, each is written to.
        let code = posix_fallocate(descriptor, 0, off_t(bytes))
        guard code == 0, fsync(descriptor) == 0 else {
            if code != 0 { errno = code }
            let failure = JournalFailure.system(path, "setting space aside")
            unlink(path)
            throw failure
        }
    }

    /// Gives the space back.
    package func release() throws(JournalFailure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .system(path, "giving up the ballast") }
    }
}
