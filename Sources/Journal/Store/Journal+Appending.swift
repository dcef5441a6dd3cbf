import GRDB
import Market

extension Journal {
    /// Appends all of `entries` in one transaction, and returns their sequence numbers when they are on the disk.
    /// Nothing of it counts where it throws, and the handle is at its end then: an empty list, an entry that cannot be
    /// stored and a run that has not begun included.
    package func append(_ entries: [NewEntry]) throws(JournalFailure) -> ClosedRange<Int64> {
        let first = head.seq + 1
        let newHead = try writing("appending") { db in
            guard let run = runRow else {
                throw JournalFailure(
                    .wrongRun, at: path, "no run has begun", remedy: "begin a run before anything is recorded")
            }
            if entries.isEmpty {
                throw JournalFailure(.invalidEntry, at: path, "no entry was given", remedy: "append at least one")
            }
            return try insert(entries, run: run.number, db)
        }
        head = newHead
        try trimLog(after: entries.reduce(0) { $0 + $1.body.count })
        return first...newHead.seq
    }

    /// Within a transaction. Returns the head that it leads to.
    func insert(_ entries: [NewEntry], run: Int64, _ db: Database) throws -> Head {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO entries (seq, run, at_ms, kind, body, hash) VALUES (?, ?, ?, ?, CAST(? AS TEXT), ?)")
        var (head, hasher) = (head, ChainHasher())
        for entry in entries {
            if let fault = entry.fault {
                throw JournalFailure(
                    .invalidEntry, at: path, "an entry of kind '\(entry.kind.prefix(64))' cannot be stored: \(fault)",
                    remedy: "this is a defect of the program; report it")
            }
            let seq = head.seq + 1
            let hash = hasher.entry(
                after: head.hash, seq: seq, run: run, at: entry.at.milliseconds, kind: entry.kind.utf8,
                body: entry.body)
            try statement.execute(arguments: [seq, run, entry.at.milliseconds, entry.kind, entry.body, hash.data])
            head = Head(seq: seq, hash: hash)
        }
        try db.cachedStatement(sql: "UPDATE head SET seq = ?, hash = ? WHERE id = 1")
            .execute(arguments: [head.seq, head.hash.data])
        return head
    }
}
