import Glibc

/// The operating system refused something: what was tried, on which path, and its error number.
package struct StorageFailure: Error, Hashable, Sendable {
    /// A verb, as it stands in the message.
    package enum Operation: String, Hashable, Sendable {
        case open, read, write, sync, map, create, rename, remove, list, lock
    }

    package var operation: Operation
    package var path: String
    package var code: Int32

    package init(_ operation: Operation, _ path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Takes the error number that the last failed call left.
    static func last(_ operation: Operation, _ path: String) -> StorageFailure {
        StorageFailure(operation, path, code: errno)
    }
}

extension StorageFailure: CustomStringConvertible {
    package var description: String {
        "could not \(operation.rawValue) \(path): \(String(cString: strerror(code))); \(remedy)"
    }

    private var remedy: String {
        switch code {
        case ENOSPC, EDQUOT: "free some space and try again"
        case EACCES, EPERM, EROFS: "give this user the right to do so, or choose another place"
        case ENOENT, ENOTDIR: "check the path"
        case EEXIST: "choose another path, or remove what is there"
        case EWOULDBLOCK: "another import is using it; wait for it to end"
        case EMFILE, ENFILE: "raise the limit of open files"
        default: "check the disk and try again"
        }
    }
}
