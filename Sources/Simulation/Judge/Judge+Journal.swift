import Engine
import Exchange
import Market

// Every committed fact against what is true and against the facts before it.
extension Judge {
    /// - Parameter trading: Whether orders may leave, by the process's memory.
    mutating func committed(
        _ records: [Record], _ exchange: SimulatedExchange, trading: TradingState, at clock: Timestamp
    ) {
        acknowledged += records.count
        for record in records where violation == nil {
            keep(record)
            measure(record)
            checkWords(in: record)
            take(record, exchange, at: clock)
        }
        checkAuthority(trading)
    }

    private mutating func take(_ record: Record, _ exchange: SimulatedExchange, at clock: Timestamp) {
        switch record {
        case .intended(let intent): decided(intent)
        case .orderChanged(let id, let state, let filled, _, _): changed(id, state, filled: filled, exchange)
        case .operatorResolved(let id, let word, let by, let reason, _):
            wasOrdered(by, reason, "order \(id) was settled")
            verdict.check(4, words[id] == word, "order \(id) was settled by a word that nobody gave")
            verdict.check(4, !reason.isEmpty, "order \(id) was settled without a reason")
            if case .over(let filled) = word {
                orders[id]?.filled = filled
                orders[id]?.state = .closed(.resolved)
                coverage.transition(of: id, to: .closed(.resolved))
            } else {
                orders[id]?.state = .closed(.neverPlaced)
                coverage.transition(of: id, to: .closed(.neverPlaced))
            }
        case .filled(let fill): counted(fill, exchange)
        case .planned(let rebalance): decided(rebalance, at: clock)
        case .phaseChanged(let phase, let at):
            plan?.phase = phase
            if phase == .ending { endingSince = at }
            if phase == .selling, let plan, plan.hold != nil {
                verdict.check(22, plan.hold?.approval != nil, "a plan that waits goes on and nobody approved it")
                execute(plan)
            }
        case .rebalanceClosed(let results, _): closed(results)
        case .cancelRequested(let id):
            verdict.check(42, orders[id] != nil, "a cancel of order \(id), which is not ours, was decided")
            cancels += 1
        case .replacing(let id):
            cancels += 1
            replaced(id, at: clock)
        case .halted(let halt):
            wasHalted(halt)
            trading = .halted(halt)
            haltedToday = true
        case .reduced(let halt), .flattenAsked(let halt):
            wasHalted(halt)
            trading = .reducing(halt)
            haltedToday = true
        case .armed(let account, let by, let reason, _):
            verdict.check(26, account == Scenario.account, "trading was armed for the account \(account)")
            verdict.check(26, !isArmedOnce, "trading was armed a second time")
            isArmedOnce = true
            if !scenario.policy.isSimulated {
                verdict.check(26, isResumeOrdered, "a real account was armed and no operator asked for it")
                wasOrdered(by, reason, "trading was armed")
            }
            refusedSince.removeAll()
            trading = .armed
        case .resumed(let by, let reason, _):
            verdict.check(19, isResumeOrdered, "trading was resumed and no operator asked for it")
            verdict.check(19, !reason.isEmpty, "trading was resumed without a reason")
            wasOrdered(by, reason, "trading was resumed")
            refusedSince.removeAll()
            trading = .armed
            acceptedTwins.formUnion(seenTwins)
            mayResetPeak = isLiquidating
        case .dayBegan(let day):
            replaced.removeAll()
            verdict.check(
                16, (try? Scenario.calendar.isTradingDay(day)) ?? false, "\(day) began, which is no trading day")
            plan = nil
            raised = []
        case .equityObserved(let equity, let peak, _):
            verdict.check(43, peak >= equity, "the peak \(peak) is below the equity \(equity)")
            verdict.check(43, peak >= self.peak ?? peak, "the peak fell from \(self.peak ?? peak) to \(peak)")
            verdict.check(41, isReconciled, "equity was taken from an account that had not been read completely")
            self.peak = peak
            if openingEquity == nil { openingEquity = equity }
        case .flowObserved(let flow): moved(flow)
        case .liquidationBegan(let liquidation):
            verdict.check(43, peak.map { liquidation.bound < $0 } ?? false, "the portfolio stop fired without a peak")
            isLiquidating = true
        case .peakReset:
            verdict.check(43, mayResetPeak, "the peak began anew and no operator resumed after a portfolio stop")
            mayResetPeak = false
            isLiquidating = false
            peak = nil
        case .entryAdjusted(let symbol, nil, _):
            let held = snapshot?.positions.known?.first { $0.symbol == symbol }?.volume ?? 0
            verdict.check(43, held == 0, "the entry of \(symbol) was ended while \(held) shares are held")
        case .dayClosed(let close):
            lastClose = close
            // Neither cash nor shares: the terminal had no data.
            if let asset = close.asset, asset.total > .zero || !close.holdings.isEmpty { lastWorth = asset.total }
        case .approved(let digest, let by, let reason, _):
            wasOrdered(by, reason, "a plan was approved")
            verdict.check(22, approvals.contains(digest), "a plan was approved and nobody approved it")
            verdict.check(22, !reason.isEmpty, "a plan was approved without a reason")
            verdict.check(22, plan?.hold?.digest == digest, "another plan was approved than the one that waits")
            plan?.hold?.approval = .init(by: "operator", at: clock)
        case .cancelAllAsked: break
        case .checkpoint, .runBegan, .policyInForce, .managed, .targetsAdopted, .targetsRefused, .denied,
            .strangerAccepted, .exposureChanged, .entryAdjusted, .feesShared, .stopFired, .stopsEnded, .highsObserved,
            .marketExposureChanged:
            break
        }
    }

