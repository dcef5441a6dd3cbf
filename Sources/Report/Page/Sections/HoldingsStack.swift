import Market

/// Shares of equity over time, each layer added to those below it. Layers are the largest securities by name where these
/// are most of what was held; in a portfolio that changes all the time they are ranks instead: the largest, the next four…
struct HoldingsStack {
    /// What a layer holds.
    enum Layer: Hashable {
        case security(Symbol)
        /// From the largest position of a day, which is 1.
        case ranks(ClosedRange<Int>)
        /// All that no other layer has.
        case others
    }

    /// From the bottom up; the last is `others`.
    let layers: [Layer]
    /// Of each row, from 0 to 1 along the days.
    private(set) var positions: [Double] = []
    /// For each row the upper edge of each layer.
    private(set) var sums: [[Double]] = []

    var top: Double { sums.compactMap(\.last).max() ?? 0 }

    private static let ranks = [1...1, 2...5, 6...10, 11...20]
    /// Rows drawn.
    private static let most = 200

    private struct Row {
        var position: Double
        var holdings: [(symbol: Symbol, share: Double)]
    }

    /// Rows of days that were not replayed, or without equity, are left out; so are some of very many.
    init(_ record: ReplayRecord, named: Int) {
        let rows = HoldingsStack.rows(record)
        var totals = SymbolMap<Double>()
        for row in rows {
            for holding in row.holdings { totals[holding.symbol, default: 0] += holding.share }
        }
        let largest = totals.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(named)
        let covered = largest.reduce(0) { $0 + $1.1 }
        let all = totals.reduce(0) { $0 + $1.1 }
        if covered * 2 >= all {
            layers = largest.map { .security($0.0) } + [.others]
        } else {
            layers = HoldingsStack.ranks.map { .ranks($0) } + [.others]
        }
        var places = SymbolMap<Int>()
        for (place, layer) in layers.enumerated() {
            if case .security(let symbol) = layer { places[symbol] = place }
        }
        for row in rows {
            positions.append(row.position)
            sums.append(edges(row, places))
        }
    }

    private func edges(_ row: Row, _ places: SymbolMap<Int>) -> [Double] {
        var shares = Array(repeating: 0.0, count: layers.count)
        let sorted = row.holdings.sorted { $1.share < $0.share }
        for (index, holding) in sorted.enumerated() {
            let rank = layers.firstIndex { layer in
                if case .ranks(let ranks) = layer { ranks.contains(index + 1) } else { false }
            }
            shares[rank ?? places[holding.symbol] ?? layers.count - 1] += holding.share
        }
        for layer in shares.indices.dropFirst() { shares[layer] += shares[layer - 1] }
        return shares
    }

    private static func rows(_ record: ReplayRecord) -> [Row] {
        var rows: [Row] = []
        var index = 0
        for row in record.holdings {
            while index < record.days.count, record.days[index].day < row.day { index += 1 }
            guard index < record.days.count, record.days[index].day == row.day else { continue }
            let equity = Double(record.days[index].equity.li)
            guard equity > 0 else { continue }
            rows.append(
                Row(
                    position: Double(index + 1) / Double(record.days.count),
                    holdings: row.holdings.map { ($0.symbol, Double($0.value.li) / equity) }))
        }
        let every = max(1, rows.count / most)
        return rows.indices.filter { $0.isMultiple(of: every) || $0 == rows.count - 1 }.map { rows[$0] }
    }
}
