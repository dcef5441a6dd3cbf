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
        let gate = OrderGate(execution: execution)
        let ageMaximum = execution.quoteAgeMaximumSeconds * 1000
        work.forgetSubmits(before: now.adding(seconds: -1))
        var known: (kind: InstrumentClass, rates: FeeRates)?
        var near = 0
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
            work.queue.removeFirst()
            let security = market.values[place]
            guard let kind = security.kind else { continue }
            let rates =
                known.flatMap { $0.kind == kind ? $0.rates : nil } ?? feeRates.rates(for: kind, on: now.day)
            known = (kind, rates)
            send(item, security, kind, gate, rates, at: now)
        }
    }

    private mutating func send(
        _ item: Work.Item, _ security: Security, _ kind: InstrumentClass, _ gate: OrderGate, _ rates: FeeRates,
        at now: Timestamp
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
        if isOpposedByOthers(item) {
            return deny(item, .denied, "an order of somebody else works on the other side")
        }
        guard let id = book.nextID else {
            return deny(item, .denied, "no order id is left for today")
        }
        let validUntil = min(
            now.adding(seconds: gate.execution.submitValiditySeconds), day.at(gate.execution.windowEnd))
        let submission = Submission(
            clientOrderID: id, symbol: item.symbol, side: item.side, price: price, volume: item.shares,
            validUntil: validUntil)
        do {
            let approved = try gate.approve(
                submission, book.standing(of: submission), security: security, sellable: item.sellable, cash: work.cash,
                rates: rates, phase: phase, at: now)
            emit(.intended(Intent(submission: submission, day: day, decidedAt: now)))
            perform(.submit(approved))
            work.recentSubmits.append(now)
            work.gatheredAt = nil
            work.cash -= approved.cost
        } catch {
            deny(item, error.reason, error.detail)
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
        // Cash may still come; everything else ends the line for today.
        if reason == .cash { return }
        emit(.denied(item.symbol, item.side, item.shares, reason: reason, detail: detail))
    }
}
