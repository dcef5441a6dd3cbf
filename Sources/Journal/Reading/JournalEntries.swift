/// Entries in order, read in pages of about a megabyte: memory is bounded, and no page keeps the log from being trimmed
/// while the next one is waited for. It ends with the entry that was the newest when it was made, or
/// before.
package struct JournalEntries {
    private let contents: JournalContents
    private let last: Int64
    private var seq: Int64
    private var page: ArraySlice<JournalEntry> = []

    init(_ contents: JournalContents, after seq: Int64, through last: Int64 = .max) throws(JournalFailure) {
        self.contents = contents
        self.seq = max(seq, 0)
        self.last = min(try contents.head().seq, last)
    }

    /// Nil after the last one. Throws at the first entry that is not as it was written.
    package mutating func next() throws(JournalFailure) -> JournalEntry? {
        if page.isEmpty {
            guard seq < last else { return nil }
            page = try contents.read("reading entries after \(seq)") { db in
                try contents.page(after: contents.head(at: seq, db), through: last, db)[...]
            }
        }
        guard let entry = page.popFirst() else {
            throw .damaged(contents.path, "entries \(seq + 1) to \(last) are missing")
        }
        seq = entry.seq
        return entry
    }
}
