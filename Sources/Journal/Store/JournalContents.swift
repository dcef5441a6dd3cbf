import GRDB

/// What is read from a journal's file, by its writer and by readers alike. Everything is checked as it is read.
struct JournalContents: Sendable {
    let queue: DatabaseQueue
    let path: String
    let identity: JournalIdentity
    let format: Int
    /// What the first entry follows.
    let genesis: ChainHash

    /// Reads whose journal this is. `schema` is the one the program knows.
    init(_ queue: DatabaseQueue, path: String, schema: JournalSchema) throws(JournalFailure) {
        self.queue = queue
        self.path = path
        (identity, format, genesis) = try JournalContents.attempt(path, "reading what journal this is") {
            try queue.read { db in
                let format = try JournalContents.format(of: db, path: path, schema: schema)
                guard let account = try JournalContents.meta("account", db),
                    let mode = try JournalContents.meta("mode", db).flatMap(JournalIdentity.Mode.init),
                    let createdAt = try JournalContents.meta("created_at_ms", db).flatMap({ Int64($0) })
                else { throw JournalFailure.damaged(path, "it does not say which account it belongs to") }
                let identity = JournalIdentity(account: account, mode: mode)
                var hasher = ChainHasher()
                return (identity, format, hasher.genesis(identity, createdAt: createdAt))
            }
        }
    }

    /// How many of the schema's migrations the file has seen.
    private static func format(of db: Database, path: String, schema: JournalSchema) throws -> Int {
        guard try Row.fetchOne(db, sql: "PRAGMA application_id")?.integer(0) == JournalSchema.applicationID else {
            throw JournalFailure(
                .notAJournal, at: path, "it is a database, but not a journal", remedy: "check the path")
        }
        let applied = try Row.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid").map {
            $0.text(0) ?? "?"
        }
        let known = schema.migrations.map(\.name)
        guard let format = try meta("format", db).flatMap({ Int($0) }), format == applied.count, format > 0 else {
            throw JournalFailure.damaged(path, "its format version is not what its tables say")
        }
        guard applied.elementsEqual(known.prefix(format)) else {
            throw JournalFailure(
                .newer, at: path,
                "it has format \(format) (\(applied.last ?? "?")), and this program knows \(known.count)",
                remedy: "run the newer program; an older one must not write to it")
        }
        return format
    }

    private static func meta(_ key: String, _ db: Database) throws -> String? {
        try Row.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])?.text(0)
    }

    /// Runs `body`, and puts what SQLite throws into our words.
    static func attempt<Result>(
        _ path: String, _ doing: String, _ body: () throws -> Result
    ) throws(JournalFailure) -> Result {
        do { return try body() } catch { throw JournalFailure(error, at: path, doing: doing) }
    }

    func read<Result>(_ doing: String, _ body: (Database) throws -> Result) throws(JournalFailure) -> Result {
        try JournalContents.attempt(path, doing) { try queue.read(body) }
    }
}
