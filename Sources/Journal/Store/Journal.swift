import GRDB
import Market

/// The durable record of one account: entries are appended in transactions that are on the disk when the call returns,
/// and never changed.
///
/// One handle exists for a file, in one process (a lock says so), used by one actor. The first write that fails ends
/// it: after a failed flush nobody knows what is on the disk, and trying again would lie. End the process, start again,
/// reconcile.
package final class Journal {
    package let path: String
    package let identity: JournalIdentity
    /// The newest entry, as committed.
    package internal(set) var head: Head
    /// The run that has begun through this handle and not ended.
    package internal(set) var run: Run?
    /// The last run of an earlier process; nil for a new journal.
    package let previousRun: Run?
    /// The entries from this number on were verified when it was opened; 1: all of them.
    package let verifiedFrom: Int64

    let schema: JournalSchema
    let maximumBytes: Int64?
    let contents: JournalContents
    var runRow: RunRow?
    /// The last run in the file, this handle's own included.
    var lastRunRow: RunRow?
    /// About as many pages have been written to the log since it was last taken into the file.
    private var logPages = 0
    /// With more, it is: four megabytes, as is SQLite's own habit.
    var logLimit = 1000
    private(set) var poison: JournalFailure?
    private let lock: FileLock

    init(
        contents: JournalContents, schema: JournalSchema, report: JournalReport, lastRun: RunRow?, maximumBytes: Int64?,
        lock: FileLock
    ) {
        path = contents.path
        identity = contents.identity
        self.contents = contents
        self.schema = schema
        self.maximumBytes = maximumBytes
        head = report.head
        verifiedFrom = report.verifiedFrom
        self.lock = lock
        lastRunRow = lastRun
        previousRun = lastRun?.run
    }

    // The connection goes before the lock does.
    deinit { try? contents.queue.close() }

    /// The daemon was here before, and did not say goodbye. Reported at start: trading is reduced until it is
    /// reconciled.
    package var previousRunWasUnclean: Bool { previousRun.map { $0.end == nil } ?? false }

    /// A write failed; every later call refuses.
    package var isPoisoned: Bool { poison != nil }

    /// Runs a write. Whatever it throws is final for this handle.
    func writing<Result>(_ doing: String, _ body: (Database) throws -> Result) throws(JournalFailure) -> Result {
        try final(doing) { try contents.queue.write(body) }
    }

    /// After a commit of so many bytes: takes the log into the file where it has grown. That this fails does not undo the
    /// commit, but it is a failed write like any other.
    func trimLog(after bytes: Int) throws(JournalFailure) {
        // The table's page, the head's, and one for the tree above.
        logPages += 3 + bytes / 4096
        guard logPages >= logLimit else { return }
        logPages = 0
        try final("taking the log into the file") {
            try contents.queue.writeWithoutTransaction { db in
                _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(PASSIVE)")
            }
        }
    }

    private func final<Result>(_ doing: String, _ body: () throws -> Result) throws(JournalFailure) -> Result {
        try refuseIfPoisoned()
        do { return try body() } catch {
            let failure = JournalFailure(error, at: path, doing: doing)
            poison = failure
            throw failure
        }
    }

    func refuseIfPoisoned() throws(JournalFailure) {
        guard let poison else { return }
        throw JournalFailure(
            .poisoned, at: path, "an earlier write failed (\(poison.what))",
            remedy: "end this process and start again; a failed write is never repeated")
    }
}
