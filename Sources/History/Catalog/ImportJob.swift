package import Market

/// One import, as the catalog tells of it.
package struct ImportJob: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, CaseIterable {
        case running
        case done
        /// It ended with the error that is its message.
        case failed
        /// It ended without a word: its process was killed, or the machine stopped.
        case killed
    }

    /// From 1.
    package var id: Int64
    package var mode: ImportRequest.Mode
    /// The directory of the tables, as it was given.
    package var tables: String
    package var started: Timestamp
    /// Of a killed one, when that was found; nil while it runs.
    package var ended: Timestamp?
    package var state: State
    /// How far it was: `reading`, `arranging` or `done`.
    package var stage: String
    /// Of the table of bars, once they are all read.
    package var rows: Int
    /// The generation that it made, or would have made; nil where there was nothing to do.
    package var generation: Int?
    /// What to know and what to do about it; empty where nothing is.
    package var message: String
    /// The tables, once they are all read.
    package var sources: [Manifest.Source]
}
