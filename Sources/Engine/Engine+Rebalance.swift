import Market

// From targets to holdings: choose what to follow, plan, sell, buy, end. Each step looks at the book and at fresh data, so it
// does not matter whether the process was the same a moment ago.
extension Engine {
    mutating func driveRebalance(at now: Timestamp) {
        // A step may make the next one possible at once; the bound is for safety, not for work.
        for _ in 0..<16 where !step(at: now) { return }
    }

    /// True where another step may follow without waiting for anything.
    private mutating func step(at now: Timestamp) -> Bool {
        guard book.isRebalancing, let rebalance = book.rebalance else { return begin(at: now) }
        if book.controls.flatten != nil, rebalance.source != .flatten, rebalance.phase != .ending {
            enter(.ending, at: now)
            return true
        }
        if rebalance.phase != .ending, isOver(rebalance, at: now) {
            enter(.ending, at: now)
            return true
        }
        switch rebalance.phase {
        case .held: return hold(rebalance, at: now)
        case .selling: return sell(rebalance, at: now)
        case .buying: return buy(rebalance, at: now)
        case .ending: return end(rebalance, at: now)
        case .closed: return false
        }
    }

    /// Nothing of the plan may leave any more.
    @inline(__always)
    private func isOver(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        if now.timeOfDay >= policy.execution.windowEnd { return true }
        guard policy.execution.manner.style == .openAuction, policy.execution.manner.auctionRest == .drop,
            case .targets = rebalance.source
        else { return false }
        // The call's orders cannot be cancelled before.
        return now.timeOfDay >= Schedule.opening
    }

    mutating func enter(_ phase: Rebalance.Phase, at now: Timestamp) {
        work.dropQueue()
        emit(.phaseChanged(phase, at: now))
    }

    // MARK: Begin

    enum Choice {
        case batches([TargetBatch])
        case protection
        /// Nothing is traded; the reason has been told.
        case nothing
    }

    private mutating func begin(at now: Timestamp) -> Bool {
        if book.controls.flatten != nil { return beginFlatten(at: now) }
        // One rebalance by targets a day: what it left undone has its reason, and is not begun again.
        guard book.rebalance?.isProtection ?? true, canSend(at: now), let reading, let day = book.day,
            reading.signalDay == (try? calendar.previous(before: day)),
            // What is in doubt may still take cash or shares today. An order of an earlier day cannot: it died with its day,
            // whatever became of it the account shows, and it is asked for on and on without keeping this day waiting.
            book.tally.unknown == 0,
            !policy.risk.needsInputs || riskInputs != nil, work.suspicion.map({ now >= $0.until }) ?? true
        else { return false }
        switch choose(from: reading, at: now) {
        case .batches(let batches):
            guard isTimeForTargets(at: now) else { return false }
            let symbols = gathered(for: batches) ?? symbols(besides: batches.flatMap { $0.lines.map(\.symbol) })
            guard gathered(symbols, at: now) else { return false }
            return plan(batches, at: now)
        case .protection:
            guard book.rebalance == nil, policy.risk.looksDaily || !carried.isEmpty,
                now.timeOfDay >= policy.execution.windowStart
            else { return false }
            guard gathered(symbols(besides: carried.map(\.symbol)), at: now) else { return false }
            return protect(at: now)
        case .nothing:
            return false
        }
    }

    /// With what is left over dropped, there is no other time than the call for them.
    private mutating func isTimeForTargets(at now: Timestamp) -> Bool {
        guard policy.execution.manner.style == .openAuction, policy.execution.manner.auctionRest == .drop,
            now.timeOfDay >= Schedule.callEnd
        else { return true }
        alert(
            .warning, "auction_missed",
            "targets were there too late for the opening call, and execution.auction_rest is \"drop\": none is traded "
                + "today. Deliver them before 09:15, or let what is left over go on in the window")
        return false
    }

