package import Market

extension SimulatedExchange {
    /// Lets the market run up to `time`, inclusive. A time before `now` changes nothing: time never goes back.
    package mutating func advance(to time: Timestamp, into notices: inout [Notice]) {
        guard time > now else { return }
        if let day, !resting.isEmpty || !queued.isEmpty {
            while let event = nextEvent(on: day), event.time <= time {
                now = event.time
                switch event {
                case .slot(let slot, _): run(slot, into: &notices)
                case .opening(let moment):
                    lastOpening = moment
                    release(into: &notices)
                }
            }
        }
        now = time
    }

    package mutating func advance(to time: Timestamp) -> [Notice] {
        var notices: [Notice] = []
        advance(to: time, into: &notices)
        return notices
    }

    private enum Event {
        case slot(Slot, Timestamp)
        /// The exchange opens its doors and the counter hands over what it holds.
        case opening(Timestamp)

        var time: Timestamp {
            switch self {
            case .slot(_, let time), .opening(let time): time
            }
        }
    }

    /// What is due next for resting and queued orders. At one moment the book comes before the newcomers.
    private func nextEvent(on day: Day) -> Event? {
        let opening = nextOpening(on: day)
        guard wake != .never else { return opening.map { .opening($0) } }
        let time = day.at(wake.time)
        if let opening, opening < time { return .opening(opening) }
        return .slot(wake, time)
    }

    private func nextOpening(on day: Day) -> Timestamp? {
        guard let first = queued.first else { return nil }
        // Not by `now`: the slot of the same moment has been run already.
        let since = max(lastOpening, reports[first].time)
        return [TimeOfDay(9, 15), TimeOfDay(9, 30), TimeOfDay(13, 0)].lazy.map { day.at($0) }.first { $0 > since }
    }

    /// Serves all resting orders that this slot can reach.
    private mutating func run(_ slot: Slot, into notices: inout [Notice]) {
        var kept = 0
        wake = .never
        for position in resting.indices {
            let index = resting[position]
            if orders[index].wake <= slot { serve(index, in: slot, into: &notices) }
            if reports[index].isFinal { continue }
            wake = min(wake, orders[index].wake)
            resting[kept] = index
            kept += 1
        }
        resting.removeLast(resting.count - kept)
    }

    private mutating func serve(_ index: Int, in slot: Slot, into notices: inout [Notice]) {
        let security = today.securities[orders[index].security]
        let side = reports[index].side
        let next = security.slot(after: slot)
        if security.isHalted(in: slot) {
            orders[index].wake = next
            return
        }
        if orders[index].isParked {
            orders[index].isParked = security.isParked(reports[index].price, side, at: slot)
            if orders[index].isParked {
                orders[index].wake = next
                return
            }
        }
        let reach = orders[index].reach
        let price = security.path.price(at: slot)
        if side == .buy ? price <= reach : price >= reach {
            var (order, report) = (orders[index], reports[index])
            trade(&order, &report, security, at: price, in: slot, isTold: true, into: &notices)
            (orders[index], reports[index]) = (order, report)
        }
        if !reports[index].isFinal {
            orders[index].wake = security.firstSlot(from: next, side: side, reaching: reach)
        }
    }

    /// Fills what the slot's volume allows. Without `isTold` the caller tells.
    mutating func trade(
        _ order: inout BrokerOrder, _ report: inout OrderReport, _ security: Security, at market: Price, in slot: Slot,
        isTold: Bool, into notices: inout [Notice]
    ) {
        let number = order.security
        let price = configuration.slippage.map { slipped(market, by: $0, report, tick: security.tick) } ?? market
        var shares = report.unfilled
        if let participation = configuration.participationPPM {
            shares = today.activities[number].take(shares, of: security, in: slot, participationPPM: participation)
        }
        guard shares > 0 else { return }
        if !settle(&order, &report, security, shares, at: price, isTold: isTold, into: &notices) {
            today.activities[number].putBack(shares)
        }
    }

    /// Moves the shares and the money of one fill. False, and nothing is moved, where the account cannot pay for a sale
    /// that does not cover its own fees.
    @inline(__always) @discardableResult
    mutating func settle(
        _ order: inout BrokerOrder, _ report: inout OrderReport, _ security: Security, _ shares: Shares,
        at price: Price, isTold: Bool, into notices: inout [Notice]
    ) -> Bool {
        let number = order.security
        let value = price * shares
        let due = fees(of: security, report.side, turnover: order.turnover + value, shares: report.filled + shares)
        let charge = due.total - order.charged.total
        let position = position(of: number)
        switch report.side {
        case .buy:
            // What was frozen for these shares pays for them; the difference to the limit comes back.
            account.frozen -= report.price * shares + charge
            account.cash += (report.price - price) * shares
            order.frozen -= report.price * shares + charge
            account.positions[position].buy(shares, for: value)
            account.figures.bought += value
            today.activities[number].buy(shares)
        case .sell:
            // Proceeds that do not cover their own fees wait until the account can: cash is never negative.
            guard account.cash + value >= charge else { return false }
            account.cash += value - charge
            account.positions[position].sell(shares)
            account.figures.sold += value
        }
        account.figures.fees.add(due, since: order.charged)
        order.charged = due
        order.turnover += value
        report.filled += shares
        report.filledPrice = AveragePrice(order.turnover, over: report.filled)
        report.become(report.unfilled > 0 ? .partial : .filled)
        if report.isFinal { unreserve(&order, report) }
        let fill = FillReport(
            tradeID: tradeIDs.text(at: fills.count), clientOrderID: report.clientOrderID,
            brokerOrderID: report.brokerOrderID, symbol: report.symbol, side: report.side, price: price,
            volume: shares, amount: value, commission: charge, time: now)
        fills.append(fill)
        if isTold {
            notices.append(.fill(fill))
            notices.append(.order(report))
        }
        return true
    }

    /// The market's price, made worse by the slippage up to the order's own limit.
    func slipped(
        _ market: Price, by slippage: Configuration.Slippage, _ report: OrderReport, tick: Price
    ) -> Price {
        let away =
            switch slippage {
            case .share(let share): share.roundedHalfUp(of: market, toTick: tick)
            case .ticks(let count): Price(li: tick.li * Int64(count))
            }
        return report.side == .buy
            ? max(market, min(market + away, report.price)) : min(market, max(market - away, report.price))
    }

    /// The counter hands over what it holds to an exchange that takes orders now. What is outside the cage by then is
    /// rejected after all.
    private mutating func release(into notices: inout [Notice]) {
        let held = queued
        queued.removeAll(keepingCapacity: true)
        let time = now.timeOfDay
        for index in held {
            let security = today.securities[orders[index].security]
            let moment = today.moment(ofClass: security.classIndex, at: time)
            guard security.kind.acceptsOrders(on: security.day, in: moment.phase) else {
                queued.append(index)
                continue
            }
            var (order, report) = (orders[index], reports[index])
            do throws(Rejection) {
                try security.checkCage(report.price, report.side, at: time, in: moment.phase)
                accept(&order, &report, at: index, security, in: moment, isTold: true, into: &notices)
            } catch {
                report.become(.rejected)
                report.message = Word(error.description)
                unreserve(&order, report)
                notices.append(.order(report))
            }
            (orders[index], reports[index]) = (order, report)
            if !report.isFinal { rest(index, after: moment.begun) }
        }
    }
}
