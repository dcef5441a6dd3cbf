package import Market

extension SimulatedExchange {
    /// Gives an order to the counter. `validUntil` is the shim's to enforce, and so is never placing one id twice: like a real
    /// counter this one does not know our ids and would make two orders.
    package mutating func submit(
        _ request: Submission, at time: Timestamp, into notices: inout [Notice]
    ) -> Placement {
        advance(to: time, into: &notices)
        let rejection = place(
            request.clientOrderID, request.symbol, request.side, request.volume, at: request.price, isTold: true,
            into: &notices)
        return placement(after: rejection)
    }

    package mutating func submit(_ request: Submission, at time: Timestamp) -> (Placement, [Notice]) {
        var notices: [Notice] = []
        let placement = submit(request, at: time, into: &notices)
        return (placement, notices)
    }

    /// The same as one conversation: the answer, with the order as it is after it met the market, and then its fills. What the
    /// answer says is not said again.
    package mutating func answer(_ request: Submission, at time: Timestamp, into notices: inout [Notice]) {
        advance(to: time, into: &notices)
        let filled = fills.count
        let rejection = place(
            request.clientOrderID, request.symbol, request.side, request.volume, at: request.price, isTold: false,
            into: &notices)
        let last = reports.count - 1
        if let rejection {
            notices.append(
                .answer(request.clientOrderID, .rejected(reports[last], reason: Word(rejection.description))))
        } else {
            notices.append(.answer(request.clientOrderID, .placed(reports[last])))
        }
        for index in filled..<fills.count { notices.append(.fill(fills[index])) }
    }

    /// An order that somebody places at the terminal: it has no client id.
    package mutating func submitForeign(
        _ symbol: Symbol, _ side: Side, _ volume: Shares, at price: Price, time: Timestamp
    ) -> (Placement, [Notice]) {
        var notices: [Notice] = []
        advance(to: time, into: &notices)
        let rejection = place(nil, symbol, side, volume, at: price, isTold: true, into: &notices)
        return (placement(after: rejection), notices)
    }

    private func placement(after rejection: Rejection?) -> Placement {
        let report = reports[reports.count - 1]
        return rejection.map { .rejected(report, $0) } ?? .placed(report)
    }

    /// At `now`. Without `isTold` nothing goes into the notices: the caller tells what became of it.
    private mutating func place(
        _ id: ClientOrderID?, _ symbol: Symbol, _ side: Side, _ volume: Shares, at price: Price, isTold: Bool,
        into notices: inout [Notice]
    ) -> Rejection? {
        let index = orders.count
        var order = BrokerOrder()
        var report = OrderReport(
            clientOrderID: id, brokerOrderID: brokerIDs.text(at: index), symbol: symbol, side: side, price: price,
            volume: volume, status: .pending, time: now)
        do throws(Rejection) {
            let number = try listed(symbol)
            let security = today.securities[number]
            let moment = today.moment(ofClass: security.classIndex, at: now.timeOfDay)
            let admission = try admit(side, volume, at: price, security, number, in: moment.phase)
            order.security = number
            order.frozen = admission.freeze
            reserve(order, report)
            if admission.isQueued {
                queued.append(index)
                if isTold { notices.append(.order(report)) }
                keep(order, report)
            } else {
                accept(&order, &report, at: index, security, in: moment, isTold: isTold, into: &notices)
                keep(order, report)
                if !report.isFinal { rest(index, after: moment.begun) }
            }
            return nil
        } catch {
            report.become(.rejected)
            report.message = Word(error.description)
            if isTold { notices.append(.order(report)) }
            keep(order, report)
            return error
        }
    }

    mutating func keep(_ order: BrokerOrder, _ report: OrderReport) {
        orders.append(order)
        reports.append(report)
    }

    /// Takes the cash or the shares of an order out of reach of others.
    mutating func reserve(_ order: BrokerOrder, _ report: OrderReport) {
        today.activities[order.security].open(report.side, report.volume)
        switch report.side {
        case .buy:
            account.freeze(order.frozen)
        case .sell:
            account.positions[position(of: order.security)].frozen += report.volume
        }
    }

    /// Gives back what an order that ends still holds.
    mutating func unreserve(_ order: inout BrokerOrder, _ report: OrderReport) {
        let remaining = report.unfilled
        today.activities[order.security].close(report.side, remaining)
        switch report.side {
        case .buy:
            account.release(order.frozen)
            order.frozen = .zero
        case .sell:
            // What has filled is frozen no more.
            if remaining > 0 { account.positions[position(of: order.security)].frozen -= remaining }
        }
    }

    /// The order reaches the exchange: in continuous trading it meets the book. What is left of it is the caller's to rest.
    mutating func accept(
        _ order: inout BrokerOrder, _ report: inout OrderReport, at index: Int, _ security: Security,
        in moment: ClassRules.Moment, isTold: Bool, into notices: inout [Notice]
    ) {
        report.become(.live)
        report.exchangeOrderID = exchangeIDs.text(at: index)
        order.reach = security.reach(of: report.side, limit: report.price)
        if isTold { notices.append(.order(report)) }
        guard case .continuous = moment.phase, let slot = moment.begun else { return }
        order.isParked = security.isParked(report.price, report.side, at: slot)
        if order.isParked { return }
        let last = security.path.price(at: slot)
        guard let touch = report.side == .buy ? security.ask(at: last) : security.bid(at: last) else { return }
        let price = configuration.takerPrice == .touch ? touch : last
        guard report.side == .buy ? report.price >= price : report.price <= price else { return }
        trade(&order, &report, security, at: price, in: slot, isTold: isTold, into: &notices)
    }

    /// Puts an order into the exchange's book behind those of the same security and side that have the same price or a
    /// better one.
    mutating func rest(_ index: Int, after slot: Slot?) {
        let security = orders[index].security
        let side = reports[index].side
        let price = reports[index].price
        let next = today.securities[security].slot(after: slot)
        orders[index].wake =
            orders[index].isParked
            ? next : today.securities[security].firstSlot(from: next, side: side, reaching: orders[index].reach)
        wake = min(wake, orders[index].wake)
        guard today.activities[security].openOrders > 1 else {
            resting.append(index)
            return
        }
        var place = 0
        while place < resting.count {
            let other = resting[place]
            let isWorse = side == .buy ? reports[other].price < price : reports[other].price > price
            if isWorse, orders[other].security == security, reports[other].side == side { break }
            place += 1
        }
        resting.insert(index, at: place)
    }
}