    mutating func choose(from reading: Event.TargetsReading, at now: Timestamp) -> Choice {
        if !reading.refusals.isEmpty, book.refusals != reading.refusals {
            emit(.targetsRefused(day: now.day, reasons: reading.refusals))
            alert(.warning, "targets_refused", reading.refusals.joined(separator: "\n"))
        }
        let current = reading.batches.filter { batch in batch.validUntil.map { now <= $0 } ?? true }
        if current.count < reading.batches.count {
            alert(.warning, "targets_expired", "the targets of \(reading.signalDay) are past their valid_until")
        }
        var chosen: [TargetBatch] = []
        if policy.strategies.isEmpty {
            if current.count > 1 {
                let names = current.map(\.strategy).sorted().joined(separator: ", ")
                alert(
                    .warning, "targets_ambiguous",
                    "there are targets of several strategies (\(names)); nothing is traded. Give each its share of "
                        + "capital under [[strategy]]")
                return .nothing
            }
            chosen = current
        } else {
            for strategy in policy.strategies {
                let own = current.filter { $0.strategy == strategy.name }
                guard let batch = own.first, own.count == 1 else { continue }
                chosen.append(batch)
            }
            if !chosen.isEmpty, chosen.count < policy.strategies.count {
                alert(
                    .warning, "targets_incomplete",
                    "not every strategy has targets of \(reading.signalDay); nothing is traded until all have")
                return .nothing
            }
        }
        if !chosen.isEmpty { return .batches(chosen) }
        if reading.isFinal { return .protection }
        let newest = reading.newestSignalDay.map { "the newest are of \($0)" } ?? "there are none at all"
        alert(
            .warning, "targets_missing",
            "there are no targets of \(reading.signalDay) (\(newest)); no target is traded today")
        // Something was delivered and is broken: leave the holdings as they are and let a person look.
        return reading.refusals.isEmpty && current.count == reading.batches.count ? .protection : .nothing
    }

    /// What was gathered, where it has every target and turned out to have everything that is held.
    func gathered(for batches: [TargetBatch]) -> [Symbol]? {
        guard let need = work.need, need.hasSnapshot, need.hasMarket, let rows = account?.positions.known else {
            return nil
        }
        var place = 0
        for index in rows.indices where rows[index].volume > 0 {
            guard Engine.find(rows[index].symbol, in: need.symbols, from: &place) else { return nil }
        }
        for batch in batches {
            place = 0
            for index in batch.lines.indices {
                guard Engine.find(batch.lines[index].symbol, in: need.symbols, from: &place) else { return nil }
            }
        }
        return need.symbols
    }

    /// Goes on in an ascending list to the symbol; false where it is not there, or where what is looked for does not ascend.
    private static func find(_ symbol: Symbol, in list: [Symbol], from place: inout Int) -> Bool {
        while place < list.count, list[place] < symbol { place += 1 }
        return place < list.count && list[place] == symbol
    }

    /// `symbols` and everything that is held, ascending.
    func symbols(besides symbols: [Symbol]) -> [Symbol] {
        var held: [Symbol] = []
        if let rows = account?.positions.known {
            held.reserveCapacity(rows.count)
            for index in rows.indices where rows[index].volume > 0 { held.append(rows[index].symbol) }
        }
        return Engine.union(Engine.union(symbols, held), book.entries.keys)
    }

    /// Ascending, each once; the lists mostly ascend already.
    private static func union(_ left: [Symbol], _ right: [Symbol]) -> [Symbol] {
        let left = left.isAscending ? left : left.sorted()
        let right = right.isAscending ? right : right.sorted()
        if right.isEmpty || left == right, left.isAscending { return left }
        var all: [Symbol] = []
        all.reserveCapacity(left.count + right.count)
        var (leftIndex, rightIndex) = (0, 0)
        while leftIndex < left.count || rightIndex < right.count {
            let isLeft = rightIndex == right.count || leftIndex < left.count && left[leftIndex] <= right[rightIndex]
            let next = isLeft ? left[leftIndex] : right[rightIndex]
            if isLeft { leftIndex += 1 } else { rightIndex += 1 }
            if all.last != next { all.append(next) }
        }
        return all
    }

