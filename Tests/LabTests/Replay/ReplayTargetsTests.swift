import Foundation
import History
import Lab
import Market
import Testing

@Suite struct ReplayTargetsTests {
    private let market: ReplayMarket
    private let calendar: TradingCalendar

    init() throws {
        market = try ReplayMarket()
        calendar = try market.warehouse.calendar
    }

    private static let header = "trade_date,ts_code,target_weight,strategy_name\n"
    private static func rows(_ day: String, _ strategy: String = "s", weight: String = "0.5") -> String {
        "\(day),600000.SH,\(weight),\(strategy)\n\(day),CASH,0.5,\(strategy)\n"
    }

    private func read(_ text: String, _ name: String = "t.csv") throws -> ReplayTargets {
        try market.write(text, to: name)
        return try ReplayTargets.read(market.file(name), calendar: calendar)
    }

    private func refusal(_ text: String) throws -> String {
        do {
            let targets = try read(text)
            _ = try WarehouseSource(market.warehouse, batches: targets.batches)
            Issue.record("it was taken")
            return ""
        } catch let refusal as ReplayRefusal {
            return refusal.description
        }
    }

    @Test func `a folder, one file of many days, and a compressed one hold the same`() throws {
        let folder = try ReplayTargets.read(market.targets, calendar: calendar)
        #expect(folder.batches.count == 8)
        var text = Self.header
        for name in try FileManager.default.contentsOfDirectory(atPath: market.targets).sorted() {
            let lines = try String(contentsOfFile: market.targets + "/" + name, encoding: .utf8)
                .split(separator: "\n")
            text += lines.dropFirst().map { $0 + "\n" }.joined()
        }
        let file = try read(text)
        #expect(file.digest == folder.digest)
        try run("gzip", "-k", market.file("t.csv"))
        let packed = try ReplayTargets.read(market.file("t.csv.gz"), calendar: calendar)
        #expect(packed.digest == folder.digest)
        #expect(packed.batches.map(\.proof) == folder.batches.map { _ in .cashRow })
    }

    @Test func `a checksum beside a compressed file proves its batches, a wrong one refuses them`() throws {
        try market.write(Self.header + "2026-09-01,600000.SH,0.5,s\n", to: "t.csv")
        try run("gzip", market.file("t.csv"))
        let path = market.file("t.csv.gz")
        #expect(throws: ReplayRefusal.self) { try ReplayTargets.read(path, calendar: calendar) }
        let digest = try run("sha256sum", path)
        try market.write(digest, to: "t.csv.gz.sha256")
        #expect(try ReplayTargets.read(path, calendar: calendar).batches.map(\.proof) == [.checksum])
        try market.write("0" + digest.dropFirst(), to: "t.csv.gz.sha256")
        if digest.first != "0" {
            #expect(throws: ReplayRefusal.self) { try ReplayTargets.read(path, calendar: calendar) }
        }
    }

    @Test func `a cut compressed file is refused`() throws {
        _ = try read(Self.header + Self.rows("2026-09-01"))
        try run("gzip", market.file("t.csv"))
        let url = URL(fileURLWithPath: market.file("t.csv.gz"))
        try Data(contentsOf: url).dropLast(9).write(to: url)
        let failure = #expect(throws: ReplayRefusal.self) { try ReplayTargets.read(url.path, calendar: calendar) }
        #expect(failure?.description.contains("ends early") == true)
    }

    @Test func `a database is read`() throws {
        try run(
            "python3", "-c",
            """
            import sqlite3, sys
            sqlite3.connect(sys.argv[1]).executescript(\"\"\"
            CREATE TABLE target_positions (trade_date TEXT, ts_code TEXT, target_weight REAL, strategy_name TEXT);
            INSERT INTO target_positions VALUES ('2026-09-01','600000.SH',0.5,'s'), ('2026-09-01','CASH',0.5,'s');
            \"\"\")
            """, market.file("t.db"))
        let targets = try ReplayTargets.read(market.file("t.db"), calendar: calendar)
        #expect(targets.batches.map(\.signalDay) == [Day("2026-09-01")])
    }

    @Test func `what is not whole refuses everything`() throws {
        let whole = Self.rows("2026-09-01")
        #expect(try refusal(Self.header + whole + "2026-09-08,600000.SH,0.5,s\n").contains("nothing proves"))
        #expect(
            try refusal(Self.header + whole + Self.rows("2026-09-08", weight: "0.4")).contains(
                "sum to 0.9 instead of 1"))
        #expect(try refusal(Self.header + whole + "2026-09-08,CASH,1.0,s").contains("has no end"))
    }

    @Test func `a signal day that cannot be one is refused`() throws {
        #expect(try refusal(Self.header + Self.rows("2026-09-05")).contains("is not a trading day"))
        #expect(try refusal(Self.header + Self.rows("2030-01-02")).contains("outside the trading calendar"))
    }

    @Test func `two batches of one day are refused`() throws {
        let two = Self.header + Self.rows("2026-09-01", "a") + Self.rows("2026-09-01", "b")
        #expect(try refusal(two).contains("one strategy"))
        #expect(try refusal(Self.header + Self.rows("2026-09-01") + Self.rows("2026-09-01")).contains("is there twice"))
        let batch = try read(Self.header + Self.rows("2026-09-01")).batches[0]
        for batches in [[batch, batch], [TargetBatch(batch, on: "2026-09-08"), batch]] {
            #expect(throws: ReplayRefusal.self) { try WarehouseSource(market.warehouse, batches: batches) }
        }
    }

    @Test func `a batch made by hand for a day off is refused`() throws {
        let batch = try read(Self.header + Self.rows("2026-09-01")).batches[0]
        let failure = #expect(throws: ReplayRefusal.self) {
            try WarehouseSource(market.warehouse, batches: [TargetBatch(batch, on: "2026-09-05")])
        }
        #expect(failure?.description.contains("is no trading day") == true)
    }

    @Test func `nothing there, nothing to do, and days the wrong way round are said plainly`() throws {
        let missing = #expect(throws: ReplayRefusal.self) {
            try ReplayTargets.read(market.file("no"), calendar: calendar)
        }
        #expect(missing?.description.contains("--targets") == true)
        let warehouse = try market.warehouse
        let batches = try read(Self.header + Self.rows("2026-09-01")).batches
        #expect(throws: ReplayRefusal.self) { try WarehouseSource(warehouse, batches: []) }
        for (from, to) in [("2026-10-01", "2026-09-01"), ("2026-09-20", "2026-09-30"), ("2027-01-01", "2027-02-01")] {
            #expect(throws: ReplayRefusal.self, "\(from)") {
                try WarehouseSource(warehouse, from: Day(from), to: Day(to), batches: batches)
            }
        }
    }

    @discardableResult
    private func run(_ command: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: output, as: UTF8.self)
    }
}

extension TargetBatch {
    /// The same targets of another day.
    init(_ batch: TargetBatch, on day: String) {
        self = batch
        signalDay = Day(day) ?? batch.signalDay
    }
}
