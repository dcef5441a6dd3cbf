import GRDB
import Market

/// The tables of `catalog.sqlite`. Times are text with milliseconds and offset, days `YYYY-MM-DD`.
enum CatalogSchema {
    static let version = 1

    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE jobs (
                    id INTEGER PRIMARY KEY, mode TEXT NOT NULL, tables TEXT NOT NULL, started_at TEXT NOT NULL,
                    ended_at TEXT, state TEXT NOT NULL, stage TEXT NOT NULL, row_count INTEGER NOT NULL DEFAULT 0,
                    generation INTEGER, message TEXT NOT NULL DEFAULT ''
                ) STRICT;
                CREATE TABLE job_sources (
                    job INTEGER NOT NULL REFERENCES jobs (id), position INTEGER NOT NULL, name TEXT NOT NULL,
                    bytes INTEGER NOT NULL, crc32 TEXT NOT NULL, PRIMARY KEY (job, position)
                ) STRICT;
                CREATE TABLE warehouse (
                    generation INTEGER NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL,
                    day_count INTEGER NOT NULL, symbol_count INTEGER NOT NULL, calendar_last_day TEXT NOT NULL,
                    event_count INTEGER NOT NULL, row_count INTEGER NOT NULL
                ) STRICT;
                CREATE TABLE series (
                    ts_code TEXT PRIMARY KEY, name TEXT, list_date TEXT, first_day TEXT NOT NULL, last_day TEXT NOT NULL
                ) STRICT;
                CREATE TABLE index_series (
                    index_code TEXT PRIMARY KEY, first_day TEXT NOT NULL, last_day TEXT NOT NULL,
                    close_count INTEGER NOT NULL
                ) STRICT;
                CREATE TABLE sources (
                    position INTEGER PRIMARY KEY, name TEXT NOT NULL, bytes INTEGER NOT NULL, crc32 TEXT NOT NULL,
                    added_by INTEGER, imported_at TEXT
                ) STRICT;
                CREATE TABLE findings (name TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
                CREATE TABLE finding_examples (
                    name TEXT NOT NULL REFERENCES findings (name), position INTEGER NOT NULL, example TEXT NOT NULL,
                    PRIMARY KEY (name, position)
                ) STRICT;
                PRAGMA user_version = \(version);
                """)
    }

    /// Writes what is in force in the place of what was. `imported` is the end of the job that made it; sources that were
    /// there before keep their time.
    static func replace(_ db: Database, _ manifest: Manifest, _ warehouse: Warehouse?, imported: String?) throws {
        var times: [String: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT name, bytes, crc32, imported_at FROM sources") {
            let key = "\(row.text(0)) \(row.integer(1)) \(row.text(2))"
            if let time = row.optionalText(3) { times[key] = time }
        }
        for table in ["warehouse", "series", "index_series", "sources", "finding_examples", "findings"] {
            try db.execute(sql: "DELETE FROM \(table)")
        }
        try db.execute(
            sql: "INSERT INTO warehouse VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                manifest.generation, manifest.firstDay.description, manifest.lastDay.description, manifest.dayCount,
                manifest.symbolCount, manifest.calendarLastDay.description, manifest.eventCount ?? 0,
                manifest.report.rows,
            ])
        for (position, source) in manifest.sources.enumerated() {
            let isOld = source.addedBy != manifest.generation && manifest.sources.contains { $0.addedBy != nil }
            let known = times["\(source.name) \(source.bytes) \(source.crc32)"]
            try db.execute(
                sql: "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    position, source.name, source.bytes, source.crc32, source.addedBy, isOld ? known : imported,
                ])
        }
        for index in manifest.indices ?? [] {
            try db.execute(
                sql: "INSERT INTO index_series VALUES (?, ?, ?, ?)",
                arguments: [
                    index.code, index.firstDay.description, index.lastDay.description, index.closeCount,
                ])
        }
        for finding in manifest.report.findings {
            try db.execute(
                sql: "INSERT INTO findings VALUES (?, ?)", arguments: [finding.check.rawValue, finding.count])
            for (position, example) in finding.examples.enumerated() {
                try db.execute(
                    sql: "INSERT INTO finding_examples VALUES (?, ?, ?)",
                    arguments: [finding.check.rawValue, position, example])
            }
        }
        guard let warehouse else { return }
        let statement = try db.makeStatement(sql: "INSERT INTO series VALUES (?, ?, ?, ?, ?)")
        for symbol in warehouse.symbols {
            guard let span = warehouse.span(of: symbol) else { continue }
            try statement.execute(arguments: [
                symbol.description, warehouse.name(of: symbol), warehouse.listed(symbol)?.description,
                span.lowerBound.description, span.upperBound.description,
            ])
        }
    }
}

extension Row {
    /// Whatever is there; GRDB's own subscripts trap on a wrong type.
    private func storage(_ index: Int) -> DatabaseValue.Storage {
        let value: DatabaseValue = self[index]
        return value.storage
    }

    func optionalText(_ index: Int) -> String? {
        if case .string(let text) = storage(index) { text } else { nil }
    }

    func optionalInteger(_ index: Int) -> Int64? {
        if case .int64(let integer) = storage(index) { integer } else { nil }
    }

    func text(_ index: Int) -> String { optionalText(index) ?? "" }
    func integer(_ index: Int) -> Int64 { optionalInteger(index) ?? 0 }
}
