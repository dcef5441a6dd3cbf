import Foundation
import Market
import Testing

@testable import History

/// Later days and new stocks, merged with a warehouse whose tables are gone.
@Suite struct AdditionTests {
    private typealias Bar = Tables.Bar
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func run(
        _ tables: String, _ mode: ImportRequest.Mode = .add, into name: String = "w"
    ) throws -> ImportOutcome {
        try Importer.run(
            ImportRequest(tables: folder.file(tables), warehouse: folder.file(name), mode: mode),
            hooks: ImportHooks())
    }

    private func columns(_ name: String) throws -> [String: [UInt8]] {
        let warehouse = try Warehouse.open(folder.file(name))
        try warehouse.verify()
        return try folder.contents("\(name)/\(warehouse.manifest.folder)")
    }

    /// The counts, without the examples, which name lines of other files, and without what depends on what came first.
    private func counts(_ report: ImportReport) -> [Int] {
        [
            report.rows, report.suspendedRows, report.exDateRows, report.riskUnknownRows, report.factorUnknownRows,
            report.listingsUnknown,
        ] + report.findings.filter { ![.repeatedRow, .eventUnknownStock].contains($0.check) }.map(\.count)
    }

    private func checkSame(_ first: String = "w", as second: String = "whole") throws {
        #expect(try columns(first) == columns(second))
        let reports = try [first, second].map { try Warehouse.open(folder.file($0)).manifest.report }
        #expect(counts(reports[0]) == counts(reports[1]))
    }

    /// The oracle of all this: added in parts, the columns are byte for byte those of one import.
    @Test(arguments: 1...6) func `parts give the same bytes as the whole`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let parts = try MarketParts()
        try parts.writeAll(to: "all", in: folder)
        _ = try run("all", .replace, into: "whole")

