package import Engine
package import Exchange
package import Market

/// Keeps the equity curve and the order log in the oracle's form: a line for each difference between target and holding,
/// sells first, with the cash after it.
package struct OracleLog: ReplayObserver {
    package struct Point: Hashable, Sendable {
        package var day: Day
        package var equity: Money
        package var cash: Money
    }

    package struct Row: Hashable, Sendable {
        package var day: Day
        package var symbol: Symbol
        package var side: Side
        package var wanted: Shares
        package var filled: Shares
        package var price: Price
        package var commission: Money
        package var stampDuty: Money
        /// Nil where something was filled.
        package var reason: Reason?
        package var cash: Money
    }

    package private(set) var points: [Point] = []
    package private(set) var rows: [Row] = []
    /// Days whose equity is not cash and holdings, or whose cash is not what the rows sum to. None, or the replay is wrong.
    package private(set) var brokenDays: [Day] = []
    private var cash: Money

    package init(openingCash: Money) { cash = openingCash }

    package mutating func reserve(days: Int, rows: Int) {
        points.reserveCapacity(days)
        self.rows.reserveCapacity(rows)
    }

    package mutating func take(
        _ records: [Record], engine: Engine, exchange: SimulatedExchange, at moment: Timestamp
    ) {
        for index in records.indices {
            switch records[index] {
            case .rebalanceClosed(let results, _):
                guard let rebalance = engine.book.rebalance else { continue }
                append(.sell, rebalance, results, engine.book, exchange)
                append(.buy, rebalance, results, engine.book, exchange)
            case .dayClosed(let close):
                guard let asset = close.asset else { continue }
                points.append(Point(day: close.day, equity: asset.total, cash: asset.cash))
                if asset.cash != cash || asset.total != asset.cash + asset.marketValue { brokenDays.append(close.day) }
            default:
                break
            }
        }
    }

    package mutating func dayEnded(_ day: Day, exchange: SimulatedExchange, at moment: Timestamp) {
        // A day that nobody closed would be missing in the curve.
        if points.last?.day != day { brokenDays.append(day) }
    }

    private mutating func append(
        _ side: Side, _ rebalance: Rebalance, _ results: [LineResult], _ book: Book, _ exchange: SimulatedExchange
    ) {
        for index in rebalance.lines.indices {
            let missing = rebalance.lines[index].target - rebalance.lines[index].projected
            let wanted = side == .sell ? -missing : missing
            guard wanted > 0 else { continue }
            var row = Row(
                day: rebalance.executionDay, symbol: rebalance.lines[index].symbol, side: side, wanted: wanted,
                filled: 0,
                price: Price(li: 0), commission: .zero, stampDuty: .zero, reason: results[index].reason, cash: cash)
            var order = book.lastOrder(ofLine: index)
            while order >= 0 {
                if book.orders[order].filled > 0 {
                    append(
                        book.orders[order].filled, for: book.orders[order].fillValue,
                        exchange.fees(of: book.orders[order].id, near: order), to: &row)
                }
                order = book.orderBefore(order)
            }
            row.cash = cash
            rows.append(row)
        }
    }

    private mutating func append(_ filled: Shares, for value: Money, _ fees: Fees?, to row: inout Row) {
        row.filled += filled
        row.price = Price(li: value.li / filled.count)
        row.reason = nil
        guard let fees else { return }
        row.commission += fees.commission
        row.stampDuty += fees.stampDuty
        cash += (row.side == .sell ? value : -value) - fees.total
    }
}
