import GRDB
import Glibc
import Market

/// What the catalog of a warehouse says, read for people.
package struct CatalogContents: Hashable, Sendable {
    /// The newest first.
    package var jobs: [ImportJob]
    /// When the tables that are in force were imported, as text, by their place in the manifest; nil where unknown, and
    /// empty where the catalog tells of another generation.
    package var sourceTimes: [String?]

    /// For a job that was killed at `stage`.
    static func killedMessage(at stage: String) -> String {
        "it was killed on its way, and the warehouse is as it was before; import again"
            + (stage == "arranging" ? ", which goes on from what was read" : "")
    }

    /// Nil where there is none: the warehouse was made before there were catalogs. A job that is said to run while nobody
    /// holds the warehouse is one that was killed. Throws `ImportFailure.catalog` where it cannot be read.
    package static func read(_ directory: String, inForce manifest: Manifest?) throws(ImportFailure) -> CatalogContents?
    {
        let path = "\(directory)/\(Catalog.fileName)"
        guard Directory.exists(path) else { return nil }
        return try Catalog.writing(path) {
            let queue = try open(path)
            var contents = try queue.read { db in
                CatalogContents(jobs: try jobs(db), sourceTimes: try times(db, manifest))
            }
            guard contents.jobs.contains(where: { $0.state == .running }), !isHeld(directory) else { return contents }
            for index in contents.jobs.indices where contents.jobs[index].state == .running {
                let isInForce = manifest != nil && contents.jobs[index].generation == manifest?.generation
                contents.jobs[index].state = isInForce ? .done : .killed
                contents.jobs[index].message =
                    isInForce ? "" : killedMessage(at: contents.jobs[index].stage)
            }
            return contents
        }
    }

    /// A process that was killed while it wrote leaves a journal that SQLite must roll back, which needs the right to
    /// write; without that right the file is read as it is.
    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Catalog.configuration
        if access(path, W_OK) != 0 { configuration.readonly = true }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func isHeld(_ directory: String) -> Bool {
        guard let file = try? OpenFile.directory(directory) else { return false }
        return (try? file.lock()) == nil
    }

    private static func jobs(_ db: Database) throws -> [ImportJob] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, mode, tables, started_at, ended_at, state, stage, row_count, generation, message FROM jobs
                ORDER BY id DESC
                """
        ).compactMap { row in
            guard let mode = ImportRequest.Mode(rawValue: row.text(1)), let started = Timestamp(row.text(3)),
                let state = ImportJob.State(rawValue: row.text(5))
            else { return nil }
            let sources = try Row.fetchAll(
                db, sql: "SELECT name, bytes, crc32 FROM job_sources WHERE job = ? ORDER BY position",
                arguments: [row.integer(0)])
            return ImportJob(
                id: row.integer(0), mode: mode, tables: row.text(2), started: started,
                ended: row.optionalText(4).flatMap { Timestamp($0) }, state: state, stage: row.text(6),
                rows: Int(row.integer(7)), generation: row.optionalInteger(8).map { Int($0) }, message: row.text(9),
                sources: sources.map {
                    Manifest.Source(name: $0.text(0), bytes: Int($0.integer(1)), crc32: $0.text(2))
                })
        }
    }

    private static func times(_ db: Database, _ manifest: Manifest?) throws -> [String?] {
        let generation = try Row.fetchOne(db, sql: "SELECT generation FROM warehouse")?.optionalInteger(0)
        guard let manifest, generation == Int64(manifest.generation) else { return [] }
        return try Row.fetchAll(db, sql: "SELECT imported_at FROM sources ORDER BY position").map { $0.optionalText(0) }
    }
}