    /// The peak moves with a deposit or withdrawal, in proportion, and with nothing else.
    private mutating func moved(_ flow: AccountFlow) {
        verdict.check(
            43, flow.amount == .zero || hasOwnerMoved || wasJournalReplaced,
            "\(flow.amount) was taken for a deposit or withdrawal, and nobody moved anything")
        verdict.check(43, flow.peakBefore == peak || wasJournalReplaced, "the flow begins with another peak")
        if let before = flow.peakBefore, let after = flow.peak {
            let (old, new) = (Int128((flow.equity - flow.amount).li), Int128(flow.equity.li))
            let isKept =
                flow.amount == .zero
                ? after == before
                : old <= 0 || new <= 0 || (Int128(before.li) * new / old) == Int128(after.li)
            verdict.check(43, isKept, "the peak went from \(before) to \(after) with a flow of \(flow.amount)")
        }
        peak = flow.peak
        openingEquity = openingEquity.map { $0 + flow.amount }
    }

    // MARK: Orders

    private mutating func decided(_ intent: Intent) {
        let submission = intent.submission
        let id = submission.clientOrderID
        verdict.check(3, orders[id] == nil, "order id \(id) was used before")
        verdict.check(3, id.text.utf8.count <= 20, "order id \(id) is too long for the remark")
        verdict.check(19, !isHalted, "order \(id) was decided while trading is halted")
        verdict.check(
            20, !isReducing || intent.submission.side == .sell,
            "the buy \(id) was decided while only sells may leave")
        guard let plan, let line = plan.lines.first(where: { $0.symbol == submission.symbol }) else {
            return fail(30, "order \(id) for \(submission.symbol) belongs to no line of the plan")
        }
        verdict.check(30, line.side == submission.side, "order \(id) is on the other side than its line")
        var claimed = submission.volume
        for other in ordersOfDay {
            guard let order = orders[other], order.plan == planNumber, order.submission.symbol == submission.symbol,
                order.submission.side == submission.side
            else { continue }
            claimed += order.claim
        }
        verdict.check(
            4, claimed <= line.shares,
            "orders for \(submission.symbol) come to \(claimed) with \(id), its line is for \(line.shares): something in "
                + "doubt was replaced")
        checkLimits(submission, line, at: intent.decidedAt)
        orders[id] = Order(submission: submission, day: intent.day, plan: planNumber)
        decisions.append((intent.decidedAt, submission.symbol))
        ordersOfDay.append(id)
        coverage.decided(id)
    }

