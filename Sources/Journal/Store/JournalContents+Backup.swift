import GRDB

extension JournalContents {
    /// A copy by SQLite's backup, whole even while the journal is being written, verified and flushed before it gets
    /// its name. It is one file without a log, so it can be moved and read anywhere.
    func backup(to target: String, schema: JournalSchema) throws(JournalFailure) -> JournalReport {
        try JournalFile.refuseExisting(target)
        let unfinished = target + ".new"
        try JournalFile.removeLeftover(unfinished)
        try JournalFile.create(unfinished)
        let report = try JournalContents.attempt(target, "copying \(path)") {
            let copy = try Connection.scratch(unfinished)
            try queue.backup(to: copy)
            _ = try copy.writeWithoutTransaction { try Row.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
            let report = try JournalContents(copy, path: target, schema: schema).report(
                schema: schema, .thorough)
            try copy.close()
            return report
        }
        if let problem = report.problems.first {
            try JournalFile.removeLeftover(unfinished)
            throw .damaged(path, "its copy is not whole: \(problem)")
        }
        try JournalFile.publish(unfinished, as: target)
        return report
    }
}
