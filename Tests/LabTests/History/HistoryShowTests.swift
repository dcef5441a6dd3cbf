import Foundation
import History
import Market
import Testing

@testable import Lab

/// `qmtlab history`, and what `qmtlab import` says of additions.
@Suite struct HistoryShowTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("show-" + UUID().uuidString)
        for name in ["1", "2"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    private func remove() { try? FileManager.default.removeItem(at: folder) }

    private func write(_ lines: [String], to name: String) throws {
        try Data((lines.map { $0 + "\n" }.joined()).utf8).write(to: folder.appendingPathComponent(name))
    }

    private static let header = "trade_date,ts_code,open,high,low,close,pre_close,volume,adj_factor,suspended,is_st"

    private func bar(_ day: String, volume: Int = 100) -> String {
        "\(day),600000.SH,10.00,10.20,9.90,10.00,10.00,\(volume),1.000000,0,0"
    }

    private func importTables(_ name: String, isAddition: Bool = false) throws -> [String] {
        var lines: [String] = []
        try ImportCommand.run(
            tables: path(name), warehouse: path("w"), isAddition: isAddition,
            progress: ProgressOutput(isTerminal: false) { _ in }, elapsed: { .zero }, print: { lines.append($0) })
        return lines
    }

    /// Two days of one stock with an event and two indices, then a third day.
    private func makeWarehouse() throws {
        try write(
            ["trade_date", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"], to: "1/trading-calendar.csv")
        try write(
            [HistoryShowTests.header, bar("2026-01-05", volume: 0), bar("2026-01-06")], to: "1/bars_daily.csv")
        try write(
            [
                "ts_code,ex_date,pay_date,cash_per_share,bonus_per_share,rights_per_share,rights_price",
                "600000.SH,2026-01-08,,0.5,0,0,",
            ], to: "1/corporate_actions.csv")
        try write(
            [
                "index_code,trade_date,close,pre_close", "000300.SH,2026-01-05,4000,", "H00300.CSI,2026-01-05,6000,",
            ], to: "1/index_daily.csv")
        #expect(
            try importTables("1")[3] == "corporate actions 1, indices 000300.SH, H00300.CSI")
        try write([HistoryShowTests.header, bar("2026-01-07")], to: "2/bars_daily.csv")
        #expect(try importTables("2", isAddition: true)[0] == "1 rows read and merged; the warehouse now:")
    }

    private func show(json: Bool = false, today: String = "2026-01-07", _ name: String = "w") throws -> [String] {
        var lines: [String] = []
        let now = try #require(Day(today)).start
        try HistoryCommand.run(warehouse: path(name), asJSON: json, now: now) { lines.append($0) }
        return lines
    }

    /// Times are the machine's; everything else must be just this.
    private func withoutTimes(_ lines: [String]) -> [String] {
        lines.map { $0.replacing(/[0-9-]{10}T[0-9:.]+\+08:00/, with: "TIME") }
    }

    @Test func `a warehouse is described`() throws {
        defer { remove() }
        try makeWarehouse()
        var lines = withoutTimes(try show())
        #expect(lines.removeFirst().hasPrefix("\(path("w")): generation 2, "))
        #expect(
            lines.map { $0.replacing(/[0-9,]+ bytes, CRC-32 [0-9a-f]{8}/, with: "DIGEST") } == [
                "3 bars of 1 stocks on 3 days, 2026-01-05 to 2026-01-07",
                "calendar: 2026-01-05 to 2026-01-08; only 1 trading days after today: soon put a trading-calendar that "
                    + "goes on into a folder of its own, and add it with 'qmtlab import --add'",
                "corporate actions: 1 announced; 0 ex-dates are known from the bars", "indices:",
                "  000300.SH: 1 closes, 2026-01-05 to 2026-01-05",
                "  H00300.CSI (total return): 1 closes, 2026-01-05 to 2026-01-05", "tables:",
                "  bars_daily.csv: DIGEST, imported TIME", "  trading-calendar.csv: DIGEST, imported TIME",
                "  corporate_actions.csv: DIGEST, imported TIME", "  index_daily.csv: DIGEST, imported TIME",
                "  bars_daily.csv: DIGEST, imported TIME, added by import 2", "findings:", "  traded_without_volume 1",
                "    bars_daily.csv:2 600000.SH 2026-01-05: volume 0", "jobs, the newest first:",
                "  2. add from \(path("2")): done, 1 rows, begun TIME, ended TIME, made generation 2",
                "  1. import from \(path("1")): done, 2 rows, begun TIME, ended TIME, made generation 1",
            ])
    }

    @Test(arguments: [
        ("2026-01-04", "only 4 trading days"), ("2026-01-06", "only 2 trading days"),
        ("2026-01-08", "no day after today"), ("2030-01-01", "no day after today"), ("2020-01-01", "only 4 trading"),
    ])
    func `the calendar's end is told`(today: String, words: String) throws {
        defer { remove() }
        try makeWarehouse()
        let line = try show(today: today)[2]
        #expect(line.contains(words))
        #expect(line.contains("qmtlab import --add"))
    }

    @Test func `a calendar that goes on long enough asks for nothing`() throws {
        defer { remove() }
        try makeWarehouse()
        let days = (1...28).map { "2026-02-\($0 < 10 ? "0" : "")\($0)" }
        try write(
            ["trade_date", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"] + days, to: "1/trading-calendar.csv")
        _ = try importTables("1")
        #expect(try show()[2] == "calendar: 2026-01-05 to 2026-02-28; 29 trading days after today")
    }

    @Test func `one JSON document says the same`() throws {
        defer { remove() }
        try makeWarehouse()
        let lines = try show(json: true)
        #expect(lines.count == 1)
        let document = try #require(
            JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        let content = try #require(document["content"] as? [String: Any])
        #expect(content["bars"] as? Int == 3)
        #expect(content["daysAhead"] as? Int == 1)
        #expect((content["sources"] as? [[String: Any]])?.compactMap { $0["crc32"] as? String }.count == 5)
        #expect((content["indices"] as? [[String: Any]])?.map { $0["isTotalReturn"] as? Bool } == [false, true])
        let jobs = try #require(document["jobs"] as? [[String: Any]])
        #expect(jobs.map { $0["state"] as? String } == ["done", "done"])
        #expect((jobs[1]["sources"] as? [[String: Any]])?.count == 4)
    }

    @Test func `a failed import is shown with its reason, also the very first`() throws {
        defer { remove() }
        try write(["trade_date", "2026-01-05"], to: "1/trading-calendar.csv")
        try write([HistoryShowTests.header, bar("2026-01-06")], to: "1/bars_daily.csv")
        #expect(throws: ImportFailure.self) { try importTables("1") }
        let lines = withoutTimes(try show())
        #expect(
            lines == [
                "\(path("w")): no warehouse is in force here; the imports below did not end", "jobs, the newest first:",
                "  1. import from \(path("1")): failed at 'reading', 0 rows, begun TIME, ended TIME",
                "     bars_daily.csv, line 2, column trade_date: 2026-01-06 is outside the calendar (2026-01-05 to "
                    + "2026-01-05); give a trading calendar that covers it",
            ])
    }

    @Test func `what is in force already is said`() throws {
        defer { remove() }
        try makeWarehouse()
        #expect(
            try importTables("2", isAddition: true)[0]
                == "these tables are in the warehouse already; nothing was done (--force does it again)")
    }

    @Test func `a warehouse without a catalog is shown all the same`() throws {
        defer { remove() }
        try makeWarehouse()
        try FileManager.default.removeItem(atPath: path("w/catalog.sqlite"))
        let lines = try show()
        #expect(lines.contains("findings:"))
        #expect(lines.allSatisfy { !$0.contains(", imported ") })
        #expect(
            lines.last == "jobs: none recorded: this warehouse was made by an earlier version; it is usable as it is")
    }

    @Test func `a catalog that cannot be read does not hide the rest`() throws {
        defer { remove() }
        try makeWarehouse()
        try Data("no database at all, whatever its name says".utf8).write(
            to: folder.appendingPathComponent("w/catalog.sqlite"))
        let lines = try show()
        #expect(lines[1].hasPrefix("3 bars of 1 stocks"))
        #expect(lines.last?.hasPrefix("jobs: not known: \(path("w"))/catalog.sqlite: SQLite: ") == true)
    }

    @Test func `no warehouse and no import is an error that says how to make one`() throws {
        defer { remove() }
        #expect(throws: WarehouseFailure.notAWarehouse(path: path("none"))) { try show("none") }
    }

    @Test(arguments: [
        (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (9999, "9.9 kB"), (84_300_000, "84 MB"),
        (1_450_000, "1.4 MB"), (2_100_000_000, "2.1 GB"), (999_999, "999 kB"), (3_000_000_000_000_000, "3000 TB"),
    ])
    func `sizes are short`(bytes: Int, text: String) {
        #expect(Figures.bytes(bytes) == text)
    }
}