    private mutating func changed(
        _ id: ClientOrderID, _ state: OrderLife.State, filled: Shares, _ exchange: SimulatedExchange
    ) {
        guard let order = orders[id] else {
            return fail(5, "a state was committed for order \(id), which was not decided")
        }
        if case .closed = order.state, state != order.state {
            fail(5, "order \(id) left its end \(order.state) for \(state)")
        }
        verdict.check(5, filled >= order.filled, "filled of order \(id) fell from \(order.filled) to \(filled)")
        verdict.check(
            5, filled <= order.submission.volume, "order \(id) filled \(filled) of \(order.submission.volume)")
        verdict.check(5, state != .inFlight || order.state == .inFlight, "order \(id) is in flight again")
        if order.isOpen {
            let report = exchange.order(.client(id))
            let exists = report.map { $0.status != .rejected } ?? false
            switch state {
            case .closed(.neverPlaced):
                verdict.check(4, settled.contains(id), "order \(id) was called never placed without the shim's promise")
                // Where the promise itself is broken, only what the broker has shown by then tells.
                verdict.check(
                    4, lateOrders.contains(id) ? order.filled == 0 : !exists && !everPlaced.contains(id),
                    "order \(id) was called never placed and is at the broker")
            case .closed(.rejected):
                verdict.check(
                    4, refusedOrders.contains(id) || report?.status == .rejected,
                    "order \(id) was called rejected and nobody refused it")
                verdict.check(4, !exists, "order \(id) was called rejected and is at the broker")
            case .closed(.expired):
                verdict.check(4, order.day < now.day, "order \(id) was called expired on its own day")
                // Time alone settles nothing: somebody must have said that it was placed.
                verdict.check(
                    4, everPlaced.contains(id) || provenPlaced.contains(id),
                    "order \(id) was called expired, and nothing showed that it ever was placed")
            case .closed(.filled):
                verdict.check(
                    5, report.map { $0.status == .filled } ?? (day != order.day),
                    "order \(id) is not filled at the broker")
            case .closed(.cancelled):
                verdict.check(
                    5, report.map { $0.status == .cancelled || $0.status == .partialCancelled } ?? (day != order.day),
                    "order \(id) is not cancelled at the broker")
            case .inFlight, .unknown, .working, .closed(.resolved): break
            }
        }
        if order.isOpen, state == .closed(.rejected), order.day == day, !mayBePricedAnew(id, order.submission) {
            refusedSince.insert(id)
        }
        orders[id]?.state = state
        orders[id]?.filled = filled
    }

    /// One of the first two of a day that the cage refused: the market had moved.
    private func mayBePricedAnew(_ id: ClientOrderID, _ submission: Submission) -> Bool {
        guard caged.contains(id) else { return false }
        let own = ordersOfDay.count { other in
            caged.contains(other) && orders[other]?.state == .closed(.rejected)
                && orders[other]?.submission.symbol == submission.symbol
                && orders[other]?.submission.side == submission.side
        }
        return own < 2
    }

    private mutating func counted(_ fill: FillReport, _ exchange: SimulatedExchange) {
        guard let id = fill.clientOrderID, let order = orders[id] else {
            return fail(6, "fill \(fill.tradeID) of no order of ours was counted")
        }
        verdict.check(6, !order.fills.contains(fill.tradeID), "fill \(fill.tradeID) of order \(id) was counted twice")
        if order.day == day {
            let isTrue = exchange.fillReports.contains {
                $0.tradeID == fill.tradeID && $0.clientOrderID == id && $0.volume == fill.volume
                    && $0.amount == fill.amount && $0.symbol == fill.symbol && $0.side == fill.side
            }
            verdict.check(6, isTrue, "fill \(fill.tradeID) of order \(id) was counted and the broker has none such")
        }
        orders[id]?.count(fill)
    }

    // MARK: The plan

    private mutating func decided(_ rebalance: Rebalance, at clock: Timestamp) {
        plan = rebalance
        planNumber += 1
        guard let snapshot, let asset = snapshot.asset, isReconciled else {
            return fail(41, "a plan was made without a complete account of this connection")
        }
        verdict.check(41, clock.milliseconds(since: snapshotAt) <= 60_000, "a plan was made from an old account")
        verdict.check(
            10, rebalance.cash == asset.cash, "the plan counts on \(rebalance.cash), the broker shows \(asset.cash)")
        let batches = known(rebalance)
        for line in rebalance.lines {
            check(line, rebalance, batches)
            if line.side == nil || line.reason != nil { coverage.ended(line.reason) }
            for rule in line.overlay.list { coverage.ended(rule) }
        }
    }