    mutating func plan(_ batches: [TargetBatch], at now: Timestamp) -> Bool {
        guard let account, let asset = account.asset, let holdings = holdings(),
            let signalDay = batches.first?.signalDay
        else { return false }
        reviewHoldings(holdings, asset: asset, at: now)
        guard settleStops(holdings, asset: asset, at: now) else { return false }
        emit(.targetsAdopted(day: now.day, batches: batches))
        var fresh: [Symbol] = []
        for batch in batches {
            for line in batch.lines where !book.managed.contains(line.symbol) { fresh.append(line.symbol) }
        }
        if !fresh.isEmpty { emit(.managed(fresh.sorted())) }
        // Nothing can be sized from a debt.
        let equity = max(.zero, equity(of: holdings, asset) { $0.price(by: policy.execution.sizing) })
        let facts = riskFacts(holdings, on: now.day)
        let exposure = settleExposure(facts, at: now)
        let outcome = RiskOverlay(facts).apply(to: net(batches))
        var planner = Planner(day: now.day, equity: equity, execution: policy.execution)
        planner.isCall = Engine.phase(at: now) == .openCall
        if !policy.execution.readsOnDemand { planner.closes = book.lastClose?.closes }
        let managed = book.managed
        let lines = planner.plan(outcome.targets, holdings: holdings, market: market) { managed.contains($0) }
        let source = Rebalance.Source.targets(signalDay: signalDay, digests: batches.map(\.digest))
        commit(
            source, lines, share(lines, of: batches, equity), equity: equity, cash: asset.cash, outcome.verdicts,
            exposure: exposure.factor, at: now)
        return true
    }

    /// A day without targets: holdings that hit their stop end, and a new cut of exposure shrinks the rest once.
    private mutating func protect(at now: Timestamp) -> Bool {
        guard let account, let asset = account.asset, let holdings = holdings() else { return false }
        reviewHoldings(holdings, asset: asset, at: now)
        guard settleStops(holdings, asset: asset, at: now) else { return false }
        let facts = riskFacts(holdings, on: now.day)
        let exposure = settleExposure(facts, at: now)
        let cut = cut(to: exposure)
        let managed = book.managed
        let takesAll = policy.execution.scope == .account
        let outcome = RiskOverlay(facts).protect(
            carried: carried.map { Planner.Target(symbol: $0.symbol, weight: $0.weight) }, cut: cut
        ) { takesAll || managed.contains($0) }
        let equity = book.equity ?? .zero
        let planner = Planner(day: now.day, equity: equity, execution: policy.execution, endsUntargeted: false)
        let lines = planner.plan(outcome.targets, holdings: holdings, market: market) { _ in true }
        commit(
            .protection, lines, share(lines, of: [], equity), equity: equity, cash: asset.cash, outcome.verdicts,
            exposure: cut == nil ? nil : exposure.factor, at: now)
        return true
    }

    /// Targets of earlier days that are tried again today.
    var carried: [TargetBatch.Line] {
        let blocked = policy.execution.blockedLines == .carry ? book.blocked : []
        guard policy.execution.manner.residuals == .carry, !book.residuals.isEmpty else { return blocked }
        // Both ascend, and no line is in both.
        return blocked.isEmpty ? book.residuals : (blocked + book.residuals).sorted { $0.symbol < $1.symbol }
    }

    mutating func commit(
        _ source: Rebalance.Source, _ lines: [PlanLine], _ sharing: Sharing?, equity: Money, cash: Money,
        _ verdicts: [RiskVerdict] = [], exposure: Weight? = nil, at now: Timestamp
    ) {
        work.dropQueue()
        var rebalance = Rebalance(
            executionDay: now.day, source: source, phase: .selling, startedAt: now, equity: equity, cash: cash,
            lines: lines, sharing: sharing)
        rebalance.verdicts = verdicts
        rebalance.exposure = exposure
        if policy.limits.approval.isOn { holdBack(&rebalance) }
        emit(.planned(rebalance))
    }

