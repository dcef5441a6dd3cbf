import Market
import Testing

@testable import Report

@Suite struct ComparisonTests {
    private let days = Curves.days(5)

    private func compare(_ before: Double?, _ closes: [Double?]) -> Comparison? {
        Summary(Curves.record(opening: 100, [102, 101, 105, 110, 108], benchmark: (before, closes))).comparison
    }

    @Test func `the first day is compared with the close before it`() throws {
        let comparison = try #require(compare(1000, [1010, 1020, 1000, 1100, 1050]))
        #expect(comparison.days == 5 && comparison.firstDay == days[0] && comparison.lastDay == days[4])
        #expect(comparison.totalReturn == 1050.0 / 1000 - 1)
        #expect(comparison.excessReturn == 1.08 - 1.05)
    }

    @Test func `an index that begins later is compared from then on`() throws {
        let comparison = try #require(compare(nil, [nil, 1000, 1000, 1100, 1050]))
        #expect(comparison.days == 3 && comparison.firstDay == days[2])
        #expect(comparison.accountTotalReturn == 108.0 / 101 - 1)
        #expect(comparison.totalReturn == 1050.0 / 1000 - 1)
    }

    @Test func `a day without a value has the one before, the end does not`() throws {
        let comparison = try #require(compare(1000, [1010, nil, 1030, 1040, nil]))
        #expect(comparison.days == 4 && comparison.lastDay == days[3])
        let full = try #require(compare(1000, [1010, 1010, 1030, 1040, nil]))
        #expect(comparison == full)
    }

    @Test(arguments: [[], [nil, nil, nil, nil, nil], [1000], [.nan, 0, -3, nil, 5]] as [[Double?]])
    func `less than two values are no comparison`(closes: [Double?]) {
        #expect(compare(nil, closes) == nil)
    }

    @Test func `an account that is its index has no tracking error and no ratio`() throws {
        let comparison = try #require(compare(100, [102, 101, 105, 110, 108]))
        #expect(comparison.excessReturn == 0)
        #expect(comparison.trackingError == 0)
        #expect(comparison.informationRatio == nil)
        #expect(abs((comparison.beta ?? 0) - 1) < 1e-12)
    }

    @Test func `months and years beside the index`() {
        // 2020-01-06 on: 20 days in January, 20 in February.
        let equity = (1...40).map { Int64(100 + $0) }
        var closes: [Double?] = equity.map { Double($0) * 10 }
        closes[39] = nil
        let summary = Summary(Curves.record(opening: 100, equity, benchmark: (1000, closes)))
        #expect(summary.months.map(\.month) == [1, 2])
        #expect(summary.months.map(\.days) == [20, 20])
        #expect(summary.months[0].accountReturn == 1.2 - 1)
        #expect(summary.months[1].accountReturn == 140.0 / 120 - 1)
        #expect(summary.months[0].benchmarkReturn == 1200.0 / 1000 - 1)
        #expect(summary.months[0].excess == 0)
        // The index has no value at the end of the second.
        #expect(summary.months[1].benchmarkReturn == nil && summary.months[1].excess == nil)
        #expect(summary.years.count == 1)
        #expect(summary.years[0].accountReturn == 1.4 - 1)
    }
}