    /// A plan that waits may be made anew; one that goes on is the only one for its targets.
    private mutating func execute(_ rebalance: Rebalance) {
        guard case .targets(_, let digests) = rebalance.source else { return }
        let key = "\(rebalance.executionDay.number) " + digests.joined(separator: "|")
        verdict.check(13, !planned.contains(key), "the same targets are executed a second time")
        planned.append(key)
    }

    /// The targets that the plan says it follows, if they were ever delivered.
    private mutating func known(_ rebalance: Rebalance) -> [TargetBatch] {
        guard case .targets(let signalDay, let digests) = rebalance.source else { return [] }
        if rebalance.hold == nil { execute(rebalance) }
        let all = (delivery?.batches ?? []) + (delivery?.replacement ?? [])
        var batches: [TargetBatch] = []
        for digest in digests {
            guard let batch = all.first(where: { $0.digest == digest && $0.signalDay == signalDay }) else {
                fail(13, "the plan follows targets that nobody delivered")
                return []
            }
            batches.append(batch)
        }
        verdict.check(
            13, (try? Scenario.calendar.previous(before: rebalance.executionDay)) == signalDay,
            "the plan of \(rebalance.executionDay) follows targets of \(signalDay)")
        return batches
    }

    private mutating func check(_ line: PlanLine, _ rebalance: Rebalance, _ batches: [TargetBatch]) {
        switch line.side {
        case .buy:
            verdict.check(13, line.target > line.projected, "\(line.symbol) is bought away from its target")
            verdict.check(13, line.shares <= line.target - line.projected, "\(line.symbol) is bought past its target")
            var weight = Weight.zero
            for batch in batches {
                let capital = scenario.policy.strategies.first { $0.name == batch.strategy }?.capital ?? .one
                for target in batch.lines where target.symbol == line.symbol {
                    weight = weight + target.weight.scaled(by: capital)
                }
            }
            if case .targets = rebalance.source {
                verdict.check(13, weight > .zero, "\(line.symbol) is bought and no target names it")
                if let price = line.sizingPrice {
                    verdict.check(
                        13, price * line.target <= weight.of(max(rebalance.equity, .zero)),
                        "\(line.symbol): \(line.target) shares are more than its weight")
                }
            } else {
                verdict.check(
                    13,
                    scenario.policy.execution.blockedLines == .carry
                        || scenario.policy.execution.manner.residuals == .carry,
                    "\(line.symbol) is bought without any targets"
                )
            }
            if let board = InstrumentClass(line.symbol)?.board {
                verdict.check(
                    14, scenario.policy.execution.boards.contains(board), "\(line.symbol) is on a closed board")
            }
        case .sell:
            verdict.check(13, line.target < line.projected, "\(line.symbol) is sold away from its target")
            verdict.check(13, line.shares <= line.projected - line.target, "\(line.symbol) is sold past its target")
            let row = snapshot?.positions.known?.first { $0.symbol == line.symbol }
            verdict.check(7, line.shares <= row?.sellable ?? 0, "\(line.symbol): more is to be sold than can be")
        case nil:
            verdict.check(13, line.shares == 0, "\(line.symbol): shares without a side")
            verdict.check(
                30, line.target == line.projected || line.reason != nil || !line.overlay.isEmpty,
                "\(line.symbol) has neither an order nor a reason")
        }
    }

    private mutating func closed(_ results: [LineResult]) {
        guard let plan else { return }
        verdict.check(30, results.count == plan.lines.count, "\(results.count) results for \(plan.lines.count) lines")
        for (line, result) in zip(plan.lines, results) {
            verdict.check(30, line.symbol == result.symbol, "the results are not those of the lines")
            verdict.check(
                30, result.held == result.target || result.reason != nil,
                "\(result.symbol) ended at \(result.held) of \(result.target) without a reason")
            coverage.ended(result.reason)
        }
    }
}
