import Market

// The link and the account behind it: nothing is sent before a complete reconciliation (one path for start, restart and
// reconnect).
extension Engine {
    mutating func linkCameUp(_ hello: Event.Hello, at now: Timestamp) {
        work.linkLost()
        link = Link()
        link.since = now
        link.isBrokerUp = hello.isBrokerUp
        link.whyNotReconciled = "the account has not been read yet"
        if let leftBecause {
            // Whoever connected us again was not to.
            refuse(leftBecause)
            perform(.leave(reason: leftBecause))
        } else if hello.account != policy.account {
            refuse(
                hello,
                "it serves another account than the configured one; check account.id and the shim, then restart qmtd")
        } else if hello.isSimulated != policy.isSimulated {
            let (`is`, should) = hello.isSimulated ? ("simulated", "real") : ("real", "simulated")
            refuse(
                hello,
                "it is \(`is`), the configuration says \(should); check account.simulated and the shim, then restart qmtd"
            )
        } else if skew(hello.time, now) > policy.clockSkewMaximumMilliseconds {
            let milliseconds = hello.time.milliseconds(since: now)
            refuse("its clock differs by \(milliseconds) ms; it is compared again at each heartbeat")
            link.helloWaiting = hello
            alert(
                .critical, "clock_skew",
                "the QMT side's clock differs from ours by \(milliseconds) ms; not trading until they agree. "
                    + "Set both machines to network time")
        } else {
            link.state = .up(hello)
            work.linkCame(at: now, policy.execution)
            abandonUnansweredSubmits("the link was lost before an answer came", at: now)
        }
    }

    mutating func linkWentDown(_ reason: String, at now: Timestamp) {
        if link.isUp, work.countLoss(at: now, policy.execution) {
            alert(
                .warning, "link_flapping",
                "the link to the QMT side was lost more than \(policy.execution.flapMaximum) times within "
                    + "\(policy.execution.flapWindowSeconds) s; no new order leaves until it has held for "
                    + "\(policy.execution.flapHoldSeconds) s. Look at the network and at the shim")
        }
        work.linkLost()
        link = Link()
        link.state = .down(reason: reason)
        link.since = now
        link.whyNotReconciled = "not connected: \(reason)"
        if let leftBecause { refuse(leftBecause) }
        abandonUnansweredSubmits("the link was lost before an answer came", at: now)
    }

    // MARK: Clocks

    private func skew(_ time: Timestamp, _ now: Timestamp) -> Int64 { abs(time.milliseconds(since: now)) }

    /// A side that was refused for its clock is taken as soon as it agrees; one that is up is not sent to while it does not.
    mutating func clockHeard(_ time: Timestamp, at now: Timestamp) {
        let doesAgree = skew(time, now) <= policy.clockSkewMaximumMilliseconds
        if var hello = link.helloWaiting, doesAgree, leftBecause == nil {
            hello.time = time
            return linkCameUp(hello, at: now)
        }
        guard link.isUp else { return }
        link.isClockTrusted = doesAgree
        if !doesAgree {
            alert(
                .critical, "clock_skew",
                "the QMT side's clock differs from ours by \(time.milliseconds(since: now)) ms; no new order leaves until "
                    + "they agree. Set both machines to network time")
        }
    }

    /// Whether the step was right only the other side can tell.
    mutating func clockStepped(_ milliseconds: Int64) {
        // What waits goes on waiting for as long as it was to.
        work.clockStepped(milliseconds)
        guard link.isUp else { return }
        link.isClockTrusted = false
        // How old anything is was told by that clock.
        link.isReconciled = false
        work.dropQueue()
        alert(
            .warning, "clock_step",
            "this machine's clock was set by \(milliseconds) ms; no new order leaves until it agrees with the QMT side's. "
                + "Look at the machine's time service")
    }

    mutating func brokerChanged(isUp: Bool?, reason: String) {
        let reason = masked(reason)
        link.isBrokerUp = isUp
        if isUp != true {
            alert(.warning, "broker_down", "the terminal lost its broker: \(reason). Log it in again")
        }
        link.isReconciled = false
        link.whyNotReconciled = isUp == true ? "the account has not been read yet" : "the broker is not connected"
    }

    /// Somebody else's words as they may be shown and sent on: without the account's number, whatever they say.
    func masked(_ words: String) -> String {
        guard policy.account.count >= 6, words.contains(policy.account) else { return words }
        return words.replacing(policy.account, with: "***" + policy.account.suffix(3))
    }

    /// Closes the link for good: another try would meet the same, or take the account from whoever has it.
    mutating func leave(_ reason: String, _ code: String) {
        leftBecause = reason
        work.linkLost()
        refuse(reason)
        alert(.critical, code, reason)
        perform(.leave(reason: reason))
    }

    private mutating func refuse(_ hello: Event.Hello, _ reason: String) {
        leave("the QMT side is refused: \(reason)", "link_refused")
    }

