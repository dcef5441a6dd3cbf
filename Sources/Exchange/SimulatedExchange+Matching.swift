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
        let since = max(lastOpening, orders[first].report.time)
        return [TimeOfDay(9, 15), TimeOfDay(9, 30), TimeOfDay(13, 0)].lazy.map { day.at($0) }.first { $0 > since }
    }

    /// Serves all resting orders that this slot can reach.
    private mutating func run(_ slot: Slot, into notices: inout [Notice]) {
        var kept = 0
        wake = .never
        for position in resting.indices {
            let index = resting[position]
            if orders[index].wake <= slot { serve(index, in: slot, into: &notices) }
            if orders[index].isFinal { continue }
            wake = min(wake, orders[index].wake)
            resting[kept] = index
            kept += 1
        }
        resting.removeLast(resting.count - kept)
    }

    private mutating func serve(_ index: Int, in slot: Slot, into notices: inout [Notice]) {
        let security = orders[index].security
        let side = orders[index].side
        let next = securities[security].slot(after: slot)
        if securities[security].isHalted(in: slot) {
            orders[index].wake = next
            return
        }
        if orders[index].isParked {
            orders[index].isParked = securities[security].isParked(orders[index].price, side, at: slot)
            if orders[index].isParked {
                orders[index].wake = next
                return
            }
        }
        let reach = orders[index].reach
        let price = securities[security].path.price(at: slot)
        if side == .buy ? price <= reach : price >= reach { trade(index, at: price, in: slot, into: &notices) }
        if !orders[index].isFinal {
            orders[index].wake = securities[security].firstSlot(from: next, side: side, reaching: reach)
        }
    }

    /// Fills what the slot's volume allows.
    mutating func trade(_ index: Int, at price: Price, in slot: Slot, into notices: inout [Notice]) {
        let security = orders[index].security
        let side = orders[index].side
        let shares = securities[security].take(
            orders[index].remaining, in: slot, participationPPM: configuration.participationPPM)
        guard shares > 0 else { return }
        let value = price * shares
        let due = securities[security].fees(
            configuration.fees, side, turnover: orders[index].turnover + value,
            shares: orders[index].report.filled + shares)
        let charge = due.total - orders[index].charged.total
        let position = position(of: security)
        switch side {
        case .buy:
            // What was frozen for these shares pays for them; the difference to the limit comes back.
            let limit = orders[index].price
            account.frozen -= limit * shares + charge
            account.cash += (limit - price) * shares
            orders[index].frozen -= limit * shares + charge
            account.positions[position].buy(shares, for: value)
            account.figures.bought += value
            securities[security].bought += shares
            securities[security].openBuys -= shares
        case .sell:
            // Proceeds that do not cover their own fees wait until the account can: cash is never negative.
            guard account.cash + value >= charge else {
                securities[security].putBack(shares)
                return
            }
            account.cash += value - charge
            account.positions[position].sell(shares)
            account.figures.sold += value
        }
        account.figures.fees.add(due, since: orders[index].charged)
        orders[index].charged = due
        orders[index].turnover += value
        orders[index].report.filled += shares
        orders[index].report.filledPrice = AveragePrice(orders[index].turnover, over: orders[index].report.filled)
        orders[index].become(orders[index].remaining > 0 ? .partial : .filled)
        if orders[index].isFinal { unreserve(index) }
        fills.append(
            FillReport(
                tradeID: tradeIDs.text(at: fills.count), clientOrderID: orders[index].report.clientOrderID,
                brokerOrderID: orders[index].report.brokerOrderID, symbol: orders[index].report.symbol, side: side,
                price: price, volume: shares, amount: value, commission: charge, time: now))
        notices.append(.fill(fills[fills.count - 1]))
        notices.append(.order(orders[index].report))
    }

    /// The counter hands over what it holds to an exchange that takes orders now. What is outside the cage by then is
    /// rejected after all.
    private mutating func release(into notices: inout [Notice]) {
        let held = queued
        queued.removeAll(keepingCapacity: true)
        let time = now.timeOfDay
        for index in held {
            let security = securities[orders[index].security]
            guard security.kind.acceptsOrders(on: security.day, in: security.phase(at: time)) else {
                queued.append(index)
                continue
            }
            do throws(Rejection) {
                try security.checkCage(orders[index].price, orders[index].side, at: time)
                accept(index, into: &notices)
            } catch {
                orders[index].become(.rejected)
                orders[index].report.message = error.description
                unreserve(index)
                notices.append(.order(orders[index].report))
            }
        }
    }
}
