package import Market

extension SimulatedExchange {
    /// Everything of the account at `time`, which must not be before `now`; call `advance` first. `sequence` is the shell's
    /// count of notifications.
    package func snapshot(at time: Timestamp, sequence: Int64) -> AccountSnapshot {
        let positions = positions(at: time)
        return AccountSnapshot(
            asOf: time, sequence: sequence, tradingDay: day, asset: asset(positions),
            positions: section(positions), orders: section(reports), fills: section(fills))
    }

    /// The account's money at `time`.
    package func asset(at time: Timestamp) -> AssetReport {
        var value = Money.zero
        if let day, let bars = today.bars, time >= day.at(TimeOfDay(15, 0)) {
            for index in account.positions.indices where account.positions[index].volume > 0 {
                let price = bars.closing(of: account.positions[index].symbol) ?? account.positions[index].close
                if let price { value += price * account.positions[index].volume }
            }
        } else {
            for index in account.positions.indices where account.positions[index].volume > 0 {
                let price = lastPrice(of: account.positions[index].symbol, at: time) ?? account.positions[index].close
                if let price { value += price * account.positions[index].volume }
            }
        }
        return AssetReport(
            cash: account.cash, frozenCash: account.frozen, marketValue: value,
            total: account.cash + account.frozen + value)
    }

    /// The last price before the close of the day; nil for what has no bar today.
    private func lastPrice(of symbol: Symbol, at time: Timestamp) -> Price? {
        guard let number = today.number(of: symbol) else {
            return viewed(symbol).flatMap { lastPrice(of: $0, at: time) }
        }
        return lastPrice(of: today.securities[number], at: time)
    }

    /// One row for each security held or traded today, ascending by symbol: what was sold out today is still listed, with
    /// zero shares, as in a real terminal.
    package func positions(at time: Timestamp) -> [PositionReport] {
        let isAfterClose = day.map { time >= $0.at(TimeOfDay(15, 0)) } ?? false
        let positions = account.sortedPositions
        var reports: [PositionReport] = []
        reports.reserveCapacity(positions.count)
        for index in positions.indices {
            // What has no bar today has not been traded today either.
            var sellable = positions[index].prior
            var price: Price?
            if let number = today.number(of: positions[index].symbol) {
                sellable = today.securities[number].sellable(positions[index])
                if !isAfterClose { price = lastPrice(of: today.securities[number], at: time) }
            } else if !isAfterClose {
                price = viewed(positions[index].symbol).flatMap { lastPrice(of: $0, at: time) }
            }
            if isAfterClose { price = today.bars?.closing(of: positions[index].symbol) }
            reports.append(PositionReport(positions[index], sellable: sellable, lastPrice: price))
        }
        return reports
    }

    /// What moved the account's money, to reconcile with.
    package var figures: LedgerFigures { account.figures }
    /// Can buy now.
    package var cash: Money { account.cash }
    /// Held by open buy orders.
    package var frozenCash: Money { account.frozen }
    /// Today's orders, in the order of entry, and today's fills.
    package var orderReports: [OrderReport] { reports }
    package var fillReports: [FillReport] { fills }

    /// All that an order has been charged so far, by kind.
    package func fees(of reference: OrderReference) -> Fees? {
        var ids = ids
        return ids.find(reference, in: reports, firstBrokerID: configuration.brokerOrderIDStart)
            .map { orders[$0].charged }
    }

    /// The same for the order with this client id that probably is today's order at `place`, counted from 0.
    package func fees(of id: ClientOrderID, near place: Int) -> Fees? {
        if reports.indices.contains(place), reports[place].clientOrderID == id { return orders[place].charged }
        return fees(of: .client(id))
    }

    private func asset(_ positions: [PositionReport]) -> AssetReport {
        var value = Money.zero
        for position in positions {
            if let price = position.lastPrice { value += price * position.volume }
        }
        return AssetReport(
            cash: account.cash, frozenCash: account.frozen, marketValue: value,
            total: account.cash + account.frozen + value)
    }

    private func section<Row>(_ rows: [Row]) -> AccountSnapshot.Section<Row> { rows.isEmpty ? .empty : .rows(rows) }
}

extension PositionReport {
    fileprivate init(_ position: Position, sellable: Shares, lastPrice: Price?) {
        self.init(
            symbol: position.symbol, volume: position.volume, sellable: sellable, frozen: position.frozen,
            yesterday: position.prior,
            costPrice: position.volume > 0 ? AveragePrice(position.cost, over: position.volume) : nil,
            lastPrice: lastPrice ?? position.close)
    }
}
