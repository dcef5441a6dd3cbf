import Market
import Testing

@testable import Report

/// What is not defined is nil, and no input traps.
@Suite struct DegenerateTests {
    private func figures(_ summary: Summary) -> [Double?] {
        [
            summary.totalReturn, summary.annualReturn, summary.volatility, summary.sharpe, summary.sortino,
            summary.maxDrawdown, summary.calmar, summary.turnover, summary.exposure, summary.hitRate,
            summary.profitLossRatio, summary.profitFactor, summary.costs.feeRate, summary.slippage.basisPoints,
        ]
    }

    @Test func `no day gives no figure`() {
        let summary = Summary(Curves.record(opening: 100, []))
        #expect(figures(summary) == Array(repeating: nil, count: 14))
        #expect(summary.firstDay == nil && summary.bestDay == nil && summary.years.isEmpty)
        #expect(summary.finalEquity == .yuan(100))
    }

    @Test func `one day has a return but no deviation`() {
        let summary = Summary(Curves.record(opening: 100, [101]))
        #expect(summary.totalReturn == 101.0 / 100 - 1)
        #expect(summary.annualReturn != nil)
        #expect(summary.volatility == nil && summary.sharpe == nil && summary.sortino == nil)
        #expect(summary.bestDay == summary.worstDay)
    }

    @Test func `a flat curve has no ratio`() {
        let summary = Summary(Curves.record(opening: 100, [100, 100, 100]))
        #expect(summary.totalReturn == 0 && summary.annualReturn == 0 && summary.volatility == 0)
        #expect(summary.maxDrawdown == 0)
        #expect(summary.sharpe == nil && summary.sortino == nil && summary.calmar == nil)
    }

    @Test func `a lost account has what is left of its figures`() {
        let summary = Summary(Curves.record(opening: 100, [50, 0, 0]))
        #expect(summary.totalReturn == -1 && summary.annualReturn == -1 && summary.maxDrawdown == -1)
        // The last day has no base to compare with.
        #expect(summary.volatility == nil && summary.sharpe == nil && summary.bestDay == nil)
    }

    @Test(arguments: [0, -5] as [Int64])
    func `without opening cash nothing is compared with it`(opening: Int64) {
        let summary = Summary(Curves.record(opening: opening, [50, 60, 70], benchmark: (100, [101, 102, 103])))
        #expect(figures(summary).prefix(7) == Array(repeating: nil, count: 7)[...])
        #expect(summary.drawdowns.isEmpty)
        #expect(summary.comparison == nil)
        #expect(summary.years.map(\.accountReturn) == [nil])
    }

    @Test(arguments: [[], [0], [0, 0], [-5, 3], [5], [5, 5]] as [[Int64]])
    func `files and page of any curve are whole`(equity: [Int64]) throws {
        for opening in [-1, 0, 5] as [Int64] {
            let record = Curves.record(opening: opening, equity, benchmark: (nil, equity.map(Double.init)))
            for file in ReplayFiles.all(record) {
                let text = String(decoding: file.bytes, as: UTF8.self)
                #expect(!text.contains("nan") && !text.contains("inf,") && !text.contains("Infinity"))
                if file.name == "report.html" { #expect(Markup.fault(in: file.bytes) == nil) }
            }
        }
    }

    @Test func `fills of orders that are not there are left out of trades`() {
        var record = Curves.record(opening: 100, [100])
        record.fills.append(
            .init(
                time: Curves.days(1)[0].at(TimeOfDay(9, 30)), order: 7, price: Price(li: 1), volume: 1,
                amount: Money(li: 1), fees: .zero))
        #expect(RoundTrips(record).open.isEmpty)
        #expect(
            String(decoding: ReplayFiles.fills(record), as: UTF8.self).contains("\n,2020-01-06,09:30:00,,,0.001,1,"))
    }
}
