import GRDB
package import Market

/// Target positions in an SQLite file: the table `target_positions` with the columns of the CSV form, and, unless every
/// batch has its `CASH` row, `target_batches(trade_date, strategy_name, row_count, valid_until)`.
///
/// `trade_date`, `ts_code` and `strategy_name` are text; `target_weight` is a number or text; `valid_until` is null or
/// a moment such as `2026-11-23T09:25:00+08:00`. It is opened for each reading, read-only, in one transaction.
package struct TargetDatabase: Sendable {
    package static var maximumRows: Int { TargetFile.Limits.day.rows }

    package let path: String
    private let rules: TargetRules
    /// How long another program's lock is waited for, in seconds.
    private let patience: Double
    private let limits: TargetFile.Limits
    private let owners: Set<UInt32>?

    /// `owners` are the user ids whose file is taken; nil for any.
    package init(
        path: String, rules: TargetRules, patience: Duration = .seconds(2), limits: TargetFile.Limits = .day,
        owners: Set<UInt32>? = nil
    ) {
        self.owners = owners
        self.path = path
        self.rules = rules
        self.limits = limits
        self.patience = Double(patience.components.seconds) + Double(patience.components.attoseconds) / 1e18
    }

    /// The batches of `first` and later days. A batch is refused by itself; rows whose day or strategy cannot be read
    /// refuse everything, since nobody can tell which batch lacks them.
    package func scan(from first: Day, today: Day) -> TargetScan {
        do {
            try check()
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(patience)
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { db in
                var reading = TargetDatabaseReading(
                    source: path, today: today, rules: rules, maximumRows: limits.rows,
                    hasBatches: try checkSchema(db))
                try reading.readBatches(db, from: first)
                try reading.readPositions(db, from: first)
                return reading.scan()
            }
        } catch {
            return TargetScan(refusals: [refusal(error)])
        }
    }

    private func check() throws(Refusal) {
        let (folder, name) = InputFile.split(path)
        let directory = try InputDirectory.open(folder)
        guard let stamp = try directory.stamp(of: name) else {
            throw Refusal(.missing, in: path, "there is no such file", remedy: "check the path in the configuration")
        }
        if !stamp.isPlainFile { throw .notPlain(path, stamp.isLink ? "a link" : "not a file") }
        if let owners, !owners.contains(stamp.owner) { throw .foreign(path, owner: stamp.owner) }
        if stamp.isWritableByAll {
            throw Refusal(
                .writableByOthers, in: path, "everybody may write to it",
                remedy: "run chmod o-w on it, after checking what it says")
        }
    }

    /// Whether `target_batches` is there. Both tables must be tables, with just these columns.
    private func checkSchema(_ db: Database) throws -> Bool {
        let positions = try columns(of: "target_positions", db)
        guard let positions, positions.sorted() == TargetColumns.names.sorted() else {
            throw wrongSchema("target_positions", positions, TargetColumns.names)
        }
        let batches = try columns(of: "target_batches", db)
        let names = ["trade_date", "strategy_name", "row_count", "valid_until"]
        if let batches, batches.sorted() != names.sorted() { throw wrongSchema("target_batches", batches, names) }
        return batches != nil
    }

    private func columns(of table: String, _ db: Database) throws -> [String]? {
        let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql NOT LIKE '%WITHOUT ROWID%'"
        guard try Row.fetchOne(db, sql: sql, arguments: [table]) != nil else { return nil }
        return try Row.fetchAll(db, sql: "PRAGMA table_info(\(table))").map { row in
            let name: DatabaseValue = row[1]
            return String.fromDatabaseValue(name) ?? "?"
        }
    }

    private func wrongSchema(_ table: String, _ found: [String]?, _ wanted: [String]) -> Refusal {
        let what =
            found.map { "has the columns \($0.joined(separator: ", "))" } ?? "is not there as a table with row ids"
        return Refusal(
            .wrongSchema, in: path, "\(table) \(what)", remedy: "create it with just \(wanted.joined(separator: ", "))")
    }

    private func refusal(_ error: any Error) -> Refusal {
        if let refusal = error as? Refusal { return refusal }
        let error = error as? DatabaseError
        switch error?.resultCode {
        case .SQLITE_BUSY?, .SQLITE_LOCKED?:
            return Refusal(
                .busy, in: path, "another program has locked it for longer than \(patience) s",
                remedy: "keep transactions short, or switch it to WAL")
        default:
            return Refusal(
                .unreadable, in: path, "SQLite: \(error?.message ?? "it cannot be read")",
                remedy: "check that it is a whole database and that this user may read it and its directory")
        }
    }
}
