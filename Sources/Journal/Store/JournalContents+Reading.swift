import GRDB

extension JournalContents {
    func head() throws(JournalFailure) -> Head { try read("reading the newest entry") { try head($0) } }

    func head(_ db: Database) throws -> Head {
        guard let row = try Row.fetchOne(db, sql: "SELECT seq, hash FROM head"), let seq = row.integer(0),
            let hash = row.hash(1)
        else { throw JournalFailure.damaged(path, "the record of the newest entry cannot be read") }
        return Head(seq: seq, hash: hash)
    }

    /// Ascending by number.
    func runs() throws(JournalFailure) -> [RunRow] {
        try read("reading the runs") { db in try runs(db, sql: RunRow.selection + " ORDER BY number") }
    }

    func lastRun() throws(JournalFailure) -> RunRow? {
        try read("reading the last run") { db in
            try runs(db, sql: RunRow.selection + " ORDER BY number DESC LIMIT 1").first
        }
    }

    private func runs(_ db: Database, sql: String) throws -> [RunRow] {
        try Row.fetchAll(db, sql: sql).map { row in
            guard let run = RunRow(row) else { throw JournalFailure.damaged(path, "a row of runs cannot be read") }
            return run
        }
    }

    /// The newest entry of `kind` up to number `last`. Without an index on purpose, which every commit would have to write: it walks
    /// backwards.
    func lastEntry(kind: String, through last: Int64 = .max) throws(JournalFailure) -> JournalEntry? {
        try read("looking for the last \(kind)") { db in
            let sql = "SELECT seq FROM entries WHERE kind = ? AND seq <= ? ORDER BY seq DESC LIMIT 1"
            guard let seq = try Row.fetchOne(db, sql: sql, arguments: [kind, last])?.integer(0) else { return nil }
            let previous = try head(at: seq - 1, db)
            return try page(after: previous, through: seq, db).first
        }
    }

    /// The entry `seq` and its hash as stored; the beginning for 0.
    func head(at seq: Int64, _ db: Database) throws -> Head {
        if seq == 0 { return Head(seq: 0, hash: genesis) }
        let sql = "SELECT hash FROM entries WHERE seq = ?"
        guard let hash = try Row.fetchOne(db, sql: sql, arguments: [seq])?.hash(0) else {
            throw JournalFailure.damaged(path, "entry \(seq) is missing or cannot be read")
        }
        return Head(seq: seq, hash: hash)
    }

    /// Entries after `previous` up to `last`, as many as fit into about a megabyte, one at least.
    func page(after previous: Head, through last: Int64, _ db: Database) throws -> [JournalEntry] {
        var (entries, bytes, head, hasher) = ([JournalEntry](), 0, previous, ChainHasher())
        let sql = EntryRow.selection + " WHERE seq > ? AND seq <= ? ORDER BY seq"
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [previous.seq, last])
        while bytes < 1 << 20, let row = try rows.next() {
            let checked = try EntryRow(row, after: head, hasher: &hasher)
            guard let checked, checked.fault == nil, let entry = try EntryRow.entry(row) else {
                throw JournalFailure.damaged(path, "entry \(head.seq + 1): \(checked?.fault ?? "it cannot be read")")
            }
            entries.append(entry)
            bytes += entry.body.count + 64
            head = checked.head
        }
        return entries
    }
}
