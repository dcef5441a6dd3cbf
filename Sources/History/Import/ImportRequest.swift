import Glibc
import Market

/// What is to be imported where.
package struct ImportRequest: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable {
        /// The tables make a new warehouse in the place of the old one.
        case replace
        /// The tables hold later days, new stocks, or both, and are merged with the warehouse in force.
        case add
    }

    /// The directory with the tables.
    package var tables: String
    /// The directory of the warehouse.
    package var warehouse: String
    package var mode: Mode
    /// Imports also where the warehouse was made from these very tables.
    package var isForced: Bool

    package init(tables: String, warehouse: String, mode: Mode = .replace, isForced: Bool = false) {
        self.tables = tables
        self.warehouse = warehouse
        self.mode = mode
        self.isForced = isForced
    }
}

/// What became of an import.
package struct ImportOutcome: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case imported
        case added
        /// The warehouse has these very tables already; nothing was done.
        case unchanged
    }

    package var kind: Kind
    /// Of the warehouse as it is now.
    package var report: ImportReport
    /// Of the table of bars, repeated ones included.
    package var rowsRead: Int
    /// Whether the work of an import that was killed was taken over.
    package var isResumed: Bool
    /// Why the catalog does not tell of this import, which is in force; nil where it does.
    package var catalogFailure: String?
}

/// The points of an import between which it can be killed with different results; for tests.
enum ImportBoundary: String, Hashable, Sendable, CaseIterable {
    /// The job is in the catalog.
    case begun
    /// All bars are in the spool, and its note is written: from here on an import can be resumed.
    case spooled
    /// The columns are written.
    case arranged
    case manifestWritten
    /// The new manifest is in its place.
    case installed
    case catalogued
}

/// What an import asks and tells on its way.
struct ImportHooks {
    var progress: (ImportProgress) -> Void = { _ in }
    var now: () -> Timestamp = ImportHooks.systemTime
    var boundary: (ImportBoundary) -> Void = { _ in }

    static func systemTime() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
