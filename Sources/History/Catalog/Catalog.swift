import GRDB
import Market

/// `catalog.sqlite` in a warehouse: the imports, and what people ask about. The manifest alone says what is in force; where
/// the two differ, the next import writes the catalog again. Nothing that reads bars opens it.
///
/// Only whoever holds the warehouse's lock writes to it.
final class Catalog {
    static let fileName = "catalog.sqlite"

    private let directory: String
    private let queue: DatabaseQueue

    /// SQLite's own files beside it included.
    static func isFile(_ name: String) -> Bool {
        [fileName, fileName + "-journal", fileName + "-wal", fileName + "-shm"].contains(name)
    }

    /// Opens the catalog of the warehouse in `directory`, or makes it, and brings it up to date: jobs that were left
    /// running, and, where it tells of another generation, all that belongs to `manifest`, which is in force. One that is
    /// no database any more is made anew.
    static func open(
        _ directory: String, inForce manifest: Manifest?, at now: Timestamp
    ) throws(ImportFailure) -> Catalog {
        let path = "\(directory)/\(fileName)"
        return try writing(path) {
            do {
                return try Catalog(directory, path, manifest, now)
            } catch let error as DatabaseError
                where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode.primaryResultCode)
            {
                for suffix in ["-journal", "-wal", "-shm", ""] { try Directory.removeFile(path + suffix) }
                return try Catalog(directory, path, manifest, now)
            }
        }
    }

    private init(_ directory: String, _ path: String, _ manifest: Manifest?, _ now: Timestamp) throws {
        self.directory = directory
        queue = try DatabaseQueue(path: path, configuration: Catalog.configuration)
        let warehouse = manifest.flatMap { _ in try? Warehouse.open(directory) }
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try queue.write { db in
            switch try Row.fetchOne(db, sql: "PRAGMA user_version")?.integer(0) ?? 0 {
            case 0: try CatalogSchema.create(db)
            case Int64(CatalogSchema.version): break
            case let other:
                let words = "it has format \(other), this program writes \(CatalogSchema.version)"
                throw ImportFailure.catalog(path: path, words + "; move it away, and import again")
            }
            try Catalog.closeJobs(db, manifest, now)
            let generation = try Row.fetchOne(db, sql: "SELECT generation FROM warehouse")?.optionalInteger(0)
            if let manifest, generation != Int64(manifest.generation) {
                let ended = try Row.fetchOne(
                    db, sql: "SELECT ended_at FROM jobs WHERE state = 'done' AND generation = ?",
                    arguments: [manifest.generation])
                try CatalogSchema.replace(db, manifest, warehouse, imported: ended?.optionalText(0))
            }
        }
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        // Readers are quick; the only writer is the import.
        configuration.busyMode = .timeout(5)
        // Otherwise GRDB traps where a broken disk refuses even the rollback.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA synchronous = NORMAL")
        }
        return configuration
    }

    /// The job that was left running has ended: with its work in force, or without.
    private static func closeJobs(_ db: Database, _ manifest: Manifest?, _ now: Timestamp) throws {
        try db.execute(
            sql:
                "UPDATE jobs SET state = 'done', stage = 'done', ended_at = ? WHERE state = 'running' AND generation = ?",
            arguments: [now.description, manifest?.generation])
        for row in try Row.fetchAll(db, sql: "SELECT id, stage FROM jobs WHERE state = 'running'") {
            try db.execute(
                sql: "UPDATE jobs SET state = 'killed', ended_at = ?, message = ? WHERE id = ?",
                arguments: [now.description, CatalogContents.killedMessage(at: row.text(1)), row.integer(0)])
        }
    }

    static func writing<Value>(_ path: String, _ body: () throws -> Value) throws(ImportFailure) -> Value {
        do {
            return try body()
        } catch let error as StorageFailure {
            throw .storage(error)
        } catch let error as ImportFailure {
            throw error
        } catch {
            let error = error as? DatabaseError
            let words = error?.message ?? "error \(error?.resultCode.rawValue ?? 0)"
            throw .catalog(
                path: path, "SQLite: \(words); check the disk and this user's rights there, and try again")
        }
    }

    private func write(_ body: (Database) throws -> Void) throws(ImportFailure) {
        try Catalog.writing("\(directory)/\(Catalog.fileName)") { try queue.write(body) }
    }
}

extension Catalog {
    /// A new job, running; gives its number.
    func begin(_ request: ImportRequest, generation: Int, at now: Timestamp) throws(ImportFailure) -> Int64 {
        var job: Int64 = 0
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO jobs (mode, tables, started_at, state, stage, generation)
                    VALUES (?, ?, ?, 'running', 'reading', ?)
                    """,
                arguments: [request.mode.rawValue, request.tables, now.description, generation])
            job = db.lastInsertedRowID
        }
        return job
    }

    /// The job has reached `stage`, with these tables read.
    func note(
        _ job: Int64, stage: ImportProgress.Stage, rows: Int, sources: [Manifest.Source]
    ) throws(ImportFailure) {
        try write { db in
            try db.execute(
                sql: "UPDATE jobs SET stage = ?, row_count = ? WHERE id = ?",
                arguments: [stage.rawValue, rows, job])
            for (position, source) in sources.enumerated() {
                try db.execute(
                    sql: "INSERT INTO job_sources VALUES (?, ?, ?, ?, ?)",
                    arguments: [job, position, source.name, source.bytes, source.crc32])
            }
        }
    }

    /// The job has ended and `manifest` is in force.
    func finish(_ job: Int64, _ manifest: Manifest, at now: Timestamp) throws(ImportFailure) {
        let warehouse = try? Warehouse.open(directory)
        try write { db in
            try db.execute(
                sql: "UPDATE jobs SET state = 'done', stage = 'done', ended_at = ? WHERE id = ?",
                arguments: [now.description, job])
            try CatalogSchema.replace(db, manifest, warehouse, imported: now.description)
        }
    }

    /// The job has ended, and there was nothing to do.
    func finishUnchanged(_ job: Int64, at now: Timestamp) throws(ImportFailure) {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE jobs SET state = 'done', stage = 'done', ended_at = ?, generation = NULL, message = ?
                    WHERE id = ?
                    """,
                arguments: [now.description, "these very tables were in force already; nothing was done", job])
        }
    }

    /// The job has ended with an error.
    func fail(_ job: Int64, message: String, at now: Timestamp) throws(ImportFailure) {
        try write { db in
            try db.execute(
                sql: "UPDATE jobs SET state = 'failed', ended_at = ?, message = ? WHERE id = ?",
                arguments: [now.description, message, job])
        }
    }
}
