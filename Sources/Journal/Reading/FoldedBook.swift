import Crypto
package import Engine
import Foundation
package import Market

/// The state that a journal's entries make: from the last checkpoint, everything after it folded in.
package struct FoldedBook: Hashable, Sendable {
    package var book = Book()
    /// The last entry that is in it; 0 for none.
    package var through: Int64 = 0
    /// When that one was recorded.
    package var lastRecordAt: Timestamp?
    /// Entries that were folded, the checkpoint included.
    package var folded = 0

    /// SHA-256 of the book as a checkpoint would hold it, in 64 hexadecimal digits: equal books, equal digests.
    package func digest() throws -> String {
        SHA256.hash(data: try RecordCodec.encode(.checkpoint(book))).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Throws `JournalFailure` at an entry that is not as it was written, or that this program cannot read.
    init(_ contents: JournalContents, through last: Int64) throws(JournalFailure) {
        let checkpoint = try contents.lastEntry(kind: "checkpoint", through: last)
        if let checkpoint { try take(checkpoint, contents.path) }
        var later = try JournalEntries(contents, after: checkpoint?.seq ?? 0, through: last)
        while let entry = try later.next() { try take(entry, contents.path) }
    }

    private mutating func take(_ entry: JournalEntry, _ path: String) throws(JournalFailure) {
        do {
            book.apply(try RecordCodec.decode(entry.body))
        } catch {
            throw JournalFailure(
                .newer, at: path, "entry \(entry.seq), a \(entry.kind), is not one that this program knows (\(error))",
                remedy: "use the program that wrote it, or a newer one")
        }
        through = entry.seq
        lastRecordAt = entry.at
        folded += 1
    }
}

extension Journal {
    /// What a daemon goes on from.
    package func foldedBook() throws(JournalFailure) -> FoldedBook {
        try refuseIfPoisoned()
        return try FoldedBook(contents, through: .max)
    }
}

extension JournalReader {
    /// The state as it was after entry `last`, or after the newest one.
    package func foldedBook(through last: Int64 = .max) throws(JournalFailure) -> FoldedBook {
        try FoldedBook(contents, through: last)
    }
}
