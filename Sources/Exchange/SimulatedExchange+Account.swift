package import Market

extension SimulatedExchange {
    /// Everything of the account at `time`, which must not be before `now`; call `advance` first. `sequence` is the shell's
    /// count of notifications.
    package func snapshot(at time: Timestamp, sequence: Int64) -> AccountSnapshot {
        let positions = positions(at: time)
        return AccountSnapshot(
            asOf: time, sequence: sequence, tradingDay: day, asset: asset(positions),
            positions: section(positions), orders: section(orders.map(\.report)), fills: section(fills))
    }

    /// The account's money at `time`.
    package func asset(at time: Timestamp) -> AssetReport { asset(positions(at: time)) }

    /// One row for each security held or traded today, ascending by symbol: what was sold out today is still listed, with
    /// zero shares, as in a real terminal.
    package func positions(at time: Timestamp) -> [PositionReport] {
        var reports: [PositionReport] = []
        reports.reserveCapacity(account.positions.count)
        for position in account.positions.sorted(by: { $0.symbol < $1.symbol }) {
            let security = viewed(position.symbol)
            reports.append(
                PositionReport(
                    symbol: position.symbol, volume: position.volume,
                    // What has no bar today has not been traded today either.
                    sellable: security?.sellable(position) ?? position.prior, frozen: position.frozen,
                    yesterday: position.prior,
                    costPrice: position.volume > 0 ? AveragePrice(position.cost, over: position.volume) : nil,
                    lastPrice: security.flatMap { lastPrice(of: $0, at: time) } ?? position.close))
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
    package var orderReports: [OrderReport] { orders.map(\.report) }
    package var fillReports: [FillReport] { fills }

    /// All that an order has been charged so far, by kind.
    package func fees(of reference: OrderReference) -> Fees? {
        var ids = ids
        return ids.find(reference, in: orders, firstBrokerID: configuration.brokerOrderIDStart)
            .map { orders[$0].charged }
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
