package import Market

/// The account beside an index, over the days for which both have a value.
package struct Comparison: Hashable, Sendable {
    /// The first day whose return is compared, and the last.
    package var firstDay: Day
    package var lastDay: Day
    /// Returns compared.
    package var days: Int
    package var accountTotalReturn: Double?
    package var accountAnnualReturn: Double?
    package var totalReturn: Double?
    package var annualReturn: Double?
    package var volatility: Double?
    package var sharpe: Double?
    package var maxDrawdown: Double?
    /// Total return of the account less that of the index.
    package var excessReturn: Double?
    /// Annual return of the account less that of the index.
    package var annualExcessReturn: Double?
    /// Deviation of the daily difference of returns, annualised.
    package var trackingError: Double?
    /// Mean of the daily difference over its deviation, annualised.
    package var informationRatio: Double?
    package var beta: Double?

    /// Nil where fewer than two levels of the index are known, or the account's returns are not defined.
    init?(curve: BenchmarkCurve, equity: EquityCurve) {
        guard let levels = curve.levels, levels.count > 1 else { return nil }
        let first = curve.base + 1
        let last = curve.base + levels.count - 1
        let own = (curve.base...last).map(equity.level)
        guard let returns = Returns(levels: own), let others = Returns(levels: levels) else { return nil }
        firstDay = equity.days[first]
        lastDay = equity.days[last]
        days = others.values.count
        let growth = own[own.count - 1] / own[0]
        let otherGrowth = levels[levels.count - 1] / levels[0]
        accountTotalReturn = growth - 1
        accountAnnualReturn = Returns.annual(growth: growth, days: days)
        totalReturn = otherGrowth - 1
        annualReturn = Returns.annual(growth: otherGrowth, days: days)
        volatility = others.volatility
        sharpe = others.sharpe
        maxDrawdown = Drawdown.depths(levels: levels, base: levels[0]).min()
        excessReturn = growth - otherGrowth
        if let accountAnnualReturn, let annualReturn { annualExcessReturn = accountAnnualReturn - annualReturn }
        let active = returns.minus(others)
        trackingError = active.volatility
        informationRatio = active.sharpe
        beta = returns.beta(on: others)
    }
}

/// Levels of the account in yuan, the opening cash as level -1.
struct EquityCurve {
    let opening: Double
    let levels: [Double]
    let days: [Day]

    init(_ record: ReplayRecord) {
        opening = Double(record.openingCash.li) / 1000
        levels = record.days.map { Double($0.equity.li) / 1000 }
        days = record.days.map(\.day)
    }

    func level(_ index: Int) -> Double { index < 0 ? opening : levels[index] }
}

/// Levels of the index from the first that is known to the last that is known. A day between without a value has the one
/// before; before the first and after the last nothing is assumed.
struct BenchmarkCurve {
    /// Index of the day of the first level; -1 is the close before the first day.
    let base: Int
    /// One for each day from `base` on; nil where no level is known.
    let levels: [Double]?

    init(_ benchmark: ReplayRecord.About.Benchmark, days: Int) {
        func known(_ level: Double?) -> Double? { level.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } }
        let closes = [known(benchmark.before)] + benchmark.closes.prefix(days).map(known)
        guard let first = closes.firstIndex(where: { $0 != nil }), let last = closes.lastIndex(where: { $0 != nil }),
            var level = closes[first]
        else {
            base = -1
            levels = nil
            return
        }
        base = first - 1
        levels = closes[first...last].map { close in
            level = close ?? level
            return level
        }
    }

    /// The level of day `index`; nil outside what is known.
    func level(_ index: Int) -> Double? {
        guard let levels, levels.indices.contains(index - base) else { return nil }
        return levels[index - base]
    }
}
