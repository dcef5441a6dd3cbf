import Foundation
import History
import Testing

@testable import Lab

@Suite struct HistoryCommandTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("lab-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private var scenario: String {
        var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.path + "/sim/market.json"
    }

    @Test func `a synthetic market is written, imported and described`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var lines: [String] = []
        try SynthesizeCommand.run(scenario: scenario, output: path("tables")) { lines.append($0) }
        #expect(lines.count == 2)
        #expect(lines[0].contains("300 invented stocks on 60 days, 2026-08-03 to 2026-10-29, and 8 batches"))

        lines = []
        var drawn: [String] = []
        var ticks = 0
        let report = try ImportCommand.run(
            tables: path("tables"), warehouse: path("warehouse"),
            progress: ProgressOutput(isTerminal: true, width: 60) { drawn.append($0) },
            elapsed: {
                ticks += 1
                return .milliseconds(150 * ticks)
            }, print: { lines.append($0) })
        #expect(report.rows > 17_000)
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("\(Figures.grouped(report.rows)) bars of 300 stocks on 60 days, 2026-08-03 to"))
        #expect(lines[2].hasSuffix("the calendar ends on 2026-12-10"))
        #expect(lines[3] == "columns not kept: amount, pe_ttm, pb, turnover")
        #expect(drawn.count == 4)
        #expect(drawn[0].contains(" %  16,384 rows"))
        #expect(drawn[1].contains("arranging by day"))
        #expect(drawn[2].contains("done"))
        #expect(drawn[3] == "\r\u{1B}[K")
    }

    @Test func `nothing is drawn into a pipe`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try SynthesizeCommand.run(scenario: scenario, output: path("tables")) { _ in }
        var drawn: [String] = []
        try ImportCommand.run(
            tables: path("tables"), warehouse: path("warehouse"),
            progress: ProgressOutput(isTerminal: false) { drawn.append($0) }, print: { _ in })
        #expect(drawn.isEmpty)
    }

    @Test func `a failure wipes the bar and says what to do`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(atPath: path("tables"), withIntermediateDirectories: true)
        var lines: [String] = []
        let failure = #expect(throws: ImportFailure.self) {
            try ImportCommand.run(
                tables: path("tables"), warehouse: path("warehouse"),
                progress: ProgressOutput(isTerminal: true) { _ in }, print: { lines.append($0) })
        }
        #expect(lines.isEmpty)
        #expect(
            failure?.description
                == "trading-calendar.csv: the table is not there; put it there as .csv or .csv.gz")
    }

    @Test func `a scenario that cannot be used writes nothing`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path("s.json")))
        #expect(throws: ScenarioFailure(path: path("s.json"), words: "'seed' is missing; add it")) {
            try SynthesizeCommand.run(scenario: path("s.json"), output: path("tables")) { _ in }
        }
        #expect(!FileManager.default.fileExists(atPath: path("tables")))
    }

    @Test func `what is odd in the tables is printed with an example`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let tables = folder.appendingPathComponent("tables")
        try FileManager.default.createDirectory(at: tables, withIntermediateDirectories: true)
        try Data("trade_date\n2026-01-05\n".utf8).write(to: tables.appendingPathComponent("trading-calendar.csv"))
        let bars = """
            trade_date,ts_code,open,high,low,close,pre_close,volume,adj_factor,suspended,is_st
            2026-01-05,600000.SH,10.00,10.20,9.90,10.10,10.00,0,1.000000,0,

            """
        try Data(bars.utf8).write(to: tables.appendingPathComponent("bars_daily.csv"))
        var lines: [String] = []
        try ImportCommand.run(
            tables: tables.path, warehouse: path("warehouse"),
            progress: ProgressOutput(isTerminal: false) { _ in }, elapsed: { .seconds(3) }, print: { lines.append($0) })
        #expect(
            lines == [
                "1 bars of 1 stocks on 1 days, 2026-01-05 to 2026-01-05, in 0.0 s",
                "suspended 0, ex-dates 0, ST not known 1, factor not known 0",
                "listing days inferred 0, not known 1; the calendar ends on 2026-01-05",
                "warning: traded_without_volume 1, such as bars_daily.csv:2 600000.SH 2026-01-05: volume 0",
            ])
    }
}
