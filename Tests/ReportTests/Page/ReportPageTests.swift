import Foundation
import Market
import Testing

@testable import Report

@Suite struct ReportPageTests {
    private func page(_ record: ReplayRecord) -> String { String(decoding: ReportPage.html(record), as: UTF8.self) }

    @Test func `the page is whole and takes nothing from outside`() {
        let bytes = ReportPage.html(SampleReplay.make(days: 400, every: 5, names: 15))
        #expect(Markup.fault(in: bytes) == nil)
        let text = String(decoding: bytes, as: UTF8.self)
        for outside in ["<script", "http:", "https:", "src=", "@import", "url("] {
            #expect(!text.contains(outside), "\(outside)")
        }
        #expect(text.contains("prefers-color-scheme:dark"))
        #expect(!text.contains("nan"))
    }

    @Test(arguments: [
        "equity", "drawdown", "months", "exposure", "costs", "slippage", "holdings", "reasons", "trips", "orders",
        "actions", "settings", "checks",
    ])
    func `every section is there and in the contents`(id: String) {
        let text = page(SampleReplay.make(days: 30, every: 5, names: 5))
        #expect(text.contains("<section id=\"\(id)\">"))
        #expect(text.contains("<a href=\"#\(id)\">"))
    }

    @Test func `every picture says what it is`() {
        let text = page(SampleReplay.make(days: 300, every: 5, names: 15))
        let pictures = text.split(separator: "<svg class=\"chart\"").dropFirst()
        #expect(pictures.count == 6)
        for picture in pictures {
            #expect(picture.contains("role=\"img\""))
            #expect(picture.contains("aria-label=\""))
            #expect(picture.contains("<title>"))
            #expect(picture.contains("</text>"))
        }
    }

    @Test func `no text from outside is markup`() throws {
        let evil = "<script>alert('\"&')</script>"
        let bank = try #require(Symbol("600000.SH"))
        let day = Curves.days(1)[0]
        var record = Curves.record(opening: 100, [100, 101], benchmark: (100, [100, 101]))
        record.about.title = evil
        record.about.data = [.init(evil, evil)]
        record.about.costs = [.init(evil, evil)]
        record.about.checks = [.init(name: evil, count: 1, held: false)]
        record.about.explanations = [.init(evil, evil)]
        record.about.benchmark?.name = evil
        record.about.benchmark?.code = evil
        record.about.names[bank] = evil
        record.orders = [
            .order(
                evil, bank, .buy, 100, at: day.at(TimeOfDay(9, 30)), value: Money(li: 1_000_000), state: evil,
                reason: evil, overlay: evil, message: evil)
        ]
        record.reasons = [.init(day: day, symbol: bank, weight: .one, target: 1, held: 0, reason: evil)]
        record.act(bank, evil, 1, 1, cash: 1, on: day)
        record.trade(bank, .buy, 100, at: 10_000, on: day)
        record.trade(bank, .sell, 100, at: 11_000, on: day)
        record.holdings = [.init(day: day, holdings: [.init(symbol: bank, shares: 1, value: .yuan(50))])]
        let bytes = ReportPage.html(record)
        #expect(Markup.fault(in: bytes) == nil)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("<script"))
    }

    @Test func `a check that did not hold is said at the top`() {
        var record = Curves.record(opening: 100, [100, 101])
        record.about.checks = [.init(name: "cash adds up", count: 3, held: false)]
        let text = page(record)
        #expect(text.contains("Do not use these figures: a check did not hold (cash adds up)."))
        record.about.checks[0].held = true
        #expect(!page(record).contains("Do not use"))
    }

    @Test func `headline figures are those of the summary`() {
        let record = SampleReplay.make(days: 300, every: 5, names: 15)
        let summary = Summary(record)
        let text = page(record)
        let figures = [
            ("Total return", TextBuffer.percent(summary.totalReturn, signed: true)),
            ("Volatility a year", TextBuffer.percent(summary.volatility)),
            ("Sharpe ratio", TextBuffer.ratio(summary.sharpe)),
            ("Tracking error", TextBuffer.percent(summary.comparison?.trackingError)),
        ]
        for (name, value) in figures {
            let dd = text.components(separatedBy: "<dt>\(name)</dt><dd").dropFirst().first ?? ""
            #expect(dd.drop { $0 != ">" }.dropFirst().hasPrefix(value), "\(name) is not \(value)")
        }
    }

    @Test func `the same record gives the same bytes`() {
        let first = ReplayFiles.all(SampleReplay.make(days: 120, every: 5, names: 8))
        let second = ReplayFiles.all(SampleReplay.make(days: 120, every: 5, names: 8))
        #expect(first == second)
        #expect(first.map(\.name).last == "report.html")
    }

    @Test func `a curve of eleven years is drawn with few points`() {
        let points = Downsampling.points((0..<2700).map { Double($0 % 37) }, columns: 500)
        #expect(points.count <= 1000)
        #expect(points.first?.position == 0 && points.last?.position == 1)
        #expect(points.compactMap(\.value).max() == 36 && points.compactMap(\.value).min() == 0)
    }

    @Test func `extremes and gaps outlive the downsampling`() {
        var values: [Double?] = Array(repeating: 1, count: 5000)
        values[1234] = -7
        values[4000] = 99
        for index in 2000..<2100 { values[index] = nil }
        let points = Downsampling.points(values, columns: 500)
        #expect(points.contains { $0.value == -7 } && points.contains { $0.value == 99 })
        #expect(points.contains { $0.value == nil })
    }

    @Test(
        arguments: [
            (0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]), (-0.32, 0, [-0.4, -0.3, -0.2, -0.1, 0]),
            (0.9, 2.3, [0.5, 1, 1.5, 2, 2.5]),
            (0, 4300, [0, 1000, 2000, 3000, 4000, 5000]),
        ] as [(Double, Double, [Double])])
    func `ticks are round`(low: Double, high: Double, expected: [Double]) {
        let ticks = Scale(low: low, high: high).ticks
        #expect(ticks.count == expected.count)
        for (tick, other) in zip(ticks, expected) { #expect(abs(tick - other) < 1e-12) }
    }

    @Test(arguments: [(5.0, 5.0), (0.0, 0.0), (.nan, 1.0), (1.0, .infinity), (3.0, -1.0)])
    func `a range without width is still a range`(low: Double, high: Double) {
        let scale = Scale(low: low, high: high)
        #expect(scale.low < scale.high)
        #expect(scale.ticks.count > 1 && scale.ticks.count < 20)
    }
}