        // Some stocks come with all of their days at the end, the others in slices of days that overlap or do not.
        let symbols = Set(parts.bars.map(MarketParts.symbol)).sorted()
        let late = Set(symbols.filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
        let cuts = (0..<2).map { _ in Int.random(in: 5..<35, using: &random) }.sorted().map { parts.days[$0] }
        let overlap = Int.random(in: 0...3, using: &random)
        func slice(_ from: String, _ until: String, _ isLate: Bool) -> [String] {
            parts.bars.filter { line in
                let day = MarketParts.day(line)
                return late.contains(MarketParts.symbol(line)) == isLate && day > from && day <= until
            }
        }
        func before(_ day: String) throws -> String {
            parts.days[max((try #require(parts.days.firstIndex(of: day))) - overlap, 0)]
        }
        try parts.write(
            to: "1", in: folder, bars: slice("", cuts[0], false), events: Array(parts.events[..<3]),
            indices: parts.indices.filter { $0.hasPrefix("000300") })
        try parts.write(
            to: "2", in: folder, bars: slice(try before(cuts[0]), cuts[1], false), hasCalendar: false,
            hasStocks: seed.isMultiple(of: 2))
        try parts.write(
            to: "3", in: folder, bars: slice(try before(cuts[1]), "9", false), hasCalendar: false,
            indices: parts.indices)
        try parts.write(to: "4", in: folder, bars: slice("", "9", true), hasCalendar: false, events: parts.events)
        var outcomes: [ImportOutcome] = []
        for name in ["1", "2", "3", "4"] {
            let bars = String(decoding: try folder.bytes(name + "/bars_daily.csv"), as: UTF8.self)
            if bars.split(separator: "\n").count < 2 { continue }
            outcomes.append(try run(name, name == "1" ? .replace : .add))
            // The tables of before are not needed.
            try Folder.remove(folder.file(name))
        }
        #expect(outcomes.dropFirst().allSatisfy { $0.kind == .added })
        try checkSame()
    }

    @Test func `only a table of indices, of events, or a longer calendar`() throws {
        let parts = try MarketParts()
        try parts.writeAll(to: "all", in: folder)
        _ = try run("all", .replace, into: "whole")
        try parts.write(to: "1", in: folder, bars: parts.bars, hasStocks: false)
        let short = parts.calendar.filter { $0 <= parts.days[parts.days.count - 1] }
        try folder.write((["trade_date"] + short).map { $0 + "\n" }.joined(), to: "1/trading-calendar.csv")
        _ = try run("1", .replace)
        try parts.write(to: "2", in: folder, bars: nil, hasCalendar: false, hasStocks: false, events: parts.events)
        try parts.write(to: "3", in: folder, bars: nil, hasStocks: false)
        try parts.write(to: "4", in: folder, bars: nil, hasCalendar: false, hasStocks: false, indices: parts.indices)
        try parts.write(to: "5", in: folder, bars: nil, hasCalendar: false)
        for name in ["2", "3", "4", "5"] { #expect(try run(name).rowsRead == 0) }
        #expect(try columns("w") == columns("whole"))
        let sources = try Warehouse.open(folder.file("w")).manifest.sources
        #expect(
            sources.map(\.name) == [
                "bars_daily.csv", "trading-calendar.csv", "corporate_actions.csv", "trading-calendar.csv",
                "index_daily.csv", "stock_basic.csv",
            ])
        #expect(sources.map(\.addedBy) == [nil, nil, 2, 3, 4, 5])
    }

    private func write(_ name: String, _ tables: Tables, hasCalendar: Bool = true) throws {
        try folder.makeFolder(name)
        try folder.write(tables.barText, to: name + "/bars_daily.csv")
        if hasCalendar {
            try folder.write(tables.text("trade_date", tables.calendar), to: name + "/trading-calendar.csv")
        }
        if let events = tables.events {
            try folder.write(tables.text(Tables.eventHeader, events), to: name + "/corporate_actions.csv")
        }
        if let indices = tables.indices {
            try folder.write(tables.text(Tables.indexHeader, indices), to: name + "/index_daily.csv")
        }
    }

    /// Monday and Wednesday of one stock, with an event and an index.
    private func begin() throws {
        var tables = Tables([Bar.bar("2026-01-05"), .bar("2026-01-07", previousClose: "10.10") { $0.factor = "2" }])
        tables.bars[0].factor = "2"
        tables.events = ["600000.SH,2026-01-07,,0.1,0,0,"]
        tables.indices = ["A,2026-01-05,100,"]
        try write("1", tables)
        _ = try run("1", .replace)
    }

    @Test func `rows that are there already are counted and left out`() throws {
        try begin()
        try write(
            "2",
            Tables([
                Bar.bar("2026-01-07", previousClose: "10.10") { $0.factor = "2.0" },
                Bar.bar("2026-01-08", previousClose: "10.10") { $0.factor = "2" },
            ]), hasCalendar: false)
        let outcome = try run("2")
        #expect(outcome.rowsRead == 2)
        #expect(outcome.report.rows == 3)
        #expect(outcome.report.count(.repeatedRow) == 1)
        // Tuesday, from the first import.
        #expect(outcome.report.count(.missingSession) == 1)
    }

    @Test func `what lies between the old and the new bars is checked`() throws {
        try begin()
        try write(
            "2", Tables([Bar.bar("2026-01-12", previousClose: "9.10") { $0.factor = "2.219780" }]), hasCalendar: false)
        let report = try run("2").report
        #expect(report.count(.missingSession) == 3)
        #expect(report.exDateRows == 1)
        let warehouse = try Warehouse.open(folder.file("w"))
        #expect(warehouse.exEvents(dayIndex: 5).map(\.close.li) == [10_100])
    }

    @Test(arguments: [
        // Another close, a day that the warehouse lacks, one before its first, factors that begin anew.
        ("2026-01-07", "10.11", "10.10", "2", TableFailure.Problem.differsFromWarehouse, "trade_date"),
        ("2026-01-07", "10.10", "10.10", "2.1", .differsFromWarehouse, "trade_date"),
        ("2026-01-06", "10.10", "10.10", "2", .beforeLastBar("2026-01-07"), "trade_date"),
        ("2026-01-08", "10.10", "10.10", "1", .factorBreaks("1.000000", after: "2.000000"), "adj_factor"),
        ("2026-01-08", "10.10", "9.10", "2", .factorBreaks("2.000000", after: "2.000000"), "adj_factor"),
        (
            "2027-01-08", "10.10", "9.10", "2", .outsideCalendar("2027-01-08", first: "2026-01-05", last: "2026-01-13"),
            "trade_date"
        ),
    ])
    func `what contradicts the warehouse is refused with its line`(
        day: String, close: String, reference: String, factor: String, problem: TableFailure.Problem, column: String
    ) throws {
        try begin()
        let before = try folder.contents("w")
        try write(
            "2", Tables([Bar.bar(day, close: close, previousClose: reference) { $0.factor = factor }]),
            hasCalendar: false)
        #expect(
            throws: ImportFailure.table(TableFailure(file: "bars_daily.csv", line: 2, column: column, problem))
        ) { try run("2") }
        #expect(try folder.contents("w") == before)
    }

    @Test func `an unknown factor may follow`() throws {
        try begin()
        try write(
            "2", Tables([Bar.bar("2026-01-08", previousClose: "9.10") { $0.factor = "" }]), hasCalendar: false)
        #expect(try run("2").report.rows == 3)
    }

    @Test func `other values of an event or an index are refused`() throws {
        try begin()
        var tables = Tables([Bar.bar("2026-01-05", "600001.SH")])
        tables.events = ["600000.SH,2026-01-07,,0.2,0,0,"]
        try write("2", tables)
        #expect(
            throws: ImportFailure.table(
                TableFailure(file: "corporate_actions.csv", line: 2, column: "ex_date", .differsFromWarehouse))
        ) { try run("2") }
        tables.events = ["600000.SH,2026-01-07,,0.1,0,0,"]
        tables.indices = ["A,2026-01-06,101,", "A,2026-01-05,100.5,"]
        try write("3", tables)
        #expect(
            throws: ImportFailure.table(
                TableFailure(file: "index_daily.csv", line: 3, column: "close", .differsFromWarehouse))
        ) { try run("3") }
        tables.indices = ["A,2026-01-06,101,", "A,2026-01-05,100.0,"]
        try write("4", tables)
        #expect(try run("4").report.count(.repeatedRow) == 2)
        #expect(try Warehouse.open(folder.file("w")).index("A")?.closes == [1_000_000, 1_010_000, 0])
    }

