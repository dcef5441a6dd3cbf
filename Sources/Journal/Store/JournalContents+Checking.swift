import GRDB

extension JournalContents {
    /// How much of the file is read.
    enum Depth {
        /// All of it, indexes against tables too, and on after the first problem.
        case thorough
        /// All of it.
        case whole
        /// What a start reads: all of a short journal; of a long one everything that its state is rebuilt from, the newest
        /// entries, every run, and the small tables. The rest is for a `thorough` one, each night.
        case start
    }

    /// SQLite's own check, the schema, and the chain.
    func report(schema: JournalSchema, _ depth: Depth) throws(JournalFailure) -> JournalReport {
        let expected = try JournalContents.attempt(path, "preparing the check") { try schema.statements() }
        return try read("verifying") { db in
            let maximum = depth == .thorough ? JournalReport.maximumProblems : 1
            let base = depth == .start ? try base(db) : nil
            var problems: [JournalReport.Problem] = []
            for check in checks(depth, isPartial: base != nil, maximum) {
                for row in try Row.fetchAll(db, sql: check) {
                    let verdict = row.text(0) ?? "?"
                    if verdict != "ok" { problems.append(.init(seq: nil, reason: "SQLite: \(verdict)")) }
                }
            }
            if format == schema.format, try JournalSchema.statements(in: db) != expected {
                problems.append(.init(seq: nil, reason: "its tables or triggers are not those of format \(format)"))
            }
            let chain = try ChainCheck(
                db, genesis: genesis, from: base, maximumProblems: max(maximum - problems.count, 0))
            return JournalReport(
                identity: identity, format: format, runs: chain.runCount, entries: chain.entries, head: chain.head,
                verifiedFrom: (base?.seq ?? 0) + 1, problems: problems + chain.problems)
        }
    }

    private func checks(_ depth: Depth, isPartial: Bool, _ maximum: Int) -> [String] {
        if depth == .thorough { return ["PRAGMA integrity_check(\(maximum))"] }
        if !isPartial { return ["PRAGMA quick_check(\(maximum))"] }
        return ["meta", "runs", "head", "grdb_migrations"].map { "PRAGMA quick_check(\($0))" }
    }

    /// Where a start begins to read: before the last checkpoint, and far enough back that all of a day's entries are read.
    /// Nil for a short journal, and for one that says nothing sensible of its newest entry: all of it.
    private func base(_ db: Database) throws -> Head? {
        guard let last = try Row.fetchOne(db, sql: "SELECT seq FROM head")?.integer(0), last > Self.shortJournal
        else { return nil }
        let sql = "SELECT seq FROM entries WHERE kind = 'checkpoint' ORDER BY seq DESC LIMIT 1"
        guard let checkpoint = try Row.fetchOne(db, sql: sql)?.integer(0) else { return nil }
        let seq = min(checkpoint - 1, last - Self.shortJournal)
        guard seq > 0 else { return nil }
        return try head(at: seq, db)
    }

    /// Journals up to this many entries, and as many of the newest of longer ones, are always read: some ten days' worth,
    /// in a few hundredths of a second.
    static let shortJournal: Int64 = 50_000
}
