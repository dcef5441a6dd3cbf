/// Why the journal could not be opened, read or written: a code to branch on, and a sentence with what happened, where,
/// and what to do.
package struct JournalFailure: Error, Hashable, Sendable {
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// There is no journal, and making one was not asked for.
        case missing
        /// Something is there already that would be overwritten.
        case exists
        /// Not a plain file of this user's own: a link, a device, another owner, or others may write to it.
        case unsafeFile = "unsafe_file"
        /// Another process holds the journal.
        case locked
        /// Another process wrote to, or held on to, a file that is ours alone.
        case busy
        case notAJournal = "not_a_journal"
        /// Written by a newer program.
        case newer
        /// Needs to be migrated, which a reader never does.
        case older
        /// Belongs to another account, or to the other mode.
        case otherIdentity = "other_identity"
        /// A page, the hash chain or the schema is not as it was written.
        case damaged
        /// No space, or the journal's own limit of size.
        case full
        /// The system or SQLite refused an operation.
        case storage
        /// The settings that make a commit survive a power loss could not be had.
        case notDurable = "not_durable"
        /// Entries belong to a run, and none has begun or it has ended; or one has begun already.
        case wrongRun = "wrong_run"
        /// The entry itself cannot be stored.
        case invalidEntry = "invalid_entry"
        /// An earlier write failed; this handle does nothing any more.
        case poisoned
    }

    package var code: Code
    package var path: String
    /// What happened.
    package var what: String
    /// What to do.
    package var remedy: String

    package init(_ code: Code, at path: String, _ what: String, remedy: String) {
        self.code = code
        self.path = path
        self.what = what
        self.remedy = remedy
    }
}

extension JournalFailure: CustomStringConvertible {
    package var description: String { "journal \(path): \(what); \(remedy)" }
}
