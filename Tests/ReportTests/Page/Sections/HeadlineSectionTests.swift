import Market
import Testing

@testable import Report

@Suite struct HeadlineSectionTests {
    /// Names and values of the headline figures.
    private func figures(_ record: ReplayRecord) -> [String: String] {
        var figures: [String: String] = [:]
        for part in Pages.text(record).components(of: "<dt>") {
            let pair = part.components(of: "</dt>")
            guard let name = part.range(of: "</dt>").map({ String(part[..<$0.lowerBound]) }), let value = pair.first,
                let end = value.range(of: "</dd>")
            else { continue }
            figures[name] = Pages.plain(String(value[..<end.lowerBound]))
        }
        return figures
    }

    @Test func `the figures that everybody asks for`() {
        let figures = figures(Curves.record(opening: 1000, [1100, 990, 1089], benchmark: (100, [102, 101, 103])))
        #expect(figures["Total return"] == "+8.90%")
        #expect(figures["Deepest drawdown"] == "−10.00% 2020-01-06 to 2020-01-07")
        #expect(figures["Best and worst day"] == "+10.00% / −10.00%")
        #expect(figures["Index"] == "+3.00% in total")
        #expect(figures["Mean exposure"] == "0.0%")
        #expect(figures["Turnover a year"] == "0% one way")
        #expect(figures["Orders"] == "0 0 fills")
        #expect(figures.count == 20)
    }

    @Test func `what is not defined is an en dash`() {
        let figures = figures(Curves.record(opening: 0, []))
        for name in [
            "Total return", "Return a year", "Deepest drawdown", "Sharpe ratio", "Volatility a year", "Sortino ratio",
            "Calmar ratio", "Best and worst day", "Mean win ÷ mean loss", "Slippage",
        ] {
            #expect(figures[name]?.hasPrefix("–") == true, "\(name)")
        }
        #expect(figures["Fees"] == "0 yuan")
    }

    @Test func `without an index there is no figure of one`() {
        let figures = figures(Curves.record(opening: 1000, [1100, 990]))
        #expect(figures["Tracking error"] == nil && figures["Information ratio"] == nil)
        #expect(figures.count == 16)
    }

    @Test func `an index that begins later says from when on`() {
        let figures = figures(Curves.record(opening: 1000, [1100, 990, 995], benchmark: (nil, [nil, 101, 102])))
        #expect(figures["Index"] == "+0.99% from 2020-01-08")
    }

    @Test func `period, days and money stand under the title`() {
        let text = Pages.plain(Pages.text(Curves.record(opening: 1000, [1100, 990])))
        #expect(text.contains("2020-01-06 to 2020-01-07 · 2 trading days · 1,000.00 yuan became 990.00"))
        let one = Pages.plain(Pages.text(Curves.record(opening: 1000, [1100])))
        #expect(one.contains(" · 1 trading day · "))
        let none = Pages.plain(Pages.text(Curves.record(opening: 1000, [])))
        #expect(none.contains("No day was replayed, so there is nothing to show."))
    }

    @Test func `several broken checks are all named`() {
        var record = Curves.record(opening: 1000, [1100])
        record.about.checks = [
            .init(name: "one", count: 1, held: false), .init(name: "two", count: 1, held: true),
            .init(name: "three", count: 1, held: false),
        ]
        #expect(Pages.text(record).contains("2 checks did not hold (one; three)."))
        #expect(
            Pages.rows(Pages.section("checks", record)) == [
                ["one", "1", "did not hold"], ["two", "1", "held"], ["three", "1", "did not hold"],
            ])
    }
}
