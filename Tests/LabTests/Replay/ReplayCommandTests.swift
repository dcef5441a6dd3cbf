import Engine
import Foundation
import History
import Lab
import Market
import Settings
import Testing

@Suite struct ReplayCommandTests {
    private let market: ReplayMarket

    init() throws { market = try ReplayMarket() }

    @Test func `a replay writes all its files and says what came of it`() throws {
        let lines = try market.replay()
        #expect(
            try market.names("out") == [
                "corporate_actions.csv", "equity.csv", "fills.csv", "orders.csv", "quality.csv", "quality_days.csv",
                "reasons.csv", "report.html", "risk.csv",
                "round_trips.csv", "summary.json",
            ])
        #expect(lines.first?.hasPrefix("synthetic_momentum: 2026-09-02 to 2026-10-29, 39 trading days") == true)
        #expect(lines.contains { $0.hasPrefix("checks      all held (39, 39, ") })
        #expect(lines.last == "report      \(market.file("out"))/report.html")
        let equity = try market.text("out/equity.csv").split(separator: "\n")
        #expect(equity.count == 40)
        #expect(equity[0] == "date,equity,cash,market_value")
        // The targets of the market are made so that something is in the way.
        let reasons = try market.text("out/reasons.csv")
        for reason in ["suspended", "limit_up", "limit_down"] { #expect(reasons.contains(",\(reason),"), "\(reason)") }
        #expect(try market.text("out/corporate_actions.csv").contains(",dividend,"))
        #expect(try !market.names().contains { $0.hasPrefix(".out") })
    }

    @Test func `the same replay gives the same bytes, also over an older one`() throws {
        try market.replay(out: "a")
        try market.replay(out: "b")
        #expect(try market.contents("a") == market.contents("b"))
        try market.replay(out: "b", changing: { $0.to = Day("2026-09-30") })
        #expect(try market.contents("a") != market.contents("b"))
        try market.replay(out: "b")
        #expect(try market.contents("a") == market.contents("b"))
    }

    @Test func `days and targets outside of them are left out and counted`() throws {
        try market.replay(changing: { ($0.from, $0.to) = (Day("2026-09-14"), Day("2026-09-30")) })
        let equity = try market.text("out/equity.csv").split(separator: "\n")
        #expect(equity[1].hasPrefix("2026-09-14,"))
        #expect(equity.last?.hasPrefix("2026-09-30,") == true)
        let page = try market.text("out/report.html")
        #expect(page.contains("left out"))
    }

    @Test func `every setting and every cost is in the report`() throws {
        try market.replay()
        let page = try market.text("out/report.html")
        for entry in ReplaySettings().entries + ReplaySettings().costEntries {
            #expect(page.contains(entry.name), "\(entry.name)")
        }
    }

    @Test func `the window of the daemon, ticks of slippage and whole fills`() throws {
        var settings = ReplaySettings()
        settings.fill = .window
        settings.slippage = .ticks(2)
        settings.participation = nil
        settings.endedSeries = .writeOff
        let lines = try market.replay(settings)
        #expect(lines.contains { $0.hasPrefix("checks      all held") })
        let orders = try market.text("out/orders.csv").split(separator: "\n").dropFirst()
        #expect(orders.allSatisfy { $0.contains(",09:31:") })
        // Without a cap each order has one fill.
        let fills = try market.text("out/fills.csv").split(separator: "\n").count - 1
        #expect(fills == orders.count { $0.contains(",filled,") })
    }

    @Test func `a folder of something else is not replaced`() throws {
        try market.write("keep", to: "tables/notes.txt")
        let failure = #expect(throws: FolderReplacement.Failure.self) { try market.replay(out: "tables") }
        #expect(failure?.description.contains("choose another folder") == true)
        #expect(try market.text("tables/notes.txt") == "keep")
        try market.write("keep", to: "file")
        #expect(throws: FolderReplacement.Failure.self) { try market.replay(out: "file") }
        #expect(try market.text("file") == "keep")
    }

    @Test func `interrupted at any step it leaves what was there`() throws {
        try market.replay(out: "out", changing: { $0.title = "before" })
        let before = try market.contents("out")
        var steps = 0
        while true {
            var calls = 0
            do {
                try market.replay(
                    out: "out",
                    isInterrupted: {
                        calls += 1
                        return calls > steps
                    })
                break
            } catch let failure as FolderReplacement.Failure {
                #expect(failure == .interrupted)
            }
            #expect(try market.contents("out") == before)
            #expect(try !market.names().contains { $0.hasPrefix(".out") })
            // Days are alike; the steps of writing are each tried.
            steps += steps < 30 ? 13 : 1
        }
        #expect(steps > 39)
        #expect(try market.contents("out") != before)
    }

    @Test func `times are one line of JSON`() throws {
        let lines = try market.replay(changing: { $0.printsTimings = true })
        #expect(lines.count == 1)
        let object = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
        #expect(
            object?.keys.sorted() == [
                "bars", "bars_per_s", "cpu_s", "effects", "events", "final_equity", "load_cpu_s", "load_s", "name",
                "orders", "peak_rss_mb", "process_cpu_s", "run_s", "size",
            ])
        #expect(object?["bars"] as? Int == 39 * 72)
        #expect((object?["effects"] as? Int ?? 0) > (object?["orders"] as? Int ?? .max))
    }

    @Test func `quiet prints nothing`() throws {
        let lines = try market.replay(changing: { $0.isQuiet = true })
        #expect(lines.isEmpty)
    }

    @Test func `an index that is not there is refused, the usual one is left out`() throws {
        let failure = #expect(throws: ReplayRefusal.self) {
            try market.replay(changing: { $0.benchmark = "000905.SH" })
        }
        #expect(failure?.description.contains("000905.SH") == true)
        #expect(try !market.names().contains("out"))
    }

    @Test func `a strategy has its configured share`() throws {
        var settings = ReplaySettings()
        settings.strategies = [.init(name: "synthetic_momentum", capital: .ppm(500_000))]
        try market.replay(settings)
        let last = try market.text("out/equity.csv").split(separator: "\n").last?.split(separator: ",")
        let shares = try #require(last?.compactMap { Money($0) })
        #expect(shares[2].li * 10 < shares[0].li * 6)
        settings.strategies = [.init(name: "other", capital: .one)]
        let failure = #expect(throws: ReplayRefusal.self) { try market.replay(settings) }
        #expect(failure?.description.contains("'synthetic_momentum'") == true)
    }
}
