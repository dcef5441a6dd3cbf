import GRDB
package import Market

extension Journal {
    /// Opens the journal of `identity`, or makes it where there is none.
    ///
    /// In this order: lock; is the file safe; without writing to it, whose it is, SQLite's quick check, the schema and
    /// the hash chain; where its format is older, a copy beside it and the migrations; settings, read back. Where
    /// anything fails, the file is as it was. Of a journal with more than 50,000 entries, the chain is read from before the
    /// last checkpoint on (`verifiedFrom`), so that a start takes no longer with the years; `JournalReader.verify` reads all.
    ///
    /// - Parameters:
    ///   - mayCreate: whether a missing file is made. The ids and the epochs begin anew with it, so a daemon that has
    ///     traded before should say no.
    ///   - maximumBytes: a limit of size for the file, past which every append fails; nil for none.
    package static func open(
        at path: String, identity: JournalIdentity, at now: Timestamp, mayCreate: Bool = true,
        maximumBytes: Int64? = nil
    ) throws(JournalFailure) -> Journal {
        try open(
            at: path, identity: identity, at: now, mayCreate: mayCreate, maximumBytes: maximumBytes, schema: .current)
    }

    static func open(
        at path: String, identity: JournalIdentity, at now: Timestamp, mayCreate: Bool, maximumBytes: Int64?,
        schema: JournalSchema
    ) throws(JournalFailure) -> Journal {
        let lock = try FileLock.acquire(for: path)
        let report: JournalReport
        switch try JournalFile.inspect(path) {
        case .present:
            try takeBackHalfATransaction(path)
            report = try check(path, identity, schema)
        case .absent:
            guard mayCreate else {
                throw JournalFailure(
                    .missing, at: path, "there is no journal",
                    remedy: "restore the last backup there, or say that a new one shall be made")
            }
            try create(path, identity, now, schema)
            report = try check(path, identity, schema)
        }
        let queue = try JournalContents.attempt(path, "opening") {
            try Connection.writer(path, maximumBytes: maximumBytes)
        }
        var contents = try JournalContents(queue, path: path, schema: schema)
        if contents.format < schema.format {
            try migrate(contents, schema)
            contents = try JournalContents(queue, path: path, schema: schema)
        }
        guard try contents.head() == report.head else {
            throw .damaged(path, "it changed between its verification and its opening")
        }
        return Journal(
            contents: contents, schema: schema, report: report, lastRun: try contents.lastRun(),
            maximumBytes: maximumBytes, lock: lock)
    }

    /// A copy is no file with a log until it has been opened for writing once. If the power fails right then, SQLite's
    /// rollback journal may lie beside it, and only a connection that may write can take back what it holds.
    private static func takeBackHalfATransaction(_ path: String) throws(JournalFailure) {
        if try JournalFile.isAbsentOrEmpty(path + "-journal") { return }
        try JournalContents.attempt(path, "taking back a transaction that the power cut off") {
            let queue = try Connection.scratch(path)
            _ = try queue.read { try Row.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
            try queue.close()
        }
    }

    /// Everything that can be checked without writing.
    private static func check(
        _ path: String, _ identity: JournalIdentity, _ schema: JournalSchema
    ) throws(JournalFailure) -> JournalReport {
        // We hold the lock; without a log, nothing needs to be laid beside the file to read it.
        let hasLog = try !JournalFile.isAbsentOrEmpty(path + "-wal")
        let queue = try JournalContents.attempt(path, "opening") { try Connection.reader(path, isFrozen: !hasLog) }
        defer { try? queue.close() }
        let contents = try JournalContents(queue, path: path, schema: schema)
        if contents.identity != identity {
            throw JournalFailure(
                .otherIdentity, at: path, "it belongs to \(contents.identity), not to \(identity)",
                remedy: "give the path of that account's own journal; check account and mode in the configuration")
        }
        let report = try contents.report(schema: schema, .start)
        if let problem = report.problems.first { throw .damaged(path, "\(problem)") }
        return report
    }

    /// Made whole under another name and then renamed, so that no crash leaves half a journal.
    private static func create(
        _ path: String, _ identity: JournalIdentity, _ now: Timestamp, _ schema: JournalSchema
    ) throws(JournalFailure) {
        if identity.account.isEmpty || identity.account.utf8.contains(0) {
            throw JournalFailure(.invalidEntry, at: path, "the account id is empty", remedy: "set the account")
        }
        let unfinished = path + ".new"
        try JournalFile.removeLeftover(unfinished)
        try JournalFile.create(unfinished)
        try JournalContents.attempt(path, "creating") {
            let queue = try Connection.scratch(unfinished)
            try schema.migrator().migrate(queue)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA application_id = \(JournalSchema.applicationID)")
            }
            try queue.write { db in
                let meta = "INSERT INTO meta (key, value) VALUES (?, ?)"
                try db.execute(sql: meta, arguments: ["account", identity.account])
                try db.execute(sql: meta, arguments: ["mode", identity.mode.rawValue])
                try db.execute(sql: meta, arguments: ["created_at_ms", String(now.milliseconds)])
                var hasher = ChainHasher()
                let genesis = hasher.genesis(identity, createdAt: now.milliseconds)
                try db.execute(sql: "INSERT INTO head (id, seq, hash) VALUES (1, 0, ?)", arguments: [genesis.data])
            }
            // Now, so that no rollback journal is ever needed under its own name.
            _ = try queue.writeWithoutTransaction { try Row.fetchOne($0, sql: "PRAGMA journal_mode = WAL") }
            try queue.close()
        }
        try JournalFile.publish(unfinished, as: path)
    }

    /// Copies the file beside itself, then brings it to the newest format.
    private static func migrate(_ contents: JournalContents, _ schema: JournalSchema) throws(JournalFailure) {
        let path = contents.path
        var copy = "\(path).format-\(contents.format)"
        var number = 1
        while try JournalFile.exists(copy) {
            number += 1
            copy = "\(path).format-\(contents.format).\(number)"
        }
        _ = try contents.backup(to: copy, schema: schema)
        try JournalContents.attempt(path, "migrating") { try schema.migrator().migrate(contents.queue) }
        let report = try JournalContents(contents.queue, path: path, schema: schema).report(
            schema: schema, .whole)
        if let problem = report.problems.first {
            throw .damaged(path, "after its migration: \(problem); the file as it was is \(copy)")
        }
    }
}