    private mutating func refuse(_ reason: String) {
        link.state = .refused(reason: reason)
        link.isReconciled = false
        link.whyNotReconciled = reason
    }

    mutating func abandonUnansweredSubmits(_ reason: String, at now: Timestamp) {
        guard book.tally.inFlight > 0 || book.tally.overdue > 0 else { return }
        for index in book.orders.indices where book.orders[index].state == .inFlight {
            change(index, to: .unknown(since: now), message: Word(reason))
        }
    }

    // MARK: Snapshots

    mutating func reconcile(at now: Timestamp) {
        guard !link.isReconciled || (work.need.map { !$0.hasSnapshot } ?? false) else { return }
        requestSnapshot(at: now)
    }

    private mutating func requestSnapshot(at now: Timestamp) {
        guard !work.isSnapshotPending else { return }
        if let retry = work.retrySnapshotAt, retry > now { return }
        work.isSnapshotPending = true
        work.retrySnapshotAt = nil
        work.asked += 1
        work.snapshotNumber = work.asked
        // Where only we trade, fills have told all but the cash.
        let isCashEnough =
            policy.execution.readsOnDemand && link.isReconciled && account != nil
            && book.rebalance?.phase == .buying
        perform(isCashEnough ? .takeAsset : .takeSnapshot)
    }

    mutating func snapshotArrived(_ snapshot: AccountSnapshot, at now: Timestamp) {
        work.isSnapshotPending = false
        if let newest = link.newestAsOf, snapshot.asOf < newest {
            // A later one has overtaken it, also one that could not be used; or the terminal has fallen behind.
            work.retrySnapshotAt = now.adding(seconds: 1)
            return
        }
        // One from the future would make every other one old.
        if snapshot.asOf <= now.adding(milliseconds: policy.clockSkewMaximumMilliseconds) {
            link.newestAsOf = snapshot.asOf
        }
        let snapshot = named(snapshot)
        if !link.isReconciled { account = snapshot }
        guard let day = book.day, day == now.day else {
            link.whyNotReconciled = "no trading day is in progress"
            work.retrySnapshotAt = now.adding(seconds: policy.execution.pollSeconds)
            return
        }
        if snapshot.tradingDay == day { absorb(snapshot, at: now) }
        let problem = SnapshotCheck.problem(
            in: snapshot, book: book, day: day, now: now,
            ageMaximumSeconds: policy.execution.snapshotAgeMaximumSeconds)
        if let problem, !isOverlooked(problem, at: now) {
            let isMoot = link.isReconciled && work.need == nil
            if !isMoot { link.whyNotReconciled = problem.text }
            let pause = if case .notToday = problem { policy.execution.pollSeconds } else { failurePause(at: now) }
            work.retrySnapshotAt = now.adding(seconds: pause)
            if !isMoot { accountIsUnusable(at: now) }
            return
        }
        work.unreadableSince = nil
        account = snapshot
        // Somebody else has sold, or frozen, what was to be sold next.
        if work.queue.contains(where: { $0.side == .sell && sellable(of: $0.symbol, in: snapshot) < $0.shares }) {
            work.dropQueue()
        }
        work.retrySnapshotAt = nil
        if !link.isReconciled {
            link.isReconciled = true
            link.reconciledAt = now
        }
        if let need = work.need, work.snapshotNumber > need.askedBefore { work.need?.hasSnapshot = true }
    }

    private func sellable(of symbol: Symbol, in snapshot: AccountSnapshot) -> Shares {
        snapshot.positions.known?.first { $0.symbol == symbol }?.sellable ?? 0
    }

    /// Long after the close, lists of orders and fills that still do not fit together do not keep the day open: nothing can be
    /// sent any more, money and holdings are the broker's, and what is in doubt is asked for on the next day.
    private func isOverlooked(_ problem: SnapshotCheck.Problem, at now: Timestamp) -> Bool {
        guard now.timeOfDay >= Engine.lastLook else { return false }
        switch problem {
        case .behind, .torn: return true
        default: return false
        }
    }

    /// How soon what could not be read is asked for again: while it can matter at once, else when orders are looked after.
    func failurePause(at now: Timestamp) -> Int64 {
        let isSession =
            book.day == now.day && now.timeOfDay >= policy.execution.dayStart && now.timeOfDay < Engine.lastLook
        return isSession ? 1 : policy.execution.pollSeconds
    }

    /// A person hears of an account that stays unusable; the reason is in the words, and so is what can be done.
    mutating func accountIsUnusable(at now: Timestamp) {
        let since = work.unreadableSince ?? now
        work.unreadableSince = since
        guard book.day == now.day, now.milliseconds(since: since) >= 120_000 else { return }
        alert(
            .critical, "account_unusable",
            "the account cannot be used since \(since): \(link.whyNotReconciled). Nothing is traded until it can. Compare the "
                + "terminal's lists with 'qmtctl orders'; rows without our id in their remark mean that the shim reads another "
                + "client's orders, then log in the terminal that it drives")
    }

