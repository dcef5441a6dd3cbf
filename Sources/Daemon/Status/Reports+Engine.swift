package import Control
package import Engine
import Market

extension PositionsReport {
    package init(_ engine: Engine, _ facts: DaemonFacts) {
        let account = engine.account
        let known = account?.positions.known
        var positions = SymbolMap<PositionReport>()
        for row in known ?? [] where row.volume > 0 { positions[row.symbol] = row }
        var targets = SymbolMap<Shares>()
        for line in engine.book.rebalance?.lines ?? [] where line.reason != .unmanaged {
            targets[line.symbol] = line.target
        }
        let symbols = (positions.keys + targets.keys.filter { positions[$0] == nil && targets[$0] != 0 }).sorted()
        let equity = account?.asset?.total
        let rows = symbols.map { symbol in
            // A security that a complete list does not name is not held.
            let position =
                positions[symbol]
                ?? known.map { _ in PositionReport(symbol: symbol, volume: 0, sellable: 0) }
            return Self.row(symbol, position, target: targets[symbol], equity: equity, engine)
        }
        self.init(
            isKnown: known != nil, asOf: account.map { "\($0.asOf)" },
            ageMilliseconds: account.map { facts.now.milliseconds(since: $0.asOf) }, rows: rows,
            strategies: engine.book.strategies.ledgers.map { ledger in
                let price: (Symbol) -> Price? = { engine.market[$0]?.mark ?? positions[$0]?.lastPrice }
                return Strategy(
                    name: ledger.name, equity: "\(ledger.equity(price))", cash: "\(ledger.cash)",
                    profit: "\(ledger.profit(price))", fees: "\(ledger.fees)", holdings: ledger.holdings.count)
            })
    }

    private static func row(
        _ symbol: Symbol, _ position: PositionReport?, target: Shares?, equity: Money?, _ engine: Engine
    ) -> Row {
        let last = engine.market[symbol]?.mark ?? position?.lastPrice
        let value = last.flatMap { last in position.map { last * $0.volume } }
        let weight = value.flatMap { value in
            equity.flatMap { $0 > .zero ? Int64(clamping: Int128(value.li) * 1_000_000 / Int128($0.li)) : nil }
        }
        let entry = engine.book.entries[symbol]?.price
        let stop = entry.flatMap { entry in
            engine.policy.risk.stopLoss.map { loss in
                AveragePrice(
                    microyuan: Int64(
                        Int128(entry.microyuan) * Int128(Weight.one.trillionths - loss.trillionths)
                            / Int128(Weight.one.trillionths)))
            }
        }
        return Row(
            symbol: "\(symbol)", volume: position?.volume.count, sellable: position?.sellable.count,
            costPrice: position?.costPrice.map { "\($0)" }, lastPrice: last.map { "\($0)" },
            value: value.map { "\($0)" }, weightPPM: weight, targetShares: target?.count,
            entryPrice: entry.map { "\($0)" }, stopPrice: stop.map { "\($0)" })
    }
}

extension OrdersReport {
    package init(_ filter: OrdersFilter, _ engine: Engine, _ facts: DaemonFacts) {
        let book = engine.book
        var rows = book.orders.map { order in
            Row(
                clientOrderID: "\(order.id)", symbol: "\(order.symbol)", side: order.side.rawValue,
                price: "\(order.intent.submission.price)", volume: order.volume.count, filled: order.filled.count,
                filledPrice: order.fillShares > 0
                    ? "\(AveragePrice(order.fillValue, over: order.fillShares))" : nil,
                state: State(order.state), brokerStatus: order.brokerStatus,
                message: order.message.isEmpty ? nil : order.message.text,
                reason: book.rebalance?.lines.first { $0.symbol == order.symbol }?.overlay.text,
                time: "\(order.intent.decidedAt)")
        }
        for row in engine.account?.orders.known ?? [] {
            guard row.clientOrderID.flatMap({ book.order($0) }) == nil else { continue }
            rows.append(
                Row(
                    clientOrderID: nil, symbol: "\(row.symbol)", side: row.side.rawValue, price: "\(row.price)",
                    volume: row.volume.count, filled: row.filled.count, filledPrice: row.filledPrice.map { "\($0)" },
                    state: row.status.isFinal ? .closed : .working, brokerStatus: row.status.rawValue,
                    message: row.message.isEmpty ? nil : row.message.text, reason: "not ours", time: "\(row.time)"))
        }
        self.init(
            filter: filter, asOf: engine.account.map { "\($0.asOf)" },
            ageMilliseconds: engine.account.map { facts.now.milliseconds(since: $0.asOf) }, rows: rows)
    }
}

extension OrdersReport.State {
    fileprivate init(_ state: OrderLife.State) {
        switch state {
        case .inFlight: self = .inFlight
        case .unknown: self = .unknown
        case .working: self = .working
        case .closed: self = .closed
        }
    }
}

extension OrderLife {
    /// The wire's word for the state; nil while the broker has not said any.
    fileprivate var brokerStatus: String? {
        switch state {
        case .inFlight, .unknown: nil
        case .working(let status): status.rawValue
        case .closed(.filled): OrderStatus.filled.rawValue
        case .closed(.cancelled): (filled > 0 ? OrderStatus.partialCancelled : .cancelled).rawValue
        case .closed(.rejected): OrderStatus.rejected.rawValue
        case .closed(.neverPlaced): Closure.neverPlaced.rawValue
        case .closed(.expired): Closure.expired.rawValue
        case .closed(.resolved): Closure.resolved.rawValue
        }
    }
}
