package import Market

/// The figures of one replay. What its record does not define is nil. `docs/replay-figures.md` has each formula.
package struct Summary: Hashable, Sendable {
    /// A day with its return.
    package struct DayReturn: Hashable, Sendable {
        package var day: Day
        package var value: Double
    }

    /// How often something was there.
    package struct Count: Hashable, Sendable {
        package var name: String
        package var count: Int
    }

    package var days: Int
    package var firstDay: Day?
    package var lastDay: Day?
    package var openingCash: Money
    package var finalEquity: Money

    // Returns.
    package var totalReturn: Double?
    package var annualReturn: Double?
    package var volatility: Double?
    package var sharpe: Double?
    package var sortino: Double?
    package var bestDay: DayReturn?
    package var worstDay: DayReturn?

    // Falls.
    package var maxDrawdown: Double?
    package var calmar: Double?
    /// Up to five, the deepest first; the first is that of `maxDrawdown`.
    package var drawdowns: [Drawdown]

    // Trading.
    package var exposure: Double?
    package var turnover: Double?
    package var costs: Costs
    package var slippage: Slippage
    package var quality: ExecutionQuality

    // Round trips.
    package var closedTrips: Int
    package var openTrips: Int
    package var hitRate: Double?
    package var profitLossRatio: Double?
    package var profitFactor: Double?

    // Beside the index.
    package var comparison: Comparison?
    package var months: [Period]
    package var years: [Period]

    // Counts, each by name in ascending order.
    package var orders: [Count]
    package var fills: Int
    package var reasons: [Count]
    package var corporateActions: [Count]

    package init(_ record: ReplayRecord) { self.init(record, trips: RoundTrips(record)) }

    init(_ record: ReplayRecord, trips: RoundTrips) {
        let equity = EquityCurve(record)
        days = record.days.count
        firstDay = record.days.first?.day
        lastDay = record.days.last?.day
        openingCash = record.openingCash
        finalEquity = record.days.last?.equity ?? record.openingCash

        let opening = equity.opening
        if let last = equity.levels.last, opening > 0 {
            totalReturn = last / opening - 1
            annualReturn = Returns.annual(growth: last / opening, days: days)
            maxDrawdown = Drawdown.depths(levels: equity.levels, base: opening).min()
        }
        if let returns = Returns(levels: [opening] + equity.levels) {
            volatility = returns.volatility
            sharpe = returns.sharpe
            sortino = returns.sortino
            let pairs = zip(record.days, returns.values).map { DayReturn(day: $0.day, value: $1) }
            bestDay = pairs.max { $0.value < $1.value }
            worstDay = pairs.min { $0.value < $1.value }
        }
        if let annualReturn, let maxDrawdown { calmar = annualReturn.over(-maxDrawdown) }
        let falls = Drawdown.all(levels: equity.levels, days: equity.days, base: opening)
        drawdowns = Array(falls.sorted { ($0.depth, $0.trough) < ($1.depth, $1.trough) }.prefix(5))

        exposure = Summary.exposure(record)
        costs = Costs(record)
        slippage = Slippage(record)
        quality = ExecutionQuality(record)
        let mean = equity.levels.reduce(0, +) / Double(max(days, 1))
        if days > 0 {
            let years = Double(days) / Returns.daysPerYear
            turnover = (Double(costs.traded.li) / 2000).over(mean * years)
        }

        closedTrips = trips.closed.count
        openTrips = trips.open.count
        hitRate = trips.hitRate
        profitLossRatio = trips.profitLossRatio
        profitFactor = trips.profitFactor

        let benchmark = record.about.benchmark.map { BenchmarkCurve($0, days: record.days.count) }
        comparison = benchmark.flatMap { Comparison(curve: $0, equity: equity) }
        months = Period.all(monthly: true, record: record, equity: equity, benchmark: benchmark)
        years = Period.all(monthly: false, record: record, equity: equity, benchmark: benchmark)

        orders = Summary.counts(record.orders.lazy.map(\.state))
        fills = record.fills.count
        reasons = Summary.counts(record.reasons.lazy.map(\.reason))
        corporateActions = Summary.counts(record.corporateActions.lazy.map(\.kind))
    }

    /// Mean over the days of holdings over equity, days without equity left out.
    private static func exposure(_ record: ReplayRecord) -> Double? {
        let shares = record.days.compactMap { Double($0.marketValue.li).over(Double($0.equity.li)) }
        return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }

    private static func counts(_ names: some Sequence<String>) -> [Count] {
        var counts: [String: Int] = [:]
        for name in names { counts[name, default: 0] += 1 }
        return counts.map { Count(name: $0.key, count: $0.value) }.sorted { $0.name < $1.name }
    }
}