    func share(_ lines: [PlanLine], of batches: [TargetBatch], _ equity: Money) -> Sharing? {
        guard !policy.strategies.isEmpty || !book.strategies.isEmpty else { return nil }
        return book.strategies.share(lines, of: batches, policy.strategies, equity: equity) { market[$0]?.mark }
    }

    /// Weights of all strategies by their shares of capital, summed per symbol, ascending.
    private func net(_ batches: [TargetBatch]) -> [Planner.Target] {
        if let only = batches.first, batches.count == 1, capital(of: only) == .one {
            return only.lines.map { Planner.Target(symbol: $0.symbol, weight: $0.weight) }
        }
        var weights = SymbolMap<Weight>()
        for batch in batches {
            let capital = capital(of: batch)
            weights.reserveCapacity(batch.lines.count)
            for line in batch.lines {
                let sum = (weights[line.symbol] ?? .zero) + line.weight.scaled(by: capital)
                weights[line.symbol] = sum
            }
        }
        return weights.map { Planner.Target(symbol: $0, weight: $1) }
    }

    private func capital(of batch: TargetBatch) -> Weight {
        policy.strategies.first { $0.name == batch.strategy }?.capital ?? .one
    }

    // MARK: Sell

    private mutating func sell(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        release(at: now)
        guard work.queue.isEmpty else { return false }
        let symbols = unfinished(.sell, of: rebalance, at: now)
        let ripe = ripeOrders(at: now)
        if !symbols.isEmpty || !ripe.isEmpty {
            // The plan was made from data of this very moment: that is fresh enough for its first orders. What is in flight
            // is not frozen at the broker yet: its shares would be offered twice.
            guard canSend(at: now), book.tally.inFlight == 0,
                work.gatheredAt == now || gathered(ripe.isEmpty ? symbols : with(symbols, ripe), at: now)
            else { return false }
            serve(sells: symbols, ripe, of: rebalance, at: now)
            return true
        }
        if policy.execution.manner.buyRelease == .afterSells {
            let isResting =
                book.tally.openSells > 0 || work.sellsRetryAt != nil || hasLaterSlice(.sell, rebalance, at: now)
            let patience = policy.execution.sellPatienceSeconds * 1000
            guard !isResting || now.milliseconds(since: rebalance.phaseSince) >= patience else { return false }
        }
        enter(.buying, at: now)
        return true
    }

    /// What is due on fresh data: orders that rest too long are cancelled, and sells that want orders get them.
    mutating func serve(
        sells: [Symbol], _ ripe: [Int], of rebalance: Rebalance, onlyUrgent: Bool = false, at now: Timestamp
    ) {
        for index in ripe { replace(index, at: now) }
        if !sells.isEmpty { queueSells(rebalance, onlyUrgent: onlyUrgent, at: now) }
    }

    func with(_ symbols: [Symbol], _ orders: [Int]) -> [Symbol] {
        Engine.union(symbols, orders.map { book.orders[$0].symbol })
    }

