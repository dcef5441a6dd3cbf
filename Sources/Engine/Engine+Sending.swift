import Market

// The queue's way out: at the allowed rate, from fresh quotes, through the gate, durable first.
extension Engine {
    /// Whether a new order may leave now at all: armed or reducing, in the window, in continuous trading; for the opening
    /// call in its own minutes.
    func canSend(at now: Timestamp) -> Bool {
        guard book.trading.allows(.sell), link.isClockTrusted, work.steadyAt.map({ now >= $0 }) ?? true else {
            return false
        }
        let phase = Engine.phase(at: now)
        guard Schedule.allows(policy.execution, at: now.timeOfDay, in: phase) else { return false }
        return policy.execution.manner.style != .openAuction || isAuctionTime(phase)
    }

    /// Of the two times that the style of the opening call has: what targets ask for may leave in the call, and in the window
    /// where what is left over goes on there. Everything else leaves in the window, for only there are prices to judge by.
    private func isAuctionTime(_ phase: SessionPhase) -> Bool {
        guard let rebalance = book.rebalance, !rebalance.isClosed else { return true }
        guard case .targets = rebalance.source else { return phase == .continuous }
        return phase == .openCall || policy.execution.manner.auctionRest == .window
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
        while let item = work.queue.first {
            guard work.recentSubmits.count < execution.ordersPerSecond, book.tally.inFlight < execution.inFlightMaximum
            else { return }
            guard let security = market[item.symbol], let quotedAt = security.quotedAt,
                now.milliseconds(since: quotedAt) <= ageMaximum
            else {
                // Too old to price an order from: decide again from fresh data.
                work.dropQueue()
                return
            }
            work.queue.removeFirst()
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
        if item.side == .sell, security.isLockedDown, !item.isForced {
            return deny(item, .limitDown, "no buyers at the lower limit")
        }
        if item.side == .buy, security.isLockedUp, !item.isForced {
            return deny(item, .limitUp, "no sellers at the upper limit")
        }
        let phase = kind.sessionPhase(on: day, at: now.timeOfDay, isTradingDay: true)
        if !gate.execution.readsOnDemand, let reason = doubt(of: security, in: phase, at: now) {
            return postpone(item, reason, at: now)
        }
        let prices = PricePolicy(day: day, execution: gate.execution)
        guard let price = prices.limit(item.side, security, in: phase, step: item.step, touches: item.touches) else {
            return deny(item, .noPrice, "no price to trade at is known")
        }
        if isOpposedByOthers(item) {
            return deny(item, .denied, "an order of somebody else works on the other side")
        }
        guard let id = book.nextID else {
            return deny(item, .denied, "no order id is left for today")
        }
        let validUntil = min(
            now.adding(seconds: gate.execution.submitValiditySeconds),
            day.at(Schedule.deadline(gate.execution, at: now.timeOfDay)))
        let submission = Submission(
            clientOrderID: id, symbol: item.symbol, side: item.side, price: price, volume: item.shares,
            validUntil: validUntil)
        do {
            let approved = try gate.approve(
                submission, book.standing(of: submission), security: security, sellable: item.sellable, cash: work.cash,
                rates: rates, phase: phase, at: now)
            let arrival = gate.execution.manner.measuresQuality ? security.arrival : nil
            emit(.intended(Intent(submission: submission, day: day, decidedAt: now, arrival: arrival)))
            perform(.submit(approved))
            work.recentSubmits.append(now)
            work.gatheredAt = nil
            if item.isForced, item.side == .sell, security.isLockedDown { restsLocked(submission) }
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

    private mutating func restsLocked(_ submission: Submission) {
        alert(
            .warning, "limit_down.\(submission.symbol)",
            "\(submission.symbol) is at its lower limit with no buyers: the sell of \(submission.volume) that risk demands "
                + "rests there, and is decided anew every day until it is done")
    }

    /// What keeps a quote from being priced from, though it may be better in a while.
    func doubt(of security: Security, in phase: SessionPhase, at now: Timestamp) -> Reason? {
        if phase == .continuous, security.isStale(at: now, seconds: policy.execution.manner.quoteStaleSeconds) {
            return .quoteStale
        }
        return !policy.execution.idealizesVenue && security.isAbsurd() ? .quoteAbsurd : nil
    }

    /// The order is decided anew later. Recorded once, so that the line has its reason if nothing comes of it.
    mutating func postpone(_ item: Work.Item, _ reason: Reason, at now: Timestamp) {
        if book.denials[item.symbol] != reason {
            emit(.denied(item.symbol, item.side, item.shares, reason: reason, detail: "it is tried again"))
        }
        retryLater(item.side, at: now)
    }

    mutating func retryLater(_ side: Side, at now: Timestamp) {
        let next = now.adding(seconds: policy.execution.pollSeconds)
        switch side {
        case .sell: work.sellsRetryAt = next
        case .buy: work.buysRetryAt = next
        }
    }

    private mutating func deny(_ item: Work.Item, _ reason: Reason, _ detail: String) {
        // Cash may still come; everything else ends the line for today.
        if reason == .cash { return }
        emit(.denied(item.symbol, item.side, item.shares, reason: reason, detail: detail))
    }
}
