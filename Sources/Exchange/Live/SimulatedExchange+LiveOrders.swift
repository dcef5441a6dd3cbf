package import Market

extension SimulatedExchange {
    /// Gives an order to the counter of an observed market. What the book offers within its limit fills at once, at the
    /// prices of the levels; the rest waits for later observations.
    package mutating func submitLive(
        _ request: Submission, at time: Timestamp, into notices: inout [Notice]
    ) -> Placement {
        now = max(now, time)
        let index = orders.count
        var order = BrokerOrder()
        var report = OrderReport(
            clientOrderID: request.clientOrderID, brokerOrderID: brokerIDs.text(at: index), symbol: request.symbol,
            side: request.side, price: request.price, volume: request.volume, status: .pending, time: now)
        do throws(Rejection) {
            let number = try listed(request.symbol)
            let security = today.securities[number]
            let phase = security.phase(at: now.timeOfDay)
            let admission = try admit(request.side, request.volume, at: request.price, security, number, in: phase)
            try security.checkCage(
                request.price, request.side, in: phase, observed: live?.entries[request.symbol]?.quote)
            order.security = number
            order.frozen = admission.freeze
            reserve(order, report)
            report.become(.live)
            report.exchangeOrderID = exchangeIDs.text(at: index)
            keep(order, report)
            notices.append(.order(report))
            meetBook(index, into: &notices)
            if !reports[index].isFinal { queueUp(index) }
            return .placed(reports[index])
        } catch {
            report.become(.rejected)
            report.message = Word(error.description)
            keep(order, report)
            notices.append(.order(report))
            return .rejected(report, error)
        }
    }

    /// Behind those of the same security and side that have the same price or a better one. No slot of a made market wakes
    /// it: only what is observed does.
    private mutating func queueUp(_ index: Int) {
        let report = reports[index]
        let place = resting.firstIndex { other in
            let known = reports[other]
            return known.symbol == report.symbol && known.side == report.side
                && (report.side == .buy ? known.price < report.price : known.price > report.price)
        }
        resting.insert(index, at: place ?? resting.count)
    }

    /// Fills what the observed book offers within the order's limit, best level first, while the market trades continuously.
    mutating func meetBook(_ index: Int, into notices: inout [Notice]) {
        let number = orders[index].security
        let security = today.securities[number]
        let symbol = security.bar.symbol
        guard let market = live, security.tradability == .trading,
            security.phase(at: now.timeOfDay) == .continuous, let quote = market.book(of: symbol, at: now)
        else { return }
        var (order, report) = (orders[index], reports[index])
        for level in report.side == .buy ? quote.asks : quote.bids {
            guard level.price.li > 0, !report.isFinal,
                report.side == .buy ? level.price <= report.price : level.price >= report.price
            else { break }
            let available = market.available(level, report.side, of: symbol)
            let shares = report.unfilled <= available ? report.unfilled : available.roundedDown(to: security.lots.step)
            guard shares > 0 else { continue }
            let price = configuration.slippage.map { slipped(level.price, by: $0, report, tick: security.tick) }
            let before = report.filled
            settle(
                &order, &report, security, shares, at: price ?? level.price, isTold: true, into: &notices)
            live?.took(report.filled - before, report.side, at: level.price, of: symbol)
        }
        (orders[index], reports[index]) = (order, report)
    }
}
