import Engine
import Exchange
import Market

// Every order as it leaves, and as it reaches the broker.
extension Judge {
    mutating func commanded(
        _ command: Command, isConnected: Bool, isFlushed: Bool, at clock: Timestamp, trueTime: Timestamp
    ) {
        checkKind(command, isConnected: isConnected)
        switch command {
        case .wake(let at):
            watch.wake = at
        case .leave(let reason):
            checkWords(reason, "what is told on leaving")
        case .submit(let submission):
            leaves(submission, isFlushed, isConnected: isConnected, at: clock)
            checkTime(submission, at: clock, trueTime)
        case .cancel(let id):
            verdict.check(42, orders[id] != nil, "a cancel of order \(id) leaves, which is not ours")
            if let symbol = orders[id]?.submission.symbol, let kind = InstrumentClass(symbol) {
                let phase = kind.sessionPhase(on: clock.day, at: clock.timeOfDay, isTradingDay: true)
                verdict.check(
                    16, kind.acceptsCancels(on: clock.day, in: phase), "a cancel of \(id) leaves in \(phase.rawValue)")
            }
        default:
            break
        }
    }

    /// Invariant 26: where the other side is real and ours is not, or the other way round, nothing goes out that can change an
    /// order. What only asks may.
    private mutating func checkKind(_ command: Command, isConnected: Bool) {
        guard isConnected, !isRightKind else { return }
        switch command {
        case .submit(let submission): fail(26, "order \(submission.clientOrderID) leaves \(mismatch)")
        case .cancel(let id): fail(26, "a cancel of order \(id) leaves \(mismatch)")
        case .resolve(let id): fail(26, "order \(id) is sealed \(mismatch)")
        default: break
        }
    }

    private var mismatch: String {
        scenario.policy.isSimulated
            ? "to a real side, and this run is a simulated one" : "to a simulated side, and this run is a real one"
    }

    private mutating func leaves(
        _ submission: Submission, _ isFlushed: Bool, isConnected: Bool, at clock: Timestamp
    ) {
        let id = submission.clientOrderID
        guard let order = orders[id] else { return fail(2, "order \(id) leaves and was never committed") }
        verdict.check(2, isFlushed, "order \(id) leaves and its intent is not on the disk")
        verdict.check(22, order.submission == submission, "order \(id) leaves changed")
        verdict.check(1, order.sentAt == nil, "order \(id) leaves a second time")
        verdict.check(19, !isHalted, "order \(id) leaves while trading is halted")
        verdict.check(1, !hasToStayAway, "order \(id) leaves a process that lost the account")
        verdict.check(
            1, twins.isSubset(of: acceptedTwins.union(lateOrders)),
            "order \(id) leaves while the broker lists two orders of one id")
        checkSteadiness(id, at: clock)
        if isConnected {
            verdict.check(25, isRightAccount, "order \(id) leaves to another account")
            verdict.check(21, isReconciled, "order \(id) leaves before the account was read in this connection")
        }
        checkBudgets(at: clock)
        checkMarket(submission, at: clock)
        checkPace(submission, at: clock)
        switch submission.side {
        case .sell: checkSellable(submission)
        case .buy: checkCash(submission, at: clock)
        }
        for row in snapshot?.orders.known ?? [] where row.symbol == submission.symbol && row.clientOrderID == nil {
            // A row of ours that lost its id is judged by what was committed of it.
            let isOurs = ordersOfDay.contains { id in
                orders[id].map {
                    $0.submission.symbol == row.symbol && $0.submission.side == row.side
                        && $0.submission.volume == row.volume && $0.submission.price == row.price
                } ?? false
            }
            if isOurs { continue }
            verdict.check(
                15, row.remaining == 0 || row.side == submission.side,
                "\(id) leaves while somebody else's order works on the other side")
        }
        for other in ordersOfDay where other != id {
            guard let order = orders[other], order.isOpen, order.submission.symbol == submission.symbol else {
                continue
            }
            verdict.check(
                15, order.submission.side == submission.side, "\(id) leaves while \(other) works on the other side")
        }
        sentCount += 1
        if submission.side == .buy { boughtCount += 1 }
        if isInTrouble, isConnected { sentInTrouble += 1 }
        orders[id]?.sentAt = clock
        orders[id]?.sentNumber = sentCount
        sent.append(clock)
    }

    /// B07: a link that was lost too often has to hold for a while first.
    private mutating func checkSteadiness(_ id: ClientOrderID, at clock: Timestamp) {
        let execution = scenario.policy.execution
        guard losses.allSatisfy({ $0.count > execution.flapMaximum }), let cameAt else { return }
        verdict.check(
            21, clock.milliseconds(since: cameAt) >= execution.flapHoldSeconds * 1000 - 1000,
            "order \(id) leaves after \(losses[0].count) losses of the link, which has not held since")
    }

