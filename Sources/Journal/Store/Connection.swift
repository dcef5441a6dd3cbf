import GRDB

/// The two ways in which a journal's file is opened.
enum Connection {
    /// Waits a little while it opens, for a tool that is just restoring the log after a crash; from then on not at all:
    /// a busy writer means that somebody else writes to our file, which is an alarm and nothing to wait for.
    static func writer(_ path: String, maximumBytes: Int64?) throws -> DatabaseQueue {
        var configuration = base
        configuration.busyMode = .timeout(5)
        // Otherwise GRDB traps where a broken disk refuses even the rollback; that is an error of ours, and ends the
        // handle.
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // GRDB's own switch to WAL would set synchronous to NORMAL, which may lose commits when the power fails.
        let settings = try queue.writeWithoutTransaction { db in
            let mode = try Row.fetchOne(db, sql: "PRAGMA journal_mode = WAL")?.text(0)
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA busy_timeout = 0")
            // By itself, SQLite would take the log into the file at the end of a commit and keep a failed flush to itself.
            _ = try Row.fetchOne(db, sql: "PRAGMA wal_autocheckpoint = 0")
            if let maximumBytes {
                let size = try Row.fetchOne(db, sql: "PRAGMA page_size")?.integer(0) ?? 4096
                try db.execute(sql: "PRAGMA max_page_count = \(max(maximumBytes / size, 1))")
            }
            return (mode, try Row.fetchOne(db, sql: "PRAGMA synchronous")?.integer(0))
        }
        guard settings == ("wal", 2) else {
            throw JournalFailure(
                .notDurable, at: path,
                "journal_mode is \(settings.0 ?? "?") instead of wal, synchronous \(settings.1 ?? -1) instead of 2",
                remedy: "put it on a local disk with a file system that can lock and share memory")
        }
        return queue
    }

    /// Never writes to the file. `isFrozen`: nobody writes to it and there is no log beside it, so SQLite may read it
    /// where it lies, a read-only directory included.
    static func reader(_ path: String, isFrozen: Bool) throws -> DatabaseQueue {
        var configuration = base
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: isFrozen ? immutableAddress(path) : path, configuration: configuration)
    }

    /// A new file, not yet in its place: written once, flushed by whoever publishes it.
    static func scratch(_ path: String) throws -> DatabaseQueue { try DatabaseQueue(path: path, configuration: base) }

    private static var base: Configuration {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    private static func immutableAddress(_ path: String) -> String {
        let escaped = path.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return "file:" + escaped.joined() + "?immutable=1"
    }
}
