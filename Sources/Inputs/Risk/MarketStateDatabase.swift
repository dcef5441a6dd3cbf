import GRDB
package import Market

/// The market's state in an SQLite file: the table `market_state(date, name, value)`, all text or, for `value`, a number. It
/// is opened for each reading, read-only, and waited for as the targets are.
package enum MarketStateDatabase {
    /// The newest row of each name up to and on `day`.
    package static func read(_ path: String, by day: Day, patience: Double = 2) throws(Refusal) -> [MarketStateRow] {
        let sql =
            "SELECT date, name, CAST(value AS TEXT) FROM market_state AS one WHERE date <= ?1 AND date = "
            + "(SELECT MAX(date) FROM market_state WHERE name = one.name AND date <= ?1) ORDER BY rowid"
        return try rows(path, sql, [day.description], patience)
    }

    /// Every row, for a replay.
    package static func readAll(_ path: String, patience: Double = 2) throws(Refusal) -> [MarketStateRow] {
        try rows(path, "SELECT date, name, CAST(value AS TEXT) FROM market_state ORDER BY date, rowid", [], patience)
    }

    private static func rows(
        _ path: String, _ sql: String, _ arguments: [String], _ patience: Double
    ) throws(Refusal) -> [MarketStateRow] {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(patience)
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { db in
                try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map { row in
                    try self.row(row, path)
                }
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            let what = (error as? DatabaseError)?.message ?? "it cannot be read"
            throw Refusal(
                .unreadable, in: path, "SQLite: \(what)",
                remedy: "check that it is a database with the table market_state(date, name, value)")
        }
    }

    private static func row(_ row: Row, _ path: String) throws(Refusal) -> MarketStateRow {
        func text(_ index: Int) -> String? {
            let value: DatabaseValue = row[index]
            return String.fromDatabaseValue(value)
        }
        guard let date = text(0), let day = Day(date), let name = text(1), let value = text(2) else {
            throw Refusal(
                .badDate, in: path, "a row of market_state has no date, name or value",
                remedy: "write dates as YYYY-MM-DD and leave nothing null")
        }
        return MarketStateRow(day: day, name: name, value: value)
    }
}
