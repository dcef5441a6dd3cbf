import Foundation
import GRDB
import Glibc
import Market
import Testing

@testable import Inputs

@Suite struct TargetDatabaseTests {
    private let place: Workplace
    private let database: TargetDatabase

    init() throws {
        place = try Workplace()
        database = TargetDatabase(path: place.directory + "/targets.sqlite", rules: .test, patience: .milliseconds(50))
    }

    static let positions =
        "CREATE TABLE target_positions (trade_date TEXT, ts_code TEXT, target_weight REAL, strategy_name TEXT);"
    static let batches =
        "CREATE TABLE target_batches (trade_date TEXT, strategy_name TEXT, row_count INTEGER, valid_until TEXT);"

    private func execute(_ sql: String, tables: Bool = true) throws {
        let queue = try DatabaseQueue(path: database.path)
        try queue.write { db in
            if tables, try !db.tableExists("target_positions") { try db.execute(sql: Self.positions + Self.batches) }
            try db.execute(sql: sql)
        }
        try queue.close()
    }

    private func insert(_ rows: String, _ batches: String? = nil) throws {
        try execute("INSERT INTO target_positions VALUES \(rows)")
        if let batches { try execute("INSERT INTO target_batches VALUES \(batches)") }
    }

    private func scan(from first: String = "2026-11-01") -> TargetScan { database.scan(from: day(first), today: today) }

    @Test func `a batch that its row count proves`() throws {
        try insert(
            "('2026-11-20', '600000.SH', 0.4, 'alpha'), ('2026-11-20', '000001.SZ', 0.35, 'alpha')",
            "('2026-11-20', 'alpha', 2, '2026-11-23T09:25:00+08:00')")
        let batch = try #require(scan().batches.first)
        #expect(batch.weights == ["000001.SZ 0.35", "600000.SH 0.4"])
        #expect(batch.proof == .rowCount && batch.source == database.path)
        #expect(batch.validUntil == day("2026-11-23").at(TimeOfDay(milliseconds: 33_900_000)))
        #expect(scan().refusals.isEmpty)
        // The same as from a file.
        #expect(batch.digest == (try parse(good).first?.digest))
    }

    @Test func `a batch that its CASH row proves, with or without the table of batches`() throws {
        let rows = "('2026-11-20', '600000.SH', 0.4, 'a'), ('2026-11-20', 'CASH', 0.6, 'a')"
        try insert(rows)
        #expect(scan().batches.map(\.proof) == [.cashRow])
        try execute("DROP TABLE target_batches")
        #expect(scan().batches.map(\.proof) == [.cashRow])
    }

    @Test(arguments: ["0.016", "'0.016'", "'0.0160'", "0.016000000000000001"])
    func `a number and its text are the same weight`(weight: String) throws {
        try execute(
            "CREATE TABLE target_positions (trade_date, ts_code, target_weight, strategy_name);"
                + Self.batches, tables: false)
        try insert("('2026-11-20', '600000.SH', \(weight), 'a'), ('2026-11-20', 'CASH', 0.984, 'a')")
        #expect(scan().batches.first?.weights == ["600000.SH 0.016"])
    }

