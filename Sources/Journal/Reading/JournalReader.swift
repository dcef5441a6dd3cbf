import GRDB

/// A journal opened for looking: beside its daemon while that writes, or a copy anywhere. It takes no lock and changes
/// nothing.
package final class JournalReader: Sendable {
    let contents: JournalContents

    /// A file with a lock beside it belongs to a daemon, which may be writing to it. One without, and without a log, is
    /// taken for a copy that nobody writes to.
    package init(at path: String) throws(JournalFailure) {
        guard try JournalFile.exists(path) else {
            throw JournalFailure(.missing, at: path, "there is no journal", remedy: "check the path")
        }
        let hasLock = try JournalFile.exists(path + ".lock")
        let hasLog = try !JournalFile.isAbsentOrEmpty(path + "-wal")
        let queue = try JournalContents.attempt(path, "opening for reading") {
            try Connection.reader(path, isFrozen: !hasLock && !hasLog)
        }
        contents = try JournalContents(queue, path: path, schema: .current)
        if contents.format < JournalSchema.current.format {
            throw JournalFailure(
                .older, at: path,
                "it has format \(contents.format), and this program reads \(JournalSchema.current.format)",
                remedy: "start the daemon on it once, which migrates it, or read it with the older program")
        }
    }

    package var path: String { contents.path }
    package var identity: JournalIdentity { contents.identity }

    /// The newest entry of this moment.
    package func head() throws(JournalFailure) -> Head { try contents.head() }

    /// The entry of this number, or the beginning for 0. Throws where it is not there.
    package func head(at seq: Int64) throws(JournalFailure) -> Head {
        try contents.read("reading entry \(seq)") { try contents.head(at: seq, $0) }
    }

    /// All runs, in order. The last one without an end is running, or crashed.
    package func runs() throws(JournalFailure) -> [Run] { try contents.runs().map(\.run) }

    /// The entries after number `seq`, up to the newest of this moment. From 0: all of them.
    package func entries(after seq: Int64) throws(JournalFailure) -> JournalEntries {
        try JournalEntries(contents, after: seq)
    }

    package func lastEntry(kind: String) throws(JournalFailure) -> JournalEntry? { try contents.lastEntry(kind: kind) }

    /// Reads and checks everything, in one snapshot.
    package func verify() throws(JournalFailure) -> JournalReport {
        try contents.report(schema: .current, .thorough)
    }

    /// Writes a verified copy to `target`, where nothing may be yet, without holding up the daemon.
    package func backup(to target: String) throws(JournalFailure) -> JournalReport {
        try contents.backup(to: target, schema: .current)
    }
}
