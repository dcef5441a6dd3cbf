package import Foundation
package import Market

/// A durable fact, as read.
package struct JournalEntry: Hashable, Sendable {
    /// From 1, without gaps, over all runs.
    package var seq: Int64
    package var run: Int
    package var at: Timestamp
    package var kind: String
    /// JSON in UTF-8.
    package var body: Data

    package init(seq: Int64, run: Int, at: Timestamp, kind: String, body: Data) {
        self.seq = seq
        self.run = run
        self.at = at
        self.kind = kind
        self.body = body
    }
}
