import GRDB
package import Market

extension Journal {
    /// Opens the journal of `identity`, or makes it where there is none.
    ///
    /// In this order: lock; is the file safe; without writing to it, whose it is, SQLite's quick check, the schema and
    /// the whole hash chain; where its format is older, a copy beside it and the migrations; settings, read back. Where
    /// anything fails, the file is as it was.
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
        let head: Head
        switch try JournalFile.inspect(path) {
        case .present:
            head = try check(path, identity, schema)
        case .absent:
            guard mayCreate else {
                throw JournalFailure(
                    .missing, at: path, "there is no journal",
                    remedy: "restore the last backup there, or say that a new one shall be made")
            }
            try create(path, identity, now, schema)
            head = try check(path, identity, schema)
        }
        let queue = try JournalContents.attempt(path, "opening") {
            try Connection.writer(path, maximumBytes: maximumBytes)
        }
        var contents = try JournalContents(queue, path: path, schema: schema)
        if contents.format < schema.format {
            try migrate(contents, schema)
            contents = try JournalContents(queue, path: path, schema: schema)
        }
        guard try contents.head() == head else {
            throw .damaged(path, "it changed between its verification and its opening")
        }
        return Journal(contents: contents, schema: schema, head: head, lastRun: try contents.lastRun(), lock: lock)
    }

    /// Everything that can be checked without writing. Returns the newest entry.
    private static func check(
        _ path: String, _ identity: JournalIdentity, _ schema: JournalSchema
    ) throws(JournalFailure) -> Head {
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
        let report = try contents.report(schema: schema, isThorough: false)
        if let problem = report.problems.first { throw .damaged(path, "\(problem)") }
        return report.head
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
            schema: schema, isThorough: false)
        if let problem = report.problems.first {
            throw .damaged(path, "after its migration: \(problem); the file as it was is \(copy)")
        }
    }
}