    private mutating func checkTime(_ submission: Submission, at clock: Timestamp, _ trueTime: Timestamp) {
        let id = submission.clientOrderID
        let execution = scenario.policy.execution
        let time = clock.timeOfDay
        let isForCall =
            execution.manner.style == .openAuction && time >= TimeOfDay(9, 15) && time < TimeOfDay(9, 20)
        verdict.check(
            16, isForCall || time >= execution.windowStart && time < execution.windowEnd,
            "order \(id) leaves outside the window")
        if isForCall {
            verdict.check(
                16, submission.validUntil <= clock.day.at(TimeOfDay(9, 20)), "order \(id) may arrive after 09:20")
        }
        verdict.check(
            16, clock.day == day,
            "order \(id) leaves on \(clock.day), the exchange has \(day.map { "\($0)" } ?? "no day")")
        if let kind = InstrumentClass(submission.symbol) {
            let phase = kind.sessionPhase(on: clock.day, at: time, isTradingDay: true)
            verdict.check(
                16, isForCall ? phase == .openCall : phase == .continuous, "order \(id) leaves in \(phase.rawValue)")
            let own = kind.sessionPhase(on: trueTime.day, at: trueTime.timeOfDay, isTradingDay: true)
            verdict.check(
                16,
                own == .continuous || own == .lunch
                    || isForCall && (own == .openCall || own == .openCallNoCancel || own == .preOpen),
                "order \(id) leaves, for the exchange, in \(own.rawValue)")
        }
        verdict.check(
            16, abs(clock.milliseconds(since: trueTime)) <= 5_000,
            "order \(id) leaves by a clock that is \(clock.milliseconds(since: trueTime)) ms off")
        verdict.check(16, !isTerminalClockWrong, "order \(id) leaves to a side whose clock is minutes off")
        verdict.check(17, submission.validUntil > clock, "order \(id) leaves after its deadline")
        verdict.check(
            17, submission.validUntil.milliseconds(since: clock) <= execution.submitValiditySeconds * 1000,
            "order \(id) is valid for too long")
    }

    /// Invariant 23: the rate over any second, and what is on its way.
    private mutating func checkBudgets(at clock: Timestamp) {
        let execution = scenario.policy.execution
        // A clock may step either way.
        sent.removeAll { abs(clock.milliseconds(since: $0)) >= 1000 }
        verdict.check(23, sent.count < execution.ordersPerSecond, "\(sent.count + 1) orders leave within a second")
        let inFlight = ordersOfDay.filter { orders[$0]?.state == .inFlight && orders[$0]?.sentAt != nil }.count
        verdict.check(23, inFlight < execution.inFlightMaximum, "\(inFlight + 1) orders are on their way")
    }

    /// Invariants 11, 12, 14, 22: by what was said of the security last, and by the rules.
    private mutating func checkMarket(_ submission: Submission, at clock: Timestamp) {
        let (symbol, price, volume) = (submission.symbol, submission.price, submission.volume)
        guard let security = market[symbol], let kind = InstrumentClass(symbol), let day else {
            return fail(22, "\(symbol) is ordered and nothing was said of it")
        }
        verdict.check(22, security.isSuspended == false, "\(symbol) is ordered and may be suspended")
        verdict.check(14, scenario.symbols.contains(symbol), "\(symbol) is ordered, which is not ours")
        guard let limits = security.limits else { return fail(22, "\(symbol) is ordered without known limits") }
        verdict.check(12, limits.contains(price), "\(symbol) is ordered at \(price), outside its limits")
        verdict.check(
            12, price.li > 0 && price.li % kind.tick(on: day).li == 0, "\(symbol) is ordered off the tick, at \(price)")
        let phase = kind.sessionPhase(on: day, at: clock.timeOfDay, isTradingDay: true)
        // In the opening call nothing has traded.
        guard let quotedAt = security.quotedAt, let last = phase == .openCall ? security.mark : security.last else {
            return fail(12, "\(symbol) is ordered without a price")
        }
        verdict.check(
            12, clock.milliseconds(since: quotedAt) <= scenario.policy.execution.quoteAgeMaximumSeconds * 1000,
            "\(symbol) is ordered from an old quote")
        let book = TopOfBook(bid: security.bid, ask: security.ask, last: last, previousClose: security.previousClose)
        if let bound = kind.cageBound(on: day, phase: phase, side: submission.side, book: book) {
            verdict.check(
                12, submission.side == .buy ? price <= bound : price >= bound, "\(symbol) is ordered outside the cage")
        }
        let lots = kind.lotRule(on: day)
        if submission.side == .buy {
            verdict.check(11, lots.isBuyable(volume), "\(volume) \(symbol) is no lawful quantity to buy")
        } else {
            verdict.check(11, volume > 0 && volume <= lots.maximum, "\(volume) \(symbol) is no lawful quantity to sell")
        }
    }

