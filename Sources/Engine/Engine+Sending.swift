import Market

// The queue's way out: at the allowed rate, from fresh quotes, through the gate, durable first.
extension Engine {
    /// Whether a new order may leave now at all: armed or reducing, in the window, in continuous trading.
    // Inlined: a call would copy the whole engine first.
    @inline(__always)
    func canSend(at now: Timestamp) -> Bool {
        guard book.trading.allows(.sell), link.isClockTrusted, work.steadyAt.map({ now >= $0 }) ?? true,
            now.timeOfDay >= policy.execution.windowStart,
            now.timeOfDay < policy.execution.windowEnd
        else { return false }
        return Engine.phase(at: now) == .continuous
    }

    /// The phase of an ordinary share: lunch and the windows are the same for all that we trade.
    static func phase(at now: Timestamp) -> SessionPhase {
        InstrumentClass(venue: .shanghai, board: .main, kind: .stock)
            .sessionPhase(on: now.day, at: now.timeOfDay, isTradingDay: true)
    }

    mutating func release(at now: Timestamp) {
        guard !work.queue.isEmpty, canSend(at: now) else { return }
        let execution = policy.execution
        let gate = gate
        let ageMaximum = execution.quoteAgeMaximumSeconds * 1000
        work.forgetSubmits(before: now.adding(seconds: -1))
        var known: (kind: InstrumentClass, rates: FeeRates)?
        var near = 0
        let side = servedSide
        work.dayValue = gate.countsValue ? book.day.map { Budget.value(of: book.orders, on: $0) } : nil
        work.pacedUntil = nil
        while let item = work.queue.first {
            guard work.recentSubmits.count < execution.ordersPerSecond, book.tally.inFlight < execution.inFlightMaximum
            else { return }
            guard let place = market.index(of: item.symbol, near: &near), let quotedAt = market.values[place].quotedAt,
                now.milliseconds(since: quotedAt) <= ageMaximum
            else {
                // Too old to price an order from: decide again from fresh data.
                work.dropQueue()
                return
            }
            if gate.countsTraffic, let day = book.day,
                let next = Budget.paced(book.orders, of: item.symbol, by: gate.limits, on: day, at: now)
            {
                work.pacedUntil = next
                return
            }
            work.queue.removeFirst()
            let security = market.values[place]
            guard let kind = security.kind else { continue }
            let rates =
                known.flatMap { $0.kind == kind ? $0.rates : nil } ?? feeRates.rates(for: kind, on: now.day)
            known = (kind, rates)
            send(item, security, kind, gate, rates, side, at: now)
        }
    }

    /// Whether the side at the other end serves our account and is of our kind; nil where nobody has said.
    private var servedSide: (account: Bool?, kind: Bool?) {
        guard let hello = link.hello else { return (nil, nil) }
        return (hello.account == policy.account, hello.isSimulated == policy.isSimulated)
    }

    private mutating func send(
        _ item: Work.Item, _ security: Security, _ kind: InstrumentClass, _ gate: OrderGate, _ rates: FeeRates,
        _ side: (account: Bool?, kind: Bool?), at now: Timestamp
    ) {
        guard let day = book.day else { return }
        if item.side == .sell, security.isLockedDown {
            return deny(item, .limitDown, "no buyers at the lower limit")
        }
        if item.side == .buy, security.isLockedUp {
            return deny(item, .limitUp, "no sellers at the upper limit")
        }
        let phase = kind.sessionPhase(on: day, at: now.timeOfDay, isTradingDay: true)
        let prices = PricePolicy(day: day, execution: gate.execution)
        guard let price = prices.limit(item.side, security, in: phase) else {
            return deny(item, .noPrice, "no price to trade at is known")
        }
        guard let id = book.nextID else {
            return deny(item, .denied, "no order id is left for today")
        }
        let validUntil = min(
            now.adding(seconds: gate.execution.submitValiditySeconds), day.at(gate.execution.windowEnd))
        let submission = Submission(
            clientOrderID: id, symbol: item.symbol, side: item.side, price: price, volume: item.shares,
            validUntil: validUntil)
        var order = GateOrder(
            submission, at: now, phase: phase, day: day, trading: book.trading, servesAccount: side.account,
            isOfKind: side.kind, isIDUsed: book.hasUsed(id), line: book.gateLine(of: submission),
            opposite: book.openOpposite(of: submission), isOpposedByOthers: isOpposedByOthers(item), security: security,
            sellable: item.sellable, cash: work.cash, rates: rates, inLastSecond: work.recentSubmits.count)
        fill(&order, gate, at: now)
        do {
            let approved = try gate.approve(order)
            emit(.intended(Intent(submission: submission, day: day, decidedAt: now)))
            perform(.submit(approved))
            work.recentSubmits.append(now)
            work.gatheredAt = nil
            work.cash -= approved.cost
            if work.dayValue != nil { work.dayValue? += order.value }
        } catch {
            deny(item, error.reason, error.detail)
        }
    }

    /// What only some settings ask for.
    @inline(__always)
    private func fill(_ order: inout GateOrder, _ gate: OrderGate, at now: Timestamp) {
        let (symbol, side) = (order.submission.symbol, order.submission.side)
        if gate.countsTraffic, let day = book.day {
            order.traffic = Budget.traffic(
                book.orders, cancels: book.controls.cancels, of: symbol, on: day, at: now)
        }
        if gate.weighsAccount {
            order.dayValue = work.dayValue
            order.equity = account?.asset?.total
            order.openingEquity =
                book.lastClose?.asset?.total ?? (book.reviewedDay == book.day ? book.equity : nil)
        }
        if gate.limits.volumeShare != nil { order.averageVolume = book.controls.averageVolume(of: symbol) }
        if book.controls.hasRefusals, let day = book.day {
            order.refusal = Breaker.verdict(on: symbol, side, book.orders, gate.limits, day: day)
        }
    }

    /// The gate looks at our own orders; in an account that others use, theirs are to be looked at too (invariant 15).
    private func isOpposedByOthers(_ item: Work.Item) -> Bool {
        guard !policy.execution.readsOnDemand, let rows = account?.orders.known else { return false }
        return rows.contains { row in
            row.symbol == item.symbol && row.side != item.side && row.remaining > 0
                && row.clientOrderID.map { book.index(of: $0) == nil } ?? true
        }
    }

    private mutating func deny(_ item: Work.Item, _ reason: Reason, _ detail: String) {
        // Cash may still come, and somebody may resume; everything else ends the line for today.
        if reason == .cash || reason == .reducing || reason == .halted { return }
        let shares = item.shares + work.queue.removeRest(of: item)
        emit(.denied(item.symbol, item.side, shares, reason: reason, detail: detail))
    }
}
