import GRDB
import Glibc

extension JournalFailure {
    /// An error of SQLite while `doing` something, such as "appending". One of ours passes unchanged.
    init(_ error: any Error, at path: String, doing: String) {
        if let failure = error as? JournalFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(
                .storage, at: path, "\(doing) failed: \(error)",
                remedy: "look at the disk and the service manager's log")
            return
        }
        let (code, remedy) = JournalFailure.verdict(on: error.resultCode)
        self.init(
            code, at: path,
            "\(doing) failed: SQLite \(error.extendedResultCode.rawValue), \(error.message ?? "no message")",
            remedy: remedy)
    }

    private static func verdict(on code: ResultCode) -> (Code, remedy: String) {
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            (.busy, "end the other program that has this file open, then start again")
        case .SQLITE_FULL:
            (.full, "free space on its disk or raise its limit of size, then start again")
        case .SQLITE_CORRUPT:
            (.damaged, "keep the file as it is and restore a backup")
        case .SQLITE_NOTADB:
            (.notAJournal, "check the path; if this was a journal, keep the file as it is and restore a backup")
        case .SQLITE_CONSTRAINT:
            (.damaged, "something else changed this file; keep it as it is and verify it")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            (.storage, "give this user the right to write to the file and its directory, then start again")
        default:
            (.storage, "look at the disk and the kernel's log, then start again")
        }
    }

    /// A system call that failed, with the error number it left.
    static func system(_ path: String, _ doing: String) -> JournalFailure {
        let code = errno
        let isFull = code == ENOSPC || code == EDQUOT
        return JournalFailure(
            isFull ? .full : .storage, at: path, "\(doing) failed: \(String(cString: strerror(code)))",
            remedy: isFull
                ? "free some space, then start again" : "check the path, the rights of this user and the disk")
    }

    static func damaged(_ path: String, _ what: String) -> JournalFailure {
        JournalFailure(
            .damaged, at: path, what,
            remedy: "keep the file as it is, restore the last backup or begin a new journal from the broker's state")
    }
}
