import Foundation
import GRDB
import Market

/// A row of `entries`, compared with the row before it.
struct EntryRow {
    static let selection = "SELECT seq, run, at_ms, kind, body, hash FROM entries"

    var run: Int64
    /// Number and hash as they are stored, whether they are right or not: what the next row is compared with.
    var head: Head
    /// What is wrong; nil where the row is exactly what was written after `previous`.
    var fault: String?

    /// Nil where not even the number and the hash can be read.
    init?(_ row: Row, after previous: Head, hasher: inout ChainHasher) throws {
        guard let seq = row.integer(0), let stored = row.hash(5) else { return nil }
        head = Head(seq: seq, hash: stored)
        run = row.integer(1) ?? 0
        if seq != previous.seq + 1 {
            fault = "entries \(previous.seq + 1) to \(seq - 1) are missing"
            return
        }
        guard let run = row.integer(1), let at = row.integer(2) else {
            fault = "a number is not a number"
            return
        }
        let hash = try row.withUnsafeData(atIndex: 3) { kind in
            try row.withUnsafeData(atIndex: 4) { body in
                hasher.entry(
                    after: previous.hash, seq: seq, run: run, at: at, kind: kind ?? Data(), body: body ?? Data())
            }
        }
        if hash != stored { fault = "its hash does not fit its content and the entry before it" }
    }

    /// For rows without fault.
    static func entry(_ row: Row) throws -> JournalEntry? {
        guard let seq = row.integer(0), let run = row.integer(1), let at = row.integer(2), let kind = row.text(3) else {
            return nil
        }
        let body = try row.withUnsafeData(atIndex: 4) { Data($0 ?? Data()) }
        return JournalEntry(seq: seq, run: Int(run), at: Timestamp(milliseconds: at), kind: kind, body: body)
    }
}