    /// `onlyUrgent`: of what risk demands.
    mutating func queueSells(_ rebalance: Rebalance, onlyUrgent: Bool = false, at now: Timestamp) {
        guard let holdings = holdings() else { return }
        work.sellsRetryAt = nil
        let before = emitted
        for index in rebalance.lines.indices where rebalance.lines[index].side == .sell {
            if onlyUrgent, rebalance.lines[index].overlay.isEmpty { continue }
            let line = rebalance.lines[index]
            guard var rest = due(index, in: rebalance, at: now), let kind = InstrumentClass(line.symbol) else {
                continue
            }
            let lots = policy.execution.lots(of: kind, on: rebalance.executionDay)
            var sellable = holdings[line.symbol]?.sellable ?? 0
            let (due, returning) = (rest, returning(line.symbol))
            var item = Work.Item(symbol: line.symbol, side: .sell, shares: 0, sellable: sellable)
            standing(of: index, in: rebalance, at: now, &item)
            while rest > 0 {
                let part = lots.largestSell(upTo: min(rest, sellable), position: sellable + returning)
                guard part > 0 else { break }
                item.shares = part
                item.sellable = sellable
                work.queue.append(item)
                rest -= part
                sellable -= part
            }
            // A part of a line that a cap or a slice kept small is no sign that shares are missing.
            if rest > 0, returning == 0, due == self.rest(of: index, in: rebalance) {
                // Less can be sold than was planned: somebody else sold, or froze it; or what is left is no lawful order.
                let detail = "\(rest) of the planned shares cannot be sold any more"
                let reason = sellable >= rest ? Reason.belowLot : .notSellable
                emit(.denied(line.symbol, .sell, rest, reason: reason, detail: detail))
            }
        }
        // Nothing came of it: not at once again.
        if work.queue.isEmpty, emitted == before { retryLater(.sell, at: now) }
    }

    /// Shares of our sells that are being cancelled, or that the account as it was read does not know to be over. They may be
    /// sellable again when the next order arrives, which is then not for all that is left: no odd lot, and nothing is missing.
    private func returning(_ symbol: Symbol) -> Shares {
        var shares: Shares = 0
        if book.tally.openSells > 0 {
            for order in book.orders where order.isOpen && order.side == .sell && order.symbol == symbol {
                if order.isReplaced || work.cancels.contains(where: { $0.id == order.id }) { shares += order.remaining }
            }
        }
        guard !policy.execution.readsOnDemand else { return shares }
        for row in account?.orders.known ?? [] where row.symbol == symbol && row.side == .sell && row.remaining > 0 {
            guard let index = row.clientOrderID.flatMap({ book.index(of: $0) }), !book.orders[index].isOpen else {
                continue
            }
            shares += row.remaining
        }
        return shares
    }

    // MARK: Buy

    private mutating func buy(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        release(at: now)
        guard work.queue.isEmpty else { return false }
        // Nothing of a plain plan is left to sell by now.
        if !policy.execution.manner.isPlain, let isDone = serveLater(rebalance, at: now) { return isDone }
        let symbols = unfinished(.buy, of: rebalance, at: now)
        if !symbols.isEmpty {
            guard canSend(at: now), book.trading.allows(.buy) else { return false }
            if isRoundDue(rebalance, at: now) {
                // What is in flight is not frozen at the broker yet: its cash would be counted twice.
                guard book.tally.inFlight == 0 else { return false }
                if let retry = work.settleRetryAt, retry > now { return false }
                guard gathered(symbols, at: now) else { return false }
                guard isCashSettled(rebalance, at: now) else { return false }
                queueBuys(rebalance, at: now)
                return true
            }
        }
        guard book.tally.open == 0, !waits(rebalance, at: now) else { return false }
        enter(.ending, at: now)
        return true
    }

    /// Cash may have come, a slice has begun, or lines are to be tried again.
    private func isRoundDue(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        if work.allocatedAtCashEvent < work.cashEvents { return true }
        if let retry = work.buysRetryAt, retry <= now { return true }
        return slices(of: rebalance).map { $0.index(at: now.timeOfDay) != work.allocatedSlice } ?? false
    }

