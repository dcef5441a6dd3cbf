import Market
import Report

/// What came of a replay, in a few lines for a terminal.
enum ReplaySummary {
    static func lines(_ record: ReplayRecord) -> [String] {
        let summary = Summary(record)
        let days = "\(summary.firstDay?.description ?? "–") to \(summary.lastDay?.description ?? "–")"
        var lines = [
            "\(record.about.title): \(days), \(Figures.grouped(summary.days)) trading days",
            "equity      \(yuan(summary.openingCash)) -> \(yuan(summary.finalEquity)) yuan",
            "return      \(percent(summary.totalReturn)) in all, \(percent(summary.annualReturn)) a year, "
                + "volatility \(percent(summary.volatility)), Sharpe \(ratio(summary.sharpe))",
            "drawdown    " + drawdown(summary),
            "turnover    \(ratio(summary.turnover)) a year, exposure \(percent(summary.exposure))",
            "costs       fees \(yuan(summary.costs.fees)) yuan "
                + "(\(basisPoints(summary.costs.feeRate.map { $0 * 10_000 })) of the value), "
                + "fills \(basisPoints(summary.slippage.basisPoints)) worse than the sizing prices",
        ]
        if let benchmark = record.about.benchmark, let comparison = summary.comparison {
            lines.append(
                "benchmark   \(benchmark.code), excess \(percent(comparison.excessReturn)) in all, "
                    + "information ratio \(ratio(comparison.informationRatio))")
        }
        lines.append("orders      \(Figures.grouped(record.orders.count))" + counts(summary.orders, before: ": "))
        lines.append("fills       \(Figures.grouped(summary.fills))")
        if !summary.reasons.isEmpty { lines.append("reasons     " + counts(summary.reasons)) }
        let overlays = Dictionary(grouping: record.orders.compactMap(\.overlay)) { $0 }
        if !overlays.isEmpty {
            lines.append("risk rules  had a say in orders: " + words(overlays.map { ($0.key, $0.value.count) }))
        }
        if !summary.corporateActions.isEmpty { lines.append("actions     " + counts(summary.corporateActions)) }
        let checked = record.about.checks.map { Figures.grouped($0.count) }.joined(separator: ", ")
        if record.about.checks.allSatisfy(\.held) { lines.append("checks      all held (\(checked))") }
        return lines
    }

    private static func drawdown(_ summary: Summary) -> String {
        guard let deepest = summary.drawdowns.first else { return "none" }
        let peak = deepest.peak?.description ?? "the opening cash"
        let end = deepest.recovery.map { "made good on \($0)" } ?? "not made good yet"
        return "\(percent(deepest.depth)) from \(peak) to \(deepest.trough), \(end)"
    }

    private static func counts(_ counts: [Summary.Count], before: String = "") -> String {
        counts.isEmpty ? "" : before + words(counts.map { ($0.name, $0.count) })
    }

    /// The most frequent first.
    private static func words(_ counts: [(name: String, count: Int)]) -> String {
        counts.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
            .map { "\($0.name) \(Figures.grouped($0.count))" }.joined(separator: ", ")
    }

    private static func yuan(_ money: Money) -> String {
        let fen = abs(money.li) / 10
        return (money.li < 0 ? "-" : "") + Figures.grouped(Int(fen / 100)) + "." + String(100 + fen % 100).dropFirst()
    }

    private static func percent(_ share: Double?) -> String { decimal(share.map { $0 * 100 }, places: 1) { "\($0) %" } }
    private static func ratio(_ ratio: Double?) -> String { decimal(ratio, places: 2) { $0 } }
    private static func basisPoints(_ points: Double?) -> String { decimal(points, places: 1) { "\($0) bp" } }

    /// A dash for what is not defined.
    private static func decimal(_ value: Double?, places: Int, _ words: (String) -> String) -> String {
        let scale = [1.0, 10, 100][places]
        guard let value, abs(value) < 1e15 else { return "–" }
        return words(FixedDecimal.text(Int64((value * scale).rounded()), places: places, atLeast: places))
    }
}
