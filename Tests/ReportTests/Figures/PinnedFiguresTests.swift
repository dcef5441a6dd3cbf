import Testing

@testable import Report

@Suite struct PinnedFiguresTests {
    @Test(arguments: PinnedFigures.all)
    func `figures of a random walk are those of empyrical`(pinned: PinnedFigures) throws {
        let equity = Curves.walk(
            seed: pinned.seed, start: 1_000_000_000, count: pinned.days, range: pinned.range, drift: pinned.drift)
        let index = Curves.walk(
            seed: pinned.seed + 100, start: 3_500_000, count: pinned.days, range: pinned.range * 2 / 3,
            drift: pinned.drift / 2)
        let summary = Summary(
            Curves.record(
                openingLi: 1_000_000_000, li: equity, benchmark: (3_500, index.map { Double($0) / 1000 })))
        let comparison = try #require(summary.comparison)
        let figures = [
            summary.totalReturn, summary.annualReturn, summary.volatility, summary.sharpe, summary.sortino,
            summary.maxDrawdown, summary.calmar, comparison.totalReturn, comparison.annualReturn,
            comparison.annualExcessReturn, comparison.trackingError, comparison.informationRatio, comparison.beta,
        ]
        #expect(figures.count == pinned.figures.count)
        for (name, (ours, theirs)) in zip(PinnedFigures.names, zip(figures, pinned.figures)) {
            guard let ours, let theirs else {
                #expect(ours == nil && theirs == nil, "\(name)")
                continue
            }
            #expect(abs(ours - theirs) <= 1e-10 * max(1, abs(theirs)), "\(name): \(ours), not \(theirs)")
        }
    }

    @Test func `the walk is the one that was judged`() {
        #expect(Curves.walk(seed: 1, start: 1_000_000_000, count: 252, range: 20_000, drift: 500).last == 1_347_659_671)
    }
}