    /// While buys are out: orders that rest too long, and sells that are due again. Nil where there is nothing of the kind.
    private mutating func serveLater(_ rebalance: Rebalance, at now: Timestamp) -> Bool? {
        var sells: [Symbol] = []
        if work.owesSells || work.sellsRetryAt != nil {
            sells = unfinished(.sell, of: rebalance, at: now)
            if sells.isEmpty, work.sellsRetryAt == nil, policy.execution.manner.style != .twap {
                work.owesSells = false
            }
        }
        let ripe = ripeOrders(at: now)
        guard !sells.isEmpty || !ripe.isEmpty else { return nil }
        guard canSend(at: now), book.tally.inFlight == 0,
            gathered(ripe.isEmpty ? sells : with(sells, ripe), at: now)
        else { return false }
        serve(sells: sells, ripe, of: rebalance, at: now)
        return true
    }

    /// The broker's cash follows its fills by up to seconds. Waits for what our fills say must be there, a bounded time, and
    /// then believes the broker.
    private mutating func isCashSettled(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        guard let cash = account?.asset?.cash else { return false }
        work.settleRetryAt = nil
        if cash >= expectedCash(rebalance) {
            work.settlingSince = nil
            return true
        }
        let since = work.settlingSince ?? now
        work.settlingSince = since
        guard now.milliseconds(since: since) >= policy.execution.settleSeconds * 1000 else {
            work.settleRetryAt = now.adding(seconds: 1)
            return false
        }
        work.settlingSince = nil
        return true
    }

    /// Cash at the plan, plus what sold since after its fees, minus what buys took or hold.
    private mutating func expectedCash(_ rebalance: Rebalance) -> Money {
        var cash = rebalance.cash
        for index in book.orders.indices where book.orders[index].intent.decidedAt >= rebalance.startedAt {
            let order = book.orders[index]
            guard let kind = InstrumentClass(order.symbol) else { continue }
            let isHeld = order.side == .buy && order.isOpen
            let value = isHeld ? order.intent.submission.price * order.volume : order.fillValue
            let shares = isHeld ? order.volume : order.fillShares
            guard shares > 0 else { continue }
            let fees = feeRates.rates(for: kind, on: rebalance.executionDay)
                .fees(order.side, turnover: value, shares: shares)
            switch order.side {
            case .sell: cash += value - fees.total
            case .buy: cash -= value + fees.total
            }
        }
        return cash
    }

    private mutating func queueBuys(_ rebalance: Rebalance, at now: Timestamp) {
        guard let asset = account?.asset else { return }
        let execution = policy.execution
        var cash = asset.cash - execution.cashBuffer.of(max(rebalance.equity, .zero))
        // What this account does not show yet, in doubt or placed since it was read, has its cash reserved on our side. Where
        // the money alone is read again it is newer than the list, and open orders are out of it already.
        if book.tally.openBuys > 0, !execution.readsOnDemand || book.tally.unknown > 0 {
            let listed = Set(account?.orders.known?.compactMap(\.clientOrderID) ?? [])
            for order in book.openOrders
            where order.side == .buy && !listed.contains(order.id) && !book.isOverdue(order) {
                cash -= cost(of: order)
            }
        }
        if execution.manner.proceedsReserve > .zero {
            cash -= execution.manner.proceedsReserve.of(proceeds(of: rebalance))
        }
        work.cash = cash
        work.buysRetryAt = nil
        work.allocatedSlice = slices(of: rebalance)?.index(at: now.timeOfDay) ?? 0
        work.allocatedAtCashEvent = work.cashEvents
        let day = rebalance.executionDay
        var allocation = BuyAllocation(day: day, fees: policy.fees, cash: cash, isUnbounded: execution.idealizesVenue)
        let prices = PricePolicy(day: day, execution: execution, bound: policy.limits.priceCollar)
        let phase = Engine.phase(at: now)
        let keepsOrder = keepsOrder(rebalance, at: now)
        var near = 0
        if execution.manner.buyPriority == .line {
            for index in rebalance.lines.indices where rebalance.lines[index].side == .buy {
                if !queueBuy(index, of: rebalance, prices, phase, &allocation, &near, keepsOrder: keepsOrder, at: now) {
                    break
                }
            }
        } else {
            for index in byGap(rebalance) {
                if !queueBuy(index, of: rebalance, prices, phase, &allocation, &near, keepsOrder: keepsOrder, at: now) {
                    break
                }
            }
        }
    }