    /// Every weight of six places, as SQLite's floating-point numbers give it back.
    @Test(arguments: [1, 2] as [UInt64])
    func `weights survive being floating-point numbers`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let weights = (0..<200).map { _ in
            Weight(trillionths: Int64.random(in: 0...4_000_000_000, using: &random) / 1000 * 1000)
        }
        let rows = weights.enumerated().map { "('2026-11-20', '\(600_000 + $0.offset).SH', \($0.element), 'a')" }
        try insert(rows.joined(separator: ","), "('2026-11-20', 'a', 200, NULL)")
        #expect(scan().batches.first?.lines.map(\.weight) == weights, "seed \(seed)")
    }

    static let refused: [(name: String, code: Refusal.Code, rows: String, batches: String?)] = [
        ("no proof", .noProof, "('2026-11-20', '600000.SH', 0.4, 'a')", nil),
        ("a row too few", .rowCountMismatch, "('2026-11-20', '600000.SH', 0.4, 'a')", "('2026-11-20', 'a', 2, NULL)"),
        (
            "a row too many", .rowCountMismatch,
            "('2026-11-20', '600000.SH', 0.4, 'a'), ('2026-11-20', '600036.SH', 0.4, 'a')",
            "('2026-11-20', 'a', 1, NULL)"
        ),
        (
            "a count that is text", .rowCountMismatch, "('2026-11-20', '600000.SH', 0.4, 'a')",
            "('2026-11-20', 'a', 'one', NULL)"
        ),
        ("no count", .rowCountMismatch, "('2026-11-20', 'CASH', 1, 'a')", "('2026-11-20', 'a', NULL, NULL)"),
        (
            "two counts", .rowCountMismatch, "('2026-11-20', 'CASH', 1, 'a')",
            "('2026-11-20', 'a', 1, NULL), ('2026-11-20', 'a', 1, NULL)"
        ),
        (
            "a time without offset", .badValidUntil, "('2026-11-20', 'CASH', 1, 'a')",
            "('2026-11-20', 'a', 1, '2026-11-23 09:25:00')"
        ),
        ("a time that is a number", .badValidUntil, "('2026-11-20', 'CASH', 1, 'a')", "('2026-11-20', 'a', 1, 1795)"),
        ("only zeros", .emptyPortfolio, "('2026-11-20', '600000.SH', 0, 'a')", "('2026-11-20', 'a', 1, NULL)"),
        (
            "a cash row that does not fit", .sumNotOne,
            "('2026-11-20', '600000.SH', 0.4, 'a'), ('2026-11-20', 'CASH', 0.5, 'a')", nil
        ),
        (
            "too much", .weightsAboveOne,
            "('2026-11-20', '600000.SH', 0.7, 'a'), ('2026-11-20', '600036.SH', 0.7, 'a')",
            "('2026-11-20', 'a', 2, NULL)"
        ),
        (
            "a zero after CASH", .rowAfterCash, "('2026-11-20', 'CASH', 1, 'a'), ('2026-11-20', '600000.SH', 0, 'a')",
            nil
        ),
        (
            "a code twice", .duplicateSymbol,
            "('2026-11-20', '600000.SH', 0.4, 'a'), ('2026-11-20', '600000.SH', 0.4, 'a')", nil
        ),
        ("a code that is a number", .badSymbol, "('2026-11-20', x'36', 0.4, 'a')", nil),
        ("a bare code", .badSymbol, "('2026-11-20', '600000', 0.4, 'a')", nil),
        ("no code", .badSymbol, "('2026-11-20', NULL, 0.4, 'a')", nil),
        ("a fund", .notTradable, "('2026-11-20', '510300.SH', 0.4, 'a')", nil),
        ("no weight", .badWeight, "('2026-11-20', '600000.SH', NULL, 'a')", nil),
        ("a negative weight", .badWeight, "('2026-11-20', '600000.SH', -0.4, 'a')", nil),
        ("infinity", .badWeight, "('2026-11-20', '600000.SH', 9e999, 'a')", nil),
        ("bytes", .badWeight, "('2026-11-20', '600000.SH', x'30', 'a')", nil),
        ("text that is no number", .badWeight, "('2026-11-20', '600000.SH', 'much', 'a')", nil),
        ("a percentage", .weightOutOfRange, "('2026-11-20', '600000.SH', 40, 'a')", nil),
        ("a Saturday", .notTradingDay, "('2026-11-14', 'CASH', 1, 'a')", nil),
        ("tomorrow", .futureDate, "('2026-11-23', 'CASH', 1, 'a')", nil),
        (
            "a day out of the calendar", .outsideCalendar, "('2027-11-23', 'CASH', 1, 'a')",
            "('2027-11-23', 'a', 1, NULL)"
        ),
    ]

    @Test(arguments: refused.map(\.name))
    func `a bad batch is refused by itself`(name: String) throws {
        let bad = try #require(Self.refused.first { $0.name == name })
        try insert(bad.rows, bad.batches)
        try insert("('2026-11-20', 'CASH', 1, 'other')")
        let scan = scan()
        #expect(scan.refusals.map(\.code) == [bad.code], "\(scan.refusals)")
        #expect(scan.refusals.first?.source == database.path && scan.refusals.first?.line == nil)
        #expect(scan.batches.map(\.strategy) == ["other"])
    }

    @Test func `a batch that is announced and not there is refused`() throws {
        try execute("INSERT INTO target_batches VALUES ('2026-11-20', 'a', 3, NULL), ('2026-11-20', 'b', 0, NULL)")
        #expect(scan().refusals.map(\.code) == [.emptyPortfolio, .rowCountMismatch])
    }

    @Test(
        arguments: [
            ("'2026/11/20', 'CASH', 1, 'a'", Refusal.Code.badDate), ("20261120, 'CASH', 1, 'a'", .badDate),
            ("NULL, 'CASH', 1, 'a'", .badDate), ("'2026-11-20 00:00:00', 'CASH', 1, 'a'", .badDate),
            ("'2026-11-20', 'CASH', 1, ''", .badStrategy), ("'2026-11-20', 'CASH', 1, NULL", .badStrategy),
            ("'2026-11-20', 'CASH', 1, char(7)", .badStrategy),
            ("'2026-11-20', 'CASH', 1, CAST(x'61FF' AS TEXT)", .badStrategy),
        ])
    func `a row that belongs to no batch refuses all of them`(row: String, code: Refusal.Code) throws {
        try execute(
            "CREATE TABLE target_positions (trade_date, ts_code, target_weight, strategy_name);" + Self.batches,
            tables: false)
        try insert("('2026-11-20', 'CASH', 1, 'good'), (\(row))")
        let scan = scan()
        #expect(scan.batches.isEmpty)
        #expect(scan.refusals.map(\.code) == [code])
        #expect(scan.refusals.first?.message.hasPrefix("row 2: ") == true)
    }

    @Test func `days before the first one asked for are not looked at`() throws {
        try insert("('2026-11-18', 'CASH', 0.5, 'old'), ('2026-11-19', 'CASH', 1, 'a'), ('2026-11-20', 'CASH', 1, 'a')")
        #expect(scan(from: "2026-11-19").batches.map(\.signalDay) == [day("2026-11-19"), day("2026-11-20")])
        #expect(scan(from: "2026-11-19").refusals.isEmpty)
        #expect(scan(from: "2026-11-18").refusals.map(\.code) == [.sumNotOne])
    }

    @Test func `G18: more rows than the limit are refused`() throws {
        try execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < \(TargetDatabase.maximumRows))
            INSERT INTO target_positions SELECT '2026-11-20', 'CASH', 1, 's' || i FROM n
            """)
        #expect(scan().refusals.map(\.code) == [.tooManyRows])
        #expect(scan().batches.isEmpty)
    }

    @Test(
        arguments: [
            "CREATE TABLE other (id INTEGER)",
            "CREATE TABLE target_positions (trade_date TEXT, ts_code TEXT, target_weight REAL)",
            "CREATE TABLE target_positions (trade_date, ts_code, target_weight, strategy_name, account)",
            """
            CREATE TABLE p (trade_date, ts_code, target_weight, strategy_name);
            CREATE VIEW target_positions AS SELECT * FROM p
            """,
            """
            CREATE TABLE target_positions (trade_date, ts_code, target_weight, strategy_name,
                PRIMARY KEY (trade_date, ts_code)) WITHOUT ROWID
            """,
            TargetDatabaseTests.positions + "CREATE TABLE target_batches (trade_date, strategy_name, row_count)",
        ])
    func `G21: another schema is refused`(sql: String) throws {
        try execute(sql, tables: false)
        let scan = scan()
        #expect(scan.refusals.map(\.code) == [.wrongSchema])
        #expect(scan.refusals.first?.message.contains("create it with just") == true)
    }

    @Test func `G21: a lock is waited for, but not for ever`() throws {
        try insert("('2026-11-20', 'CASH', 1, 'a')")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let writer = try DatabaseQueue(path: database.path, configuration: configuration)
        try writer.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        #expect(scan().refusals.map(\.code) == [.busy])
        try writer.inDatabase { try $0.execute(sql: "COMMIT") }
        #expect(scan().batches.count == 1)
    }

    @Test func `a writer in WAL mode is not waited for, and what it has not committed is not seen`() throws {
        try insert("('2026-11-20', 'CASH', 1, 'a')")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let writer = try DatabaseQueue(path: database.path, configuration: configuration)
        try writer.inDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE")
            try db.execute(sql: "INSERT INTO target_positions VALUES ('2026-11-20', '600000.SH', 0.5, 'b')")
        }
        #expect(scan().batches.map(\.strategy) == ["a"] && scan().refusals.isEmpty)
        try writer.inDatabase {
            try $0.execute(sql: "INSERT INTO target_positions VALUES ('2026-11-20', 'CASH', 0.5, 'b'); COMMIT")
        }
        #expect(scan().batches.map(\.strategy) == ["a", "b"])
    }

    @Test func `G19: what is no database, missing, a link or open to all is refused`() throws {
        #expect(scan().refusals.map(\.code) == [.missing])
        try place.write(Data(repeating: 7, count: 5000), to: "targets.sqlite")
        #expect(scan().refusals.map(\.code) == [.unreadable])
        try place.remove("targets.sqlite")
        try insert("('2026-11-20', 'CASH', 1, 'a')")
        chmod(database.path, 0o666)
        #expect(scan().refusals.map(\.code) == [.writableByOthers])
        chmod(database.path, 0o644)
        #expect(scan().batches.count == 1)
        #expect(rename(database.path, place.directory + "/real.sqlite") == 0)
        #expect(symlink("real.sqlite", database.path) == 0)
        #expect(scan().refusals.map(\.code) == [.notPlainFile])
    }

    @Test func `G19: only the owners that are named may give the database`() throws {
        try insert("('2026-11-20', 'CASH', 1, 'a')")
        for (owners, codes) in [(Set([getuid()]), []), (Set([getuid() + 1]), [Refusal.Code.foreignOwner])] {
            let owned = TargetDatabase(path: database.path, rules: .test, owners: owners)
            #expect(owned.scan(from: day("2026-11-01"), today: today).refusals.map(\.code) == codes)
        }
    }

    /// Any bytes changed: refused, or the same batches, or others that are proven; never a trap.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a damaged database does not trap`(seed: UInt64) throws {
        try insert(
            "('2026-11-20', '600000.SH', 0.4, 'alpha'), ('2026-11-20', '000001.SZ', 0.35, 'alpha')",
            "('2026-11-20', 'alpha', 2, '2026-11-23T09:25:00+08:00')")
        var random = SplitMix64(seed: seed)
        let whole = try Data(contentsOf: URL(fileURLWithPath: database.path))
        for _ in 0..<150 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            try place.write(bytes, to: "targets.sqlite")
            let scan = scan()
            #expect(scan.batches.allSatisfy { $0.lines.reduce(.zero) { $0 + $1.weight } <= .one }, "seed \(seed)")
        }
    }
}
