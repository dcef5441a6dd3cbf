package import Market

/// One month or one year of a replay, as far as it was replayed.
package struct Period: Hashable, Sendable {
    package var year: Int
    /// From 1; nil for a whole year.
    package var month: Int?
    package var days: Int
    /// Equity at the end over equity before the first day of the period, less one.
    package var accountReturn: Double?
    /// The same of the index; nil where it has no value at both ends.
    package var benchmarkReturn: Double?
    /// The deepest fall within the period, its base included.
    package var maxDrawdown: Double?
    /// Half of what was bought and sold over the mean equity; not annualised.
    package var turnover: Double?
    package var fees: Money
    package var bought: Money
    package var sold: Money

    package var excess: Double? {
        guard let accountReturn, let benchmarkReturn else { return nil }
        return accountReturn - benchmarkReturn
    }

    /// - Parameter range: Indices of the period's days.
    private init(
        year: Int, month: Int?, range: Range<Int>, record: ReplayRecord, equity: EquityCurve, benchmark: BenchmarkCurve?
    ) {
        self.year = year
        self.month = month
        days = range.count
        let base = equity.level(range.lowerBound - 1)
        let end = equity.level(range.upperBound - 1)
        accountReturn = base > 0 ? (end / base - 1).ifFinite : nil
        if let first = benchmark?.level(range.lowerBound - 1), let last = benchmark?.level(range.upperBound - 1) {
            benchmarkReturn = last / first - 1
        }
        maxDrawdown = base > 0 ? Drawdown.depths(levels: Array(equity.levels[range]), base: base).min() : nil
        let rows = record.days[range]
        bought = rows.reduce(.zero) { $0 + $1.bought }
        sold = rows.reduce(.zero) { $0 + $1.sold }
        fees = rows.reduce(.zero) { $0 + $1.fees.total }
        let mean = equity.levels[range].reduce(0, +) / Double(range.count)
        turnover = (Double((bought + sold).li) / 2000).over(mean)
    }

    /// Months or years in order of time.
    static func all(
        monthly: Bool, record: ReplayRecord, equity: EquityCurve, benchmark: BenchmarkCurve?
    ) -> [Period] {
        var periods: [Period] = []
        var start = 0
        for index in record.days.indices {
            let (year, month, _) = record.days[index].day.components
            if index + 1 < record.days.count {
                let next = record.days[index + 1].day.components
                if next.year == year, !monthly || next.month == month { continue }
            }
            periods.append(
                Period(
                    year: year, month: monthly ? month : nil, range: start..<index + 1, record: record, equity: equity,
                    benchmark: benchmark))
            start = index + 1
        }
        return periods
    }
}