    @Test(arguments: [
        (["2026-01-05", "2026-01-07", "2026-01-14"], nil, TableFailure.Problem.calendarDiffers("2026-01-06")),
        (
            ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-10"], 7,
            .calendarDiffers("2026-01-10")
        ),
        (["2026-01-14"], nil, .calendarApart(first: "2026-01-05", last: "2026-01-13")),
    ])
    func `a calendar that contradicts the one in force is refused`(
        days: [String], line: Int?, problem: TableFailure.Problem
    ) throws {
        try begin()
        var tables = Tables([Bar.bar("2026-01-05", "600001.SH")])
        tables.calendar = days
        try write("2", tables)
        let column: String? = if case .calendarDiffers = problem { "trade_date" } else { nil }
        #expect(
            throws: ImportFailure.table(
                TableFailure(file: "trading-calendar.csv", line: line, column: column, problem))
        ) { try run("2") }
    }

    @Test func `without a warehouse there is nothing to add to, and nothing is made`() throws {
        try write("1", Tables([Bar.bar()]))
        let failure = ImportFailure.noBase(.notAWarehouse(path: folder.file("w")))
        #expect(throws: failure) { try run("1") }
        #expect(!folder.exists("w"))
        #expect(
            failure.description
                == "nothing to add to: \(folder.file("w")) is not a warehouse; make one with 'qmtlab import'")
    }

    @Test func `a folder without tables is refused`() throws {
        try begin()
        try folder.makeFolder("2")
        #expect(throws: ImportFailure.table(TableFailure(file: "bars_daily.csv", .missing))) { try run("2") }
    }

    @Test func `a warehouse of an earlier version can be added to`() throws {
        try begin()
        try folder.makeOlder("w")
        #expect(try Warehouse.open(folder.file("w")).indices.isEmpty)
        try write(
            "2", Tables([Bar.bar("2026-01-08", previousClose: "10.10") { $0.factor = "2" }]), hasCalendar: false)
        #expect(try run("2").report.findings.map(\.check) == ImportReport.Check.allCases)
        #expect(try Warehouse.open(folder.file("w")).days.count == 4)
    }
}

extension Folder {
    /// Makes of a warehouse what an earlier version would have made: no catalog, nothing but bars.
    func makeOlder(_ name: String) throws {
        try Folder.remove(file(name + "/catalog.sqlite"))
        let manifest = try bytes(name + "/manifest.json")
        var fields = try #require(JSONSerialization.jsonObject(with: Data(manifest)) as? [String: Any])
        fields["eventCount"] = nil
        fields["indices"] = nil
        var report = try #require(fields["report"] as? [String: Any])
        let findings = try #require(report["findings"] as? [[String: Any]])
        report["findings"] = findings.filter {
            !["event", "index"].contains(($0["check"] as? String)?.prefix(5) ?? "")
        }
        fields["report"] = report
        try write(Array(try JSONSerialization.data(withJSONObject: fields)), to: name + "/manifest.json")
    }
}
