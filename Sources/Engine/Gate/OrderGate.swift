package import Market

/// An order that has passed every check. Only the gate makes one, so the compiler keeps unchecked orders off the wire.
package struct ApprovedOrder: Hashable, Sendable {
    package let submission: Submission

    fileprivate init(_ submission: Submission) {
        self.submission = submission
    }
}

/// The last word on the final order. A check that cannot be evaluated denies.
package struct OrderGate {
    package struct Denial: Error, Hashable, Sendable {
        package var reason: Reason
        package var detail: String
    }

    package var book: Book
    package var security: Security?
    package var sellable: Shares
    /// What buys may still spend, fees included.
    package var cash: Money
    package var policy: Policy
    package var phase: SessionPhase

    package func approve(_ submission: Submission, at now: Timestamp) throws(Denial) -> ApprovedOrder {
        guard book.trading.halt == nil else { throw Denial(reason: .halted, detail: "trading is halted") }
        guard let day = book.day, now.day == day else {
            throw Denial(reason: .denied, detail: "\(now.day) is not the trading day in progress")
        }
        guard phase == .continuous, now.timeOfDay >= policy.execution.windowStart,
            now.timeOfDay < policy.execution.windowEnd
        else { throw Denial(reason: .windowClosed, detail: "outside the execution window or continuous trading") }
        guard submission.validUntil > now else { throw Denial(reason: .denied, detail: "its deadline has passed") }
        guard book.order(submission.clientOrderID) == nil else {
            throw Denial(reason: .denied, detail: "its id has been used")
        }
        guard let security, let kind = security.kind, security.symbol == submission.symbol else {
            throw Denial(reason: .unknownInstrument, detail: "the security is not known")
        }
        try checkMarket(submission, security, kind, on: day, at: now)
        try checkQuantity(submission, kind, on: day)
        try checkOppositeOrders(submission)
        return ApprovedOrder(submission)
    }

    private func checkMarket(
        _ submission: Submission, _ security: Security, _ kind: InstrumentClass, on day: Day, at now: Timestamp
    ) throws(Denial) {
        guard let isSuspended = security.isSuspended else {
            throw Denial(reason: .suspensionUnknown, detail: "it is not known whether it trades")
        }
        if isSuspended { throw Denial(reason: .suspended, detail: "the exchange has suspended it") }
        guard let limits = security.limits else {
            throw Denial(reason: .limitsUnknown, detail: "its price limits are not known")
        }
        guard let quotedAt = security.quotedAt, let last = security.last,
            now.milliseconds(since: quotedAt) <= policy.execution.quoteAgeMaximumSeconds * 1000
        else { throw Denial(reason: .noPrice, detail: "there is no fresh quote") }
        let price = submission.price
        guard price.li > 0, price.li % kind.tick(on: day).li == 0 else {
            throw Denial(reason: .denied, detail: "price \(price) is not on the tick")
        }
        guard limits.contains(price) else {
            throw Denial(reason: .denied, detail: "price \(price) is outside the day's limits")
        }
        let book = TopOfBook(
            bid: security.quote?.bids.first?.price, ask: security.quote?.asks.first?.price, last: last,
            previousClose: security.previousClose)
        if let bound = kind.cageBound(on: day, phase: phase, side: submission.side, book: book) {
            let isInside = submission.side == .buy ? price <= bound : price >= bound
            if !isInside { throw Denial(reason: .denied, detail: "price \(price) is outside the cage (\(bound))") }
        }
    }

    private func checkQuantity(_ submission: Submission, _ kind: InstrumentClass, on day: Day) throws(Denial) {
        let lots = kind.lotRule(on: day)
        let value = submission.price * submission.volume
        switch submission.side {
        case .buy:
            guard lots.isBuyable(submission.volume) else {
                throw Denial(reason: .denied, detail: "\(submission.volume) is not a lawful quantity to buy")
            }
            let fees = policy.fees.fees(
                for: kind, on: day, side: .buy, turnover: value, shares: submission.volume)
            guard value + fees.total <= cash else {
                throw Denial(reason: .cash, detail: "it costs \(value + fees.total), there is \(cash)")
            }
        case .sell:
            guard submission.volume <= sellable, lots.isSellable(submission.volume, position: sellable) else {
                throw Denial(
                    reason: .notSellable,
                    detail: "\(submission.volume) of \(sellable) sellable is not a lawful quantity")
            }
        }
    }

    /// Never a buy and a sell of one security at once (invariant 15).
    private func checkOppositeOrders(_ submission: Submission) throws(Denial) {
        for order in book.openOrders where order.symbol == submission.symbol && order.side != submission.side {
            throw Denial(reason: .denied, detail: "order \(order.id) works on the other side")
        }
    }
}
