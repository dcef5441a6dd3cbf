import GRDB

extension JournalContents {
    /// SQLite's own check, the schema, and the chain. `isThorough` also compares indexes with tables and goes on after
    /// the first problem; without, it is what every start does.
    func report(schema: JournalSchema, isThorough: Bool) throws(JournalFailure) -> JournalReport {
        let expected = try JournalContents.attempt(path, "preparing the check") { try schema.statements() }
        return try read("verifying") { db in
            let maximum = isThorough ? JournalReport.maximumProblems : 1
            var problems: [JournalReport.Problem] = []
            let check = isThorough ? "PRAGMA integrity_check(\(maximum))" : "PRAGMA quick_check(\(maximum))"
            for row in try Row.fetchAll(db, sql: check) {
                let verdict = row.text(0) ?? "?"
                if verdict != "ok" { problems.append(.init(seq: nil, reason: "SQLite: \(verdict)")) }
            }
            if format == schema.format, try JournalSchema.statements(in: db) != expected {
                problems.append(.init(seq: nil, reason: "its tables or triggers are not those of format \(format)"))
            }
            let chain = try ChainCheck(db, genesis: genesis, maximumProblems: max(maximum - problems.count, 0))
            return JournalReport(
                identity: identity, format: format, runs: chain.runCount, entries: chain.entries, head: chain.head,
                problems: problems + chain.problems)
        }
    }
}
