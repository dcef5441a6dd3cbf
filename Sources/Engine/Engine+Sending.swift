import Market

// The queue's way out: at the allowed rate, from fresh quotes, through the gate, durable first.
extension Engine {
    /// Whether a new order may leave now at all: armed or reducing, in the window, in continuous trading; for the opening
    /// call in its own minutes.
    // Inlined: a call would copy the whole engine first.
    @inline(__always)
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
        let prices = PricePolicy(day: day, execution: gate.execution, bound: gate.limits.priceCollar)
        guard let price = prices.limit(item.side, security, in: phase, step: item.step, touches: item.touches) else {
            return deny(item, .noPrice, "no price to trade at is known")
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
        var order = GateOrder(
            submission, at: now, phase: phase, day: day, trading: book.trading, servesAccount: side.account,
            isOfKind: side.kind, isIDUsed: book.hasUsed(id), line: book.gateLine(of: submission),
            opposite: book.openOpposite(of: submission), isOpposedByOthers: isOpposedByOthers(item), security: security,
            sellable: item.sellable, cash: work.cash, rates: rates, inLastSecond: work.recentSubmits.count)
        fill(&order, gate, at: now)
        do {
            let approved = try gate.approve(order)
            let arrival = gate.execution.manner.measuresQuality ? security.arrival : nil
            emit(.intended(Intent(submission: submission, day: day, decidedAt: now, arrival: arrival)))
            perform(.submit(approved))
            work.recentSubmits.append(now)
            work.gatheredAt = nil
            if item.isForced, item.side == .sell, security.isLockedDown { restsLocked(submission) }
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
            let opening = book.lastClose?.asset?.total ?? (book.reviewedDay == book.day ? book.equity : nil)
            // What came or went without a trade today is neither profit nor loss.
            order.openingEquity = opening.map { $0 + book.flow(on: book.day) }
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
        // Cash may still come, and somebody may resume; everything else ends the line for today.
        if reason == .cash || reason == .reducing || reason == .halted { return }
        let shares = item.shares + work.queue.removeRest(of: item)
        emit(.denied(item.symbol, item.side, shares, reason: reason, detail: detail))
    }
}
