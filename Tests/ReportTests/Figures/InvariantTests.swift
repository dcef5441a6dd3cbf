import Market
import Testing

@testable import Report

/// What must hold for any replay, over random ones.
@Suite struct InvariantTests {
    private static let seeds = (1...8).map(UInt64.init)

    private static func curve(_ seed: UInt64) -> ReplayRecord {
        var random = SplitMix64(seed: seed)
        let count = 1 + random.below(400)
        let spread = Int64(1 + random.below(80_000))
        let drift = Int64(random.below(4_000)) - 2_000
        return Curves.record(
            openingLi: 100_000_000,
            li: Curves.walk(seed: seed, start: 100_000_000, count: count, range: spread, drift: drift))
    }

    @Test(arguments: seeds)
    func `the deepest fall is the worst pair of days`(seed: UInt64) {
        let record = InvariantTests.curve(seed)
        let levels = [record.openingCash] + record.days.map(\.equity)
        var worst = 0.0
        for (index, level) in levels.enumerated() {
            for peak in levels[...index] { worst = min(worst, Double(level.li) / Double(peak.li) - 1) }
        }
        let summary = Summary(record)
        #expect(abs((summary.maxDrawdown ?? 1) - worst) < 1e-12)
        #expect(abs((summary.drawdowns.first?.depth ?? 0) - worst) < 1e-12)
    }

    @Test(arguments: seeds)
    func `falls do not overlap and cover every day below a peak`(seed: UInt64) {
        let record = InvariantTests.curve(seed)
        let equity = EquityCurve(record)
        let falls = Drawdown.all(levels: equity.levels, days: equity.days, base: equity.opening)
        for (fall, next) in zip(falls, falls.dropFirst()) {
            let peak = next.peak ?? Day(number: 0)
            #expect(fall.recovery.map { $0 <= peak } == true)
        }
        let below = Drawdown.depths(levels: equity.levels, base: equity.opening).count { $0 < 0 }
        let days = falls.reduce(0) { $0 + $1.days - ($1.recovery == nil ? 0 : 1) }
        #expect(days == below)
    }

    @Test(arguments: seeds)
    func `months and years multiply to the whole`(seed: UInt64) {
        let summary = Summary(InvariantTests.curve(seed))
        let whole = 1 + (summary.totalReturn ?? 0)
        for periods in [summary.months, summary.years] {
            let product = periods.reduce(1) { $0 * (1 + ($1.accountReturn ?? 0)) }
            #expect(abs(product - whole) < 1e-9)
            #expect(periods.reduce(0) { $0 + $1.days } == summary.days)
            for period in periods { #expect((period.maxDrawdown ?? 0) >= (summary.maxDrawdown ?? 0) - 1e-12) }
        }
    }

    @Test(arguments: seeds)
    func `the ledger of an invented replay adds up in figures, trips and files`(seed: UInt64) {
        let record = SampleReplay.make(days: 90, every: 5, names: 7, seed: seed)
        let summary = Summary(record)
        let trips = RoundTrips(record)
        for row in record.days { #expect(row.equity == row.cash + row.marketValue) }
        let flows = record.days.reduce(record.openingCash) {
            $0 - $1.bought + $1.sold - $1.fees.total + $1.dividends
        }
        #expect(flows == record.days.last?.cash)
        #expect(summary.costs.fees == record.fills.reduce(.zero) { $0 + $1.fees })
        #expect(summary.costs.traded == record.fills.reduce(.zero) { $0 + $1.amount })
        #expect(summary.orders.reduce(0) { $0 + $1.count } == record.orders.count)
        #expect(summary.reasons.reduce(0) { $0 + $1.count } == record.reasons.count)
        #expect(trips.closed.allSatisfy { $0.shares == .zero && $0.opened <= $0.closed ?? $0.opened })
        #expect(trips.winners.count + trips.losers.count <= trips.closed.count)
        let income = (trips.closed + trips.open).reduce(Money.zero) { $0 + $1.income }
        #expect(income == summary.costs.dividends)
    }

    @Test(arguments: seeds)
    func `a page of any invented replay is whole`(seed: UInt64) {
        var record = SampleReplay.make(days: 20 + Int(seed) * 13, every: 3, names: 4, seed: seed)
        if seed.isMultiple(of: 2) { record.about.benchmark = nil }
        let bytes = ReportPage.html(record)
        #expect(Markup.fault(in: bytes) == nil)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("nan"))
    }

    @Test(arguments: seeds)
    func `less points keep the extremes of every column`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let values = (0..<(2_000 + random.below(5_000))).map { _ in Double(random.below(1_000_000)) }
        let columns = 100 + random.below(400)
        let points = Downsampling.points(values, columns: columns)
        #expect(points.count <= columns * 2)
        #expect(points.map(\.position) == points.map(\.position).sorted())
        let kept = Set(points.compactMap(\.value))
        for column in 0..<columns {
            let range = (column * values.count / columns)..<((column + 1) * values.count / columns)
            #expect(values[range].min().map(kept.contains) == true)
            #expect(values[range].max().map(kept.contains) == true)
        }
    }

    @Test(arguments: seeds)
    func `ticks cover any range with a handful of round steps`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let size = [0.0001, 0.01, 1, 1000, 1e7][random.below(5)]
            let low = Double(random.below(2001) - 1000) / 1000 * size
            let high = low + Double(1 + random.below(1000)) / 500 * size
            let scale = Scale(low: low, high: high)
            #expect(scale.low <= low + size * 1e-9 && high <= scale.high + size * 1e-9)
            #expect((2...9).contains(scale.ticks.count), "\(low) to \(high): \(scale.ticks)")
            // The places tell all ticks apart.
            let labels = scale.ticks.map { tick in
                var text = TextBuffer()
                text.add(tick, places: scale.places)
                return text.text
            }
            #expect(Set(labels).count == labels.count, "\(labels)")
        }
    }
}
