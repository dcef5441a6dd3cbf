package import Market

extension SimulatedExchange {
    /// Gives an order to the counter. `validUntil` is the shim's to enforce, and so is never placing one id twice: like a real
    /// counter this one does not know our ids and would make two orders.
    package mutating func submit(
        _ request: Submission, at time: Timestamp, into notices: inout [Notice]
    ) -> Placement {
        place(
            request.clientOrderID, request.symbol, request.side, request.volume, at: request.price, time: time,
            into: &notices)
    }

    package mutating func submit(_ request: Submission, at time: Timestamp) -> (Placement, [Notice]) {
        var notices: [Notice] = []
        let placement = submit(request, at: time, into: &notices)
        return (placement, notices)
    }

    /// An order that somebody places at the terminal: it has no client id.
    package mutating func submitForeign(
        _ symbol: Symbol, _ side: Side, _ volume: Shares, at price: Price, time: Timestamp
    ) -> (Placement, [Notice]) {
        var notices: [Notice] = []
        let placement = place(nil, symbol, side, volume, at: price, time: time, into: &notices)
        return (placement, notices)
    }

    private mutating func place(
        _ id: ClientOrderID?, _ symbol: Symbol, _ side: Side, _ volume: Shares, at price: Price, time: Timestamp,
        into notices: inout [Notice]
    ) -> Placement {
        advance(to: time, into: &notices)
        let index = orders.count
        orders.append(
            BrokerOrder(
                OrderReport(
                    clientOrderID: id, brokerOrderID: brokerIDs.text(at: index), symbol: symbol, side: side,
                    price: price,
                    volume: volume, status: .pending, time: now)))
        do throws(Rejection) {
            let admission = try admit(symbol, side, volume, at: price)
            orders[index].security = admission.security
            orders[index].frozen = admission.freeze
            reserve(index)
            if admission.isQueued {
                queued.append(index)
                notices.append(.order(orders[index].report))
            } else {
                accept(index, into: &notices)
            }
            return .placed(orders[index].report)
        } catch {
            orders[index].become(.rejected)
            orders[index].report.message = error.description
            notices.append(.order(orders[index].report))
            return .rejected(orders[index].report, error)
        }
    }

    /// Takes the cash or the shares of an order out of reach of others.
    private mutating func reserve(_ index: Int) {
        let security = orders[index].security
        let volume = orders[index].report.volume
        securities[security].openOrders += 1
        switch orders[index].side {
        case .buy:
            account.freeze(orders[index].frozen)
            securities[security].openBuys += volume
        case .sell:
            account.positions[position(of: security)].frozen += volume
        }
    }

    /// Gives back what an order that ends still holds.
    mutating func unreserve(_ index: Int) {
        let security = orders[index].security
        let remaining = orders[index].remaining
        securities[security].openOrders -= 1
        switch orders[index].side {
        case .buy:
            account.release(orders[index].frozen)
            orders[index].frozen = .zero
            securities[security].openBuys -= remaining
        case .sell:
            account.positions[position(of: security)].frozen -= remaining
        }
    }

    /// The order reaches the exchange: in continuous trading it meets the book, what is left of it rests.
    mutating func accept(_ index: Int, into notices: inout [Notice]) {
        let side = orders[index].side
        let price = orders[index].price
        let security = orders[index].security
        orders[index].become(.live)
        orders[index].report.exchangeOrderID = exchangeIDs.text(at: index)
        orders[index].reach = securities[security].reach(of: side, limit: price)
        notices.append(.order(orders[index].report))
        let time = now.timeOfDay
        let slot = securities[security].latestSlot(at: time)
        if let slot, securities[security].phase(at: time) == .continuous {
            orders[index].isParked = securities[security].isParked(price, side, at: slot)
            if !orders[index].isParked { meetBook(index, in: slot, into: &notices) }
        }
        if !orders[index].isFinal { rest(index, after: slot) }
    }

    private mutating func meetBook(_ index: Int, in slot: Slot, into notices: inout [Notice]) {
        let side = orders[index].side
        let limit = orders[index].price
        let security = orders[index].security
        let book = securities[security].book(at: slot)
        guard let touch = side == .buy ? book.ask : book.bid, let last = book.last else { return }
        let price = configuration.takerPrice == .touch ? touch : last
        guard side == .buy ? limit >= price : limit <= price else { return }
        trade(index, at: price, in: slot, into: &notices)
    }

    /// Puts an order into the exchange's book behind those of the same security and side that have the same price or a
    /// better one.
    private mutating func rest(_ index: Int, after slot: Slot?) {
        let security = orders[index].security
        let side = orders[index].side
        let price = orders[index].price
        let next = securities[security].slot(after: slot)
        orders[index].wake =
            orders[index].isParked
            ? next : securities[security].firstSlot(from: next, side: side, reaching: orders[index].reach)
        wake = min(wake, orders[index].wake)
        guard securities[security].openOrders > 1 else {
            resting.append(index)
            return
        }
        var place = 0
        while place < resting.count {
            let other = resting[place]
            let isWorse = side == .buy ? orders[other].price < price : orders[other].price > price
            if isWorse, orders[other].security == security, orders[other].side == side { break }
            place += 1
        }
        resting.insert(index, at: place)
    }
}