    /// False where nothing further may be bought before this line has had its cash.
    @inline(__always)
    private mutating func queueBuy(
        _ index: Int, of rebalance: Rebalance, _ prices: PricePolicy, _ phase: SessionPhase,
        _ allocation: inout BuyAllocation, _ near: inout Int, keepsOrder: Bool, at now: Timestamp
    ) -> Bool {
        guard let rest = due(index, in: rebalance, at: now) else { return true }
        let line = rebalance.lines[index]
        var item = Work.Item(symbol: line.symbol, side: .buy, shares: 0, sellable: 0)
        standing(of: index, in: rebalance, at: now, &item)
        guard let place = market.index(of: line.symbol, near: &near), let kind = market.values[place].kind,
            let price = prices.limit(.buy, market.values[place], in: phase, step: item.step, touches: item.touches)
        else {
            emit(.denied(line.symbol, .buy, rest, reason: .noPrice, detail: "no price to buy at is known"))
            return true
        }
        if market.values[place].isLockedUp, !item.isForced {
            emit(.denied(line.symbol, .buy, rest, reason: .limitUp, detail: "no sellers at the upper limit"))
            return true
        }
        var shares = allocation.take(upTo: rest, at: price, of: kind)
        let lots = policy.execution.lots(of: kind, on: rebalance.executionDay)
        let isShort = keepsOrder && shares < lots.unbounded.largestBuy(upTo: rest)
        // A part that is not worth an order of its own waits for more cash.
        if isShort { work.buysRetryAt = min(work.buysRetryAt ?? patienceEnds(rebalance), patienceEnds(rebalance)) }
        if isShort, price * shares < policy.execution.minimumOrder { return false }
        // The gate's caps are for orders, not for lines.
        let cap = policy.limits.largestBuy(at: price)
        while shares > 0 {
            let part = lots.largestBuy(upTo: cap.map { min($0, shares) } ?? shares)
            guard part > 0 else { break }
            item.shares = part
            work.queue.append(item)
            shares -= part
        }
        return !isShort
    }

    func cost(of order: OrderLife) -> Money {
        let value = order.intent.submission.price * order.volume
        guard let kind = InstrumentClass(order.symbol) else { return value }
        return value
            + policy.fees.fees(for: kind, on: order.intent.day, side: .buy, turnover: value, shares: order.volume).total
    }

    // MARK: End

    private mutating func end(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        if book.tally.unsettled > 0 {
            for order in book.openOrders where work.mayAskCancel(order.id, at: now) && mayCancel(order, at: now) {
                if !order.isCancelRequested { emit(.cancelRequested(order.id)) }
                work.cancelAsked(order.id)
                perform(.cancel(order.id))
            }
        }
        let isOpen = book.tally.open > 0 && book.openOrders.contains { $0.intent.day == rebalance.executionDay }
        if isOpen, now.timeOfDay < Engine.marketClose { return false }
        // Where only we trade and nothing is open, fills tell all.
        if policy.execution.readsOnDemand, book.tally.open == 0 {
            emit(.rebalanceClosed(results: results(of: rebalance, holdings: nil), at: now))
            return book.controls.flatten != nil
        }
        guard gathered([], at: now), let holdings = holdings() else { return false }
        emit(.rebalanceClosed(results: results(of: rebalance, holdings: holdings), at: now))
        return book.controls.flatten != nil
    }

    func mayCancel(_ order: OrderLife, at now: Timestamp) -> Bool {
        guard case .working = order.state, let kind = InstrumentClass(order.symbol) else { return false }
        let phase = kind.sessionPhase(on: now.day, at: now.timeOfDay, isTradingDay: true)
        return kind.acceptsCancels(on: now.day, in: phase)
    }
}
