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
        if hello.account != policy.account {
            refuse(hello, "it serves another account than the configured one; check account.id and the shim", now)
        } else if hello.isSimulated != policy.isSimulated {
            let (`is`, should) = hello.isSimulated ? ("simulated", "real") : ("real", "simulated")
            refuse(hello, "it is \(`is`), the configuration says \(should); check account.simulated", now)
        } else if abs(hello.time.milliseconds(since: now)) > policy.clockSkewMaximumMilliseconds {
            link.state = .refused(reason: "its clock differs by \(hello.time.milliseconds(since: now)) ms")
            alert(
                .critical, "clock_skew",
                "the QMT side's clock differs from ours by \(hello.time.milliseconds(since: now)) ms; not trading. "
                    + "Set both machines to network time")
        } else {
            link.state = .up(hello)
            abandonUnansweredSubmits("the link was lost before an answer came", at: now)
        }
    }

    mutating func linkWentDown(_ reason: String, at now: Timestamp) {
        work.linkLost()
        link = Link()
        link.state = .down(reason: reason)
        link.since = now
        link.whyNotReconciled = "not connected: \(reason)"
        abandonUnansweredSubmits("the link was lost before an answer came", at: now)
    }

    mutating func brokerChanged(isUp: Bool?, reason: String) {
        link.isBrokerUp = isUp
        if isUp != true {
            alert(.warning, "broker_down", "the terminal lost its broker: \(reason). Log it in again")
        }
        link.isReconciled = false
        link.whyNotReconciled = isUp == true ? "the account has not been read yet" : "the broker is not connected"
    }

    mutating func leave(_ reason: String, code: String) {
        link.state = .refused(reason: reason)
        link.isReconciled = false
        link.whyNotReconciled = reason
        alert(.critical, code, reason)
        perform(.leave(reason: reason))
    }

    private mutating func refuse(_ hello: Event.Hello, _ reason: String, _ now: Timestamp) {
        leave("the QMT side is refused: \(reason)", code: "link_refused")
    }

    private mutating func abandonUnansweredSubmits(_ reason: String, at now: Timestamp) {
        guard book.tally.inFlight > 0 else { return }
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
        if let account, link.isReconciled, snapshot.asOf < account.asOf {
            // A later one has overtaken it, or the terminal has fallen behind.
            work.retrySnapshotAt = now.adding(seconds: 1)
            return
        }
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
        if let problem {
            let isMoot = link.isReconciled && work.need == nil
            if !isMoot { link.whyNotReconciled = problem.text }
            let pause: Int64 = if case .notToday = problem { policy.execution.pollSeconds } else { 1 }
            work.retrySnapshotAt = now.adding(seconds: pause)
            return
        }
        account = snapshot
        work.retrySnapshotAt = nil
        if !link.isReconciled {
            link.isReconciled = true
            link.reconciledAt = now
        }
        if let need = work.need, work.snapshotNumber > need.askedBefore { work.need?.hasSnapshot = true }
    }

    private mutating func absorb(_ snapshot: AccountSnapshot, at now: Timestamp) {
        guard let orders = snapshot.orders.known, let fills = snapshot.fills.known else { return }
        var near = 0
        for place in orders.indices where !book.isKnown(orders[place], near: &near) {
            absorb(orders[place], at: now)
        }
        near = 0
        for place in fills.indices where !book.isExplained(fills[place].clientOrderID, near: &near) {
            absorb(fills[place])
        }
        guard book.tally.open > 0 else { return }
        let listed = Set(orders.compactMap(\.clientOrderID))
        for index in book.orders.indices {
            let order = book.orders[index]
            guard order.isOpen, !listed.contains(order.id) else { continue }
            if order.intent.day < (snapshot.tradingDay ?? order.intent.day), snapshot.positions.known != nil {
                change(index, to: .closed(.expired), message: "its trading day is over")
            } else if case .working = order.state, !link.isReconciled || isMissing(order, in: snapshot) {
                // Said to have been placed, and a complete list does not have it: ask the side that knows.
                change(index, to: .unknown(since: now), message: "not in the broker's list")
            }
        }
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
