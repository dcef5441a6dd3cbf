import GRDB

/// The tables, and the way from every older form of them to the newest. A migration that has been released is never
/// edited: journals that ran it exist.
struct JournalSchema: Sendable {
    struct Migration: Sendable {
        var name: String
        var migrate: @Sendable (Database) throws -> Void
    }

    var migrations: [Migration]

    /// The journal's format version: how many migrations it has seen.
    var format: Int { migrations.count }

    static let current = JournalSchema(migrations: [first])

    /// SQLite's mark of whose file it is: "qmtd".
    static let applicationID: Int64 = 0x716D_7464

    func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (index, migration) in migrations.enumerated() {
            migrator.registerMigration(migration.name) { db in
                try migration.migrate(db)
                try db.execute(
                    sql: """
                        INSERT INTO meta (key, value) VALUES ('format', ?)
                        ON CONFLICT DO UPDATE SET value = excluded.value
                        """,
                    arguments: [String(index + 1)])
            }
        }
        return migrator
    }

    /// The statements that make this schema, in order of their names: what a file of this format must contain.
    func statements() throws -> [String] {
        let isCurrent = migrations.map(\.name) == JournalSchema.current.migrations.map(\.name)
        return try isCurrent ? JournalSchema.currentStatements.get() : modelStatements()
    }

    /// Every start asks, and making the model takes longer than the rest of a start.
    private static let currentStatements = Result { try current.modelStatements() }

    private func modelStatements() throws -> [String] {
        let model = try DatabaseQueue()
        try migrator().migrate(model)
        return try model.read { try JournalSchema.statements(in: $0) }
    }

    static func statements(in db: Database) throws -> [String] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
        return rows.map { row in "\(row.text(0) ?? "?") \(row.text(1) ?? "?"): \(row.text(2) ?? "?")" }
    }
}
