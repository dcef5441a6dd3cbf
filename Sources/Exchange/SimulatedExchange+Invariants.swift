import Market

extension SimulatedExchange {
    /// What must always hold and does not, in words; empty where all is well. Tests ask after every step.
    package func brokenInvariants() -> [String] {
        var broken: [String] = []
        func check(_ holds: Bool, _ words: @autoclosure () -> String) {
            if !holds { broken.append(words()) }
        }
        let receivable = account.receivables.reduce(Money.zero) { $0 + $1.cash }
        check(account.cash >= .zero, "cash is \(account.cash)")
        check(account.frozen >= .zero, "frozen cash is \(account.frozen)")
        check(
            account.cash + account.frozen + receivable == account.figures.balance,
            "cash \(account.cash) and frozen \(account.frozen) are not the ledger's \(account.figures.balance)")
        let held = orders.reduce(into: Money.zero) { $0 += $1.frozen }
        check(account.frozen == held, "frozen cash is \(account.frozen), the orders hold \(held)")
        for position in account.positions {
            let symbol = position.symbol
            check(
                position.volume == position.prior + position.bought - position.sold && position.volume >= 0,
                "\(symbol): \(position.volume) held of \(position.prior) + \(position.bought) - \(position.sold)")
            let selling = reports.reduce(into: Shares.zero) { sum, report in
                if report.symbol == symbol, report.side == .sell, !report.isFinal { sum += report.unfilled }
            }
            check(position.frozen == selling, "\(symbol): \(position.frozen) frozen, \(selling) under sell orders")
            check(
                position.frozen <= position.volume, "\(symbol): \(position.frozen) frozen of \(position.volume) held")
            let traded = fills.reduce(into: Shares.zero) { sum, fill in
                if fill.symbol == symbol { sum += fill.side == .buy ? fill.volume : -fill.volume }
            }
            check(
                traded == position.bought - position.sold,
                "\(symbol): fills of \(traded) moved the position by \(position.bought - position.sold)")
        }
        for report in positions(at: now) {
            check(report.sellable >= 0, "\(report.symbol): \(report.sellable) sellable")
        }
        for index in orders.indices { broken += brokenInvariants(of: index) }
        check(Set(resting).count == resting.count, "an order rests twice")
        check(resting.allSatisfy { wake <= orders[$0].wake }, "an order is to be served before \(wake.index)")
        return broken
    }

    private func brokenInvariants(of index: Int) -> [String] {
        let order = orders[index]
        let report = reports[index]
        var broken: [String] = []
        func check(_ holds: Bool, _ words: @autoclosure () -> String) {
            if !holds { broken.append("order \(report.brokerOrderID ?? "?"): " + words()) }
        }
        let isWithin = report.filled >= 0 && report.filled <= max(report.volume, .zero)
        check(isWithin, "\(report.filled) filled of \(report.volume)")
        let fits =
            switch report.status {
            case .pending, .live, .rejected, .cancelled: report.filled == 0
            case .partial, .partialCancelled: report.filled > 0 && report.unfilled > 0
            case .filled: report.unfilled == 0
            case .cancelling, .partialCancelling, .unknown: false
            }
        check(fits, "\(report.status.rawValue) with \(report.filled) filled of \(report.volume)")
        check(order.frozen >= .zero, "holds \(order.frozen)")
        check(order.frozen == .zero || report.side == .buy && !report.isFinal, "still holds \(order.frozen)")
        if !report.isFinal {
            let place = report.status == .pending ? queued : resting
            check(place.contains(index), "\(report.status.rawValue) and nowhere")
        }
        let own = fills.filter { $0.brokerOrderID == report.brokerOrderID }
        let filled = own.reduce(into: Shares.zero) { $0 += $1.volume }
        let turnover = own.reduce(into: Money.zero) { $0 += $1.amount }
        let charged = own.reduce(into: Money.zero) { $0 += $1.commission ?? .zero }
        check(filled == report.filled && turnover == order.turnover, "its fills are \(filled) for \(turnover)")
        check(charged == order.charged.total, "its fills were charged \(charged), it was \(order.charged.total)")
        if order.security >= 0 {
            let security = today.securities[order.security]
            let whole = configuration.fees.fees(
                for: security.kind, on: security.day, side: report.side, turnover: order.turnover,
                shares: report.filled, parValue: security.parValue)
            check(order.charged == whole, "charged \(order.charged.total), the whole costs \(whole.total)")
        }
        return broken
    }
}