    /// What left after the snapshot and is not in it, or is in doubt and not in it.
    private func isBeyondSnapshot(_ order: Order, _ listed: [ClientOrderID]) -> Bool {
        guard order.sentAt != nil, !listed.contains(order.submission.clientOrderID) else { return false }
        // Its cash and shares are in the snapshot's figures, even where its row is not.
        if let placedAt = placedAt[order.submission.clientOrderID], let snapshot, placedAt <= snapshot.asOf {
            return false
        }
        // Rows without an id are our own, where they look the same in all that was asked for.
        let isListedWithoutID = (snapshot?.orders.known ?? []).contains { row in
            row.clientOrderID == nil && row.symbol == order.submission.symbol && row.side == order.submission.side
                && row.volume == order.submission.volume && row.price == order.submission.price
        }
        if isListedWithoutID { return false }
        switch order.state {
        case .closed(.neverPlaced), .closed(.rejected), .closed(.expired), .closed(.resolved): return false
        case .inFlight, .unknown, .working, .closed(.filled), .closed(.cancelled): return true
        }
    }

    private mutating func checkSellable(_ submission: Submission) {
        guard let snapshot else { return }
        let listed = snapshot.orders.known?.compactMap(\.clientOrderID) ?? []
        var offered = submission.volume
        for id in ordersOfDay {
            guard let order = orders[id], order.submission.symbol == submission.symbol, order.submission.side == .sell,
                isBeyondSnapshot(order, listed)
            else { continue }
            offered += order.claim
        }
        let sellable = snapshot.positions.known?.first { $0.symbol == submission.symbol }?.sellable ?? 0
        verdict.check(7, offered <= sellable, "\(offered) \(submission.symbol) are offered, \(sellable) can be sold")
    }

    private mutating func checkCash(_ submission: Submission, at clock: Timestamp) {
        guard let snapshot, let asset = snapshot.asset else { return }
        let listed = snapshot.orders.known?.compactMap(\.clientOrderID) ?? []
        var taken = cost(submission)
        for id in ordersOfDay {
            guard let order = orders[id], order.submission.side == .buy, isBeyondSnapshot(order, listed) else {
                continue
            }
            taken += cost(order.submission)
        }
        verdict.check(10, taken <= asset.cash, "buys take \(taken), the broker shows \(asset.cash) to buy with")
    }

    /// Value at the limit and the most that fees can come to.
    private func cost(_ submission: Submission) -> Money {
        let value = submission.price * submission.volume
        guard let kind = InstrumentClass(submission.symbol), let day else { return value }
        return value
            + scenario.policy.fees.fees(for: kind, on: day, side: .buy, turnover: value, shares: submission.volume)
            .total
    }

    // MARK: At the broker

    mutating func reachesBroker(_ submission: Submission, _ exchange: SimulatedExchange, at now: Timestamp) {
        let id = submission.clientOrderID
        verdict.check(17, now <= submission.validUntil, "order \(id) is placed after its deadline")
        verdict.check(1, exchange.order(.client(id)) == nil, "order \(id) is placed a second time")
        var sold = submission.volume
        for report in exchange.orderReports where report.symbol == submission.symbol && report.clientOrderID != nil {
            if report.status != .rejected, report.side == .sell {
                sold += report.status.isFinal ? report.filled : report.volume
            }
            verdict.check(
                15, report.status.isFinal || report.side == submission.side,
                "buy and sell of \(submission.symbol) work at once")
        }
        guard submission.side == .sell else {
            if !hasPersonActed {
                verdict.check(
                    9, cost(submission) <= exchange.cash, "order \(id) costs more than there is: \(exchange.cash)")
            }
            return
        }
        let row = exchange.positions(at: now).first { $0.symbol == submission.symbol }
        // An order that came after all offers what another was sent for.
        guard lateOrders.isEmpty else { return }
        verdict.check(
            8, sold <= row?.yesterday ?? 0,
            "\(sold) \(submission.symbol) are offered, \(row?.yesterday ?? 0) were there this morning")
        if !hasPersonActed {
            verdict.check(7, submission.volume <= row?.sellable ?? 0, "order \(id) sells more than can be sold")
        }
    }

    /// A refusal that no person's doing explains is a rule broken.
    mutating func reachedBroker(_ submission: Submission, _ placement: Placement, _ exchange: SimulatedExchange) {
        guard case .rejected(_, let rejection) = placement else {
            placedCount += 1
            everPlaced.insert(submission.clientOrderID)
            placedAt[submission.clientOrderID] = now
            return
        }
        let words = "the exchange refuses \(submission.clientOrderID): \(rejection)"
        switch rejection {
        case .priceNotPositive, .offTick, .aboveLimit, .belowLimit: fail(12, words)
        case .buyLot, .aboveMaximum, .volumeNotPositive: fail(11, words)
        case .sellLot: verdict.check(11, hasPersonActed, words)
        case .cash: verdict.check(9, hasPersonActed, words)
        case .sellable: verdict.check(7, hasPersonActed, words)
        case .notTradingDay: fail(16, words)
        case .sessionClosed(let phase): verdict.check(16, phase == .lunch, words)
        case .notListed, .notTradable, .boardNotPermitted, .buyCap: fail(14, words)
        // The book moves between the quote and the order.
        case .cage: caged.insert(submission.clientOrderID)
        }
    }
}
