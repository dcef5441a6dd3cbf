import GRDB

extension Journal {
    /// After a commit that met a full disk: gives up the ballast and appends `entries` to the run, so that the journal says
    /// why it ends here. The handle stays at its end.
    ///
    /// A full disk is the one failure after which this is sound: SQLite took the commit back, nothing was flushed in part,
    /// and the file is opened anew and compared with what was acknowledged before anything is added. Nothing is repeated: what
    /// could not be appended stays so.
    package func appendLastWords(_ entries: [NewEntry], givingUp ballast: Ballast) throws(JournalFailure) {
        guard poison?.code == .full, let runRow else {
            throw JournalFailure(
                .poisoned, at: path, "last words are for a journal whose disk is full",
                remedy: "this is a defect of the program; report it")
        }
        try ballast.release()
        let queue = try JournalContents.attempt(path, "opening after the disk was full") {
            try Connection.writer(path, maximumBytes: maximumBytes)
        }
        // The first connection goes while there is a second one: the last to go would take the log into the file, and with
        // it the space that was just freed.
        try? contents.queue.close()
        defer { try? queue.close() }
        let fresh = try JournalContents(queue, path: path, schema: schema)
        let report = try fresh.report(schema: schema, .start)
        if let problem = report.problems.first { throw .damaged(path, "\(problem)") }
        guard report.head == head, try fresh.lastRun() == runRow else {
            throw .damaged(path, "it is not as it was before its disk was full")
        }
        try JournalContents.attempt(path, "recording why it ends") {
            _ = try queue.write { try insert(entries, run: runRow.number, $0) }
        }
    }
}
