package import Market

/// An order that has passed every check. Only the gate makes one, so the compiler keeps unchecked orders off the wire.
package struct ApprovedOrder: Hashable, Sendable {
    package let submission: Submission
    /// Cash that it takes at most: value at its limit and fees; zero for a sell.
    let cost: Money

    fileprivate init(_ submission: Submission, cost: Money) {
        self.submission = submission
        self.cost = cost
    }
}

/// The last word on the final order. A check that cannot be evaluated denies.
package struct OrderGate {
    package struct Denial: Error, Hashable, Sendable {
        package var reason: Reason
        package var detail: String
    }

    /// What the book says of an order that is to be approved.
    package struct Standing: Hashable, Sendable {
        package var trading: TradingState
        /// The trading day in progress.
        package var day: Day?
        /// An order has had its id, or may have.
        package var isIDUsed: Bool
        /// An open order on the other side of the same security.
        package var opposite: ClientOrderID?

        package init(trading: TradingState, day: Day?, isIDUsed: Bool, opposite: ClientOrderID?) {
            self.trading = trading
            self.day = day
            self.isIDUsed = isIDUsed
            self.opposite = opposite
        }
    }

    package let execution: Policy.Execution

    package init(execution: Policy.Execution) { self.execution = execution }

    /// `security`, `sellable` and `rates` are those of the order's own security today; `cash` is what buys may still spend,
    /// fees included.
    package func approve(
        _ submission: Submission, _ standing: Standing, security: Security, sellable: Shares, cash: Money,
        rates: FeeRates,
        phase: SessionPhase, at now: Timestamp
    ) throws(Denial) -> ApprovedOrder {
        guard standing.trading.allows(submission.side) else {
            throw standing.trading.reduction == nil
                ? Denial(reason: .halted, detail: "trading is halted or was never armed")
                : Denial(reason: .reducing, detail: "only sells may leave")
        }
        guard let day = standing.day, now.day == day else {
            throw Denial(reason: .denied, detail: "\(now.day) is not the trading day in progress")
        }
        let time = now.timeOfDay
        guard Schedule.allows(execution, at: time, in: phase) else {
            throw Denial(reason: .windowClosed, detail: "outside the execution window or continuous trading")
        }
        guard submission.validUntil > now else { throw Denial(reason: .denied, detail: "its deadline has passed") }
        guard !standing.isIDUsed else {
            throw Denial(reason: .denied, detail: "its id has been used")
        }
        guard let kind = security.kind, security.symbol == submission.symbol else {
            throw Denial(reason: .unknownInstrument, detail: "the security is not known")
        }
        try checkMarket(submission, security, kind, phase, on: day, at: now)
        let cost = try checkQuantity(
            submission, kind, sellable: sellable, cash: cash, rates, on: day)
        // Never a buy and a sell of one security at once (invariant 15).
        if let opposite = standing.opposite {
            throw Denial(reason: .denied, detail: "order \(opposite) works on the other side")
        }
        return ApprovedOrder(submission, cost: cost)
    }

    private func checkMarket(
        _ submission: Submission, _ security: Security, _ kind: InstrumentClass, _ phase: SessionPhase, on day: Day,
        at now: Timestamp
    ) throws(Denial) {
        guard let isSuspended = security.isSuspended else {
            throw Denial(reason: .suspensionUnknown, detail: "it is not known whether it trades")
        }
        if isSuspended { throw Denial(reason: .suspended, detail: "the exchange has suspended it") }
        guard let limits = security.limits else {
            throw Denial(reason: .limitsUnknown, detail: "its price limits are not known")
        }
        // Before the opening call nothing has traded, and yesterday's close is the price.
        let known = phase == .openCall ? security.mark : security.last
        guard let quotedAt = security.quotedAt, let last = known,
            now.milliseconds(since: quotedAt) <= execution.quoteAgeMaximumSeconds * 1000
        else { throw Denial(reason: .noPrice, detail: "there is no fresh quote") }
        if !execution.idealizesVenue, !limits.contains(last) {
            throw Denial(reason: .noPrice, detail: "the quoted price \(last) is outside the day's limits")
        }
        let price = submission.price
        guard price.li > 0, price.isMultiple(of: kind.tick(on: day)) else {
            throw Denial(reason: .denied, detail: "price \(price) is not on the tick")
        }
        guard limits.contains(price) else {
            throw Denial(reason: .denied, detail: "price \(price) is outside the day's limits")
        }
        let book = TopOfBook(bid: security.bid, ask: security.ask, last: last, previousClose: security.previousClose)
        if !execution.idealizesVenue,
            let bound = kind.cageBound(on: day, phase: phase, side: submission.side, book: book)
        {
            let isInside = submission.side == .buy ? price <= bound : price >= bound
            if !isInside { throw Denial(reason: .denied, detail: "price \(price) is outside the cage (\(bound))") }
        }
    }

    private func checkQuantity(
        _ submission: Submission, _ kind: InstrumentClass, sellable: Shares, cash: Money, _ rates: FeeRates, on day: Day
    ) throws(Denial) -> Money {
        let lots = execution.lots(of: kind, on: day)
        switch submission.side {
        case .buy:
            guard lots.isBuyable(submission.volume) else {
                throw Denial(reason: .denied, detail: "\(submission.volume) is not a lawful quantity to buy")
            }
            let value = submission.price * submission.volume
            let cost = value + rates.fees(.buy, turnover: value, shares: submission.volume).total
            guard cost <= cash else {
                throw Denial(reason: .cash, detail: "it costs \(cost), there is \(cash)")
            }
            return cost
        case .sell:
            guard submission.volume <= sellable, lots.isSellable(submission.volume, position: sellable) else {
                throw Denial(
                    reason: .notSellable,
                    detail: "\(submission.volume) of \(sellable) sellable is not a lawful quantity")
            }
            return .zero
        }
    }
}

extension Book {
    /// For the gate.
    @inline(__always)
    func standing(of submission: Submission) -> OrderGate.Standing {
        let others = submission.side == .buy ? tally.openSells : tally.openBuys
        return OrderGate.Standing(
            trading: trading, day: day, isIDUsed: hasUsed(submission.clientOrderID),
            opposite: others == 0 ? nil : Book.opposite(of: submission, in: orders, on: day))
    }

    // Of the orders only: as a method of the book it would copy the whole book first.
    private static func opposite(
        of submission: Submission, in orders: [OrderLife], on day: Day?
    ) -> ClientOrderID? {
        orders.first {
            $0.isOpen && $0.symbol == submission.symbol && $0.side != submission.side && $0.intent.day == day
        }?.id
    }
}
