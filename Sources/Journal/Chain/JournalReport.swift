/// What a verification found.
package struct JournalReport: Hashable, Sendable {
    package struct Problem: Hashable, Sendable {
        /// The entry where it shows; nil where it is elsewhere in the file.
        package var seq: Int64?
        package var reason: String
    }

    package var identity: JournalIdentity
    /// The journal's format version.
    package var format: Int
    package var runs: Int
    package var entries: Int64
    package var head: Head
    /// The entries from this number on were read and compared; 1: all of them.
    package var verifiedFrom: Int64
    /// At most `maximumProblems`, those of the file first, then by entry.
    package var problems: [Problem]

    package static var maximumProblems: Int { 20 }

    package var isWhole: Bool { problems.isEmpty }
    package var firstBadSeq: Int64? { problems.lazy.compactMap(\.seq).first }
}

extension JournalReport.Problem: CustomStringConvertible {
    package var description: String { seq.map { "entry \($0): \(reason)" } ?? reason }
}