    /// The snapshot with our id on rows that lost it, by the broker's number that we know the order under (never by what the
    /// row looks like).
    private mutating func named(_ snapshot: AccountSnapshot) -> AccountSnapshot {
        guard !policy.execution.readsOnDemand, !book.orders.isEmpty else { return snapshot }
        var snapshot = snapshot
        if case .rows(var rows) = snapshot.orders, rows.contains(where: { $0.clientOrderID == nil }) {
            for place in rows.indices where rows[place].clientOrderID == nil {
                let row = rows[place]
                rows[place].clientOrderID = id(ofNumber: row.brokerOrderID, row.symbol, row.side)
            }
            snapshot.orders = .rows(rows)
        }
        if case .rows(var rows) = snapshot.fills, rows.contains(where: { $0.clientOrderID == nil }) {
            for place in rows.indices where rows[place].clientOrderID == nil {
                let row = rows[place]
                rows[place].clientOrderID = id(ofNumber: row.brokerOrderID, row.symbol, row.side)
            }
            snapshot.fills = .rows(rows)
        }
        return snapshot
    }

    /// Our order of today that the broker has given this number.
    func id(ofNumber number: Word?, _ symbol: Symbol, _ side: Side) -> ClientOrderID? {
        guard let number else { return nil }
        let index = book.orders.firstIndex {
            $0.brokerOrderID == number && $0.intent.day == book.day && $0.symbol == symbol && $0.side == side
        }
        return index.map { book.orders[$0].id }
    }

    private mutating func absorb(_ snapshot: AccountSnapshot, at now: Timestamp) {
        guard let orders = snapshot.orders.known, let fills = snapshot.fills.known else { return }
        var near = 0
        for place in orders.indices where !book.isKnown(orders[place], near: &near) {
            lookForTwin(of: orders[place], in: orders, at: now)
            absorb(orders[place], at: now)
        }
        near = 0
        for place in fills.indices where !book.isExplained(fills[place].clientOrderID, near: &near) {
            absorb(fills[place], at: now)
        }
        guard book.tally.unsettled > 0 else { return }
        let listed = Set(orders.compactMap(\.clientOrderID))
        for index in book.orders.indices {
            let order = book.orders[index]
            guard case .working = order.state, !listed.contains(order.id) else { continue }
            if book.isOverdue(order), snapshot.tradingDay == book.day {
                // Its day is over and its last word was not heard. The side that knows is asked; the passing of time says
                // nothing of what it filled.
                change(index, to: .unknown(since: now), message: "its trading day is over, its last word was not heard")
            } else if !link.isReconciled || isMissing(order, in: snapshot) {
                // Said to have been placed, and a complete list does not have it: ask the side that knows.
                change(index, to: .unknown(since: now), message: "not in the broker's list")
            }
        }
    }

    /// Two real orders of one id are one too many, whoever made the second. A row without a number beside the same one with a
    /// number is one order (qmt.md 8), and a number that changes is one, too: only a list that has both shows two.
    private mutating func lookForTwin(of row: OrderReport, in rows: [OrderReport], at now: Timestamp) {
        guard let id = row.clientOrderID, let number = row.brokerOrderID, row.status != .rejected,
            let index = book.index(of: id), let known = book.orders[index].brokerOrderID, known != number,
            !book.strangers.contains(id), !work.strangers.contains(id)
        else { return }
        let twin = rows.first { other in
            other.clientOrderID == id && other.status != .rejected
                && other.brokerOrderID.map { $0 != number } ?? false
        }
        guard let other = twin?.brokerOrderID else { return }
        // The operator's resume takes the second one for somebody else's.
        work.strangers.append(id)
        halt(
            .anomaly, by: "qmtd",
            reason: "the broker lists two orders with our id \(id): numbers \(other) and \(number). Cancel one of them "
                + "in the terminal before you resume", at: now)
    }

    /// Nothing of it was ever seen, and the list had the time to show it.
    private func isMissing(_ order: OrderLife, in snapshot: AccountSnapshot) -> Bool {
        order.filled == 0 && snapshot.tradingDay == order.intent.day
            && snapshot.asOf.milliseconds(since: order.intent.decidedAt) > policy.execution.settleSeconds * 1000
    }

    mutating func marketArrived(_ securities: [Security]) {
        work.isMarketPending = false
        work.retryMarketAt = nil
        if market.isEmpty, let all = SymbolMap(ascending: securities, by: \.symbol) {
            market = all
        } else {
            for security in securities {
                market[security.symbol, default: Security(symbol: security.symbol, kind: security.kind)].merge(security)
            }
        }
        if let need = work.need, work.marketNumber > need.askedBefore, work.marketSymbols == need.symbols {
            work.need?.hasMarket = true
        }
    }
}
