/// Whether a copy is one to go on from: opened on its own, verified from its first entry to its last, folded into a book, and
/// held against the journal that it is a copy of.
package struct RestoreDrill: Hashable, Sendable {
    /// Of the copy.
    package var report: JournalReport
    /// Of the state that both give at the copy's last entry.
    package var digest: String
    /// Entries that the journal has had since.
    package var newer: Int64

    /// Throws `JournalFailure`, with the copy's path where the copy is at fault.
    package init(copy: String, of journal: String) throws {
        let (copied, original) = (try JournalReader(at: copy), try JournalReader(at: journal))
        guard copied.identity == original.identity else {
            throw JournalFailure(
                .otherIdentity, at: copy, "it belongs to \(copied.identity), the journal to \(original.identity)",
                remedy: "give a copy of this journal")
        }
        report = try copied.verify()
        if let problem = report.problems.first {
            throw JournalFailure(.damaged, at: copy, "\(problem)", remedy: "make another copy; keep this one away")
        }
        let head = try original.head()
        guard head.seq >= report.head.seq, try original.head(at: report.head.seq) == report.head else {
            throw JournalFailure(
                .damaged, at: copy,
                "its entry \(report.head.seq) is not the journal's: it is a copy of another history",
                remedy: "if the journal itself was restored from an older copy, this one must not be used again")
        }
        digest = try copied.foldedBook().digest()
        let expected = try original.foldedBook(through: report.head.seq).digest()
        guard digest == expected else {
            throw JournalFailure(
                .damaged, at: copy, "it gives the state \(digest), the journal \(expected)",
                remedy: "this is a defect of the program; keep both files and report it")
        }
        newer = head.seq - report.head.seq
    }
}
