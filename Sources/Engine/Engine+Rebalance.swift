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
        if rebalance.phase != .ending, now.timeOfDay >= policy.execution.windowEnd {
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
            let symbols = gathered(for: batches) ?? symbols(besides: batches.flatMap { $0.lines.map(\.symbol) })
            guard gathered(symbols, at: now) else { return false }
            return plan(batches, at: now)
        case .protection:
            guard book.rebalance == nil, policy.risk.looksDaily || !carried.isEmpty else { return false }
            guard gathered(symbols(besides: carried.map(\.symbol)), at: now) else { return false }
            return protect(at: now)
        case .nothing:
            return false
        }
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
        let planner = Planner(day: now.day, equity: equity, execution: policy.execution)
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
    private var carried: [TargetBatch.Line] {
        policy.execution.blockedLines == .carry ? book.blocked : []
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
        let symbols = unfinished(.sell, of: rebalance)
        if !symbols.isEmpty {
            // The plan was made from data of this very moment: that is fresh enough for its first orders.
            guard canSend(at: now), work.gatheredAt == now || gathered(symbols, at: now) else { return false }
            queueSells(rebalance)
            return true
        }
        let isResting = book.tally.openSells > 0
        let patience = policy.execution.sellPatienceSeconds * 1000
        guard !isResting || now.milliseconds(since: rebalance.phaseSince) >= patience else { return false }
        enter(.buying, at: now)
        return true
    }

    /// `onlyUrgent`: of what risk demands.
    mutating func queueSells(_ rebalance: Rebalance, onlyUrgent: Bool = false) {
        guard let holdings = holdings() else { return }
        for index in rebalance.lines.indices where rebalance.lines[index].side == .sell {
            if onlyUrgent, rebalance.lines[index].overlay.isEmpty { continue }
            var rest = rest(of: index, in: rebalance)
            let line = rebalance.lines[index]
            guard rest > 0, let kind = InstrumentClass(line.symbol) else { continue }
            let lots = policy.execution.lots(of: kind, on: rebalance.executionDay)
            var sellable = holdings[line.symbol]?.sellable ?? 0
            while rest > 0 {
                let part = lots.largestSell(upTo: min(rest, sellable), position: sellable)
                guard part > 0 else { break }
                work.queue.append(Work.Item(symbol: line.symbol, side: .sell, shares: part, sellable: sellable))
                rest -= part
                sellable -= part
            }
            if rest > 0 {
                // Less can be sold than was planned: somebody else sold, or froze it.
                let detail = "\(rest) of the planned shares cannot be sold any more"
                emit(.denied(line.symbol, .sell, rest, reason: .notSellable, detail: detail))
            }
        }
    }

    // MARK: Buy

    private mutating func buy(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        release(at: now)
        guard work.queue.isEmpty else { return false }
        let symbols = unfinished(.buy, of: rebalance)
        if !symbols.isEmpty {
            guard canSend(at: now), book.trading.allows(.buy) else { return false }
            if work.allocatedAtCashEvent < work.cashEvents {
                // What is in flight is not frozen at the broker yet: its cash would be counted twice.
                guard book.tally.inFlight == 0 else { return false }
                if let retry = work.settleRetryAt, retry > now { return false }
                guard gathered(symbols, at: now) else { return false }
                guard isCashSettled(rebalance, at: now) else { return false }
                queueBuys(rebalance)
                return true
            }
        }
        guard book.tally.open == 0 else { return false }
        enter(.ending, at: now)
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

    private mutating func queueBuys(_ rebalance: Rebalance) {
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
        work.cash = cash
        work.allocatedAtCashEvent = work.cashEvents
        let day = rebalance.executionDay
        var allocation = BuyAllocation(day: day, fees: policy.fees, cash: cash, isUnbounded: execution.idealizesVenue)
        let prices = PricePolicy(day: day, execution: execution)
        var near = 0
        for index in rebalance.lines.indices where rebalance.lines[index].side == .buy {
            let rest = rest(of: index, in: rebalance)
            guard rest > 0 else { continue }
            let line = rebalance.lines[index]
            guard let place = market.index(of: line.symbol, near: &near), let kind = market.values[place].kind,
                let price = prices.limit(.buy, market.values[place], in: .continuous)
            else {
                emit(.denied(line.symbol, .buy, rest, reason: .noPrice, detail: "no price to buy at is known"))
                continue
            }
            if market.values[place].isLockedUp {
                emit(.denied(line.symbol, .buy, rest, reason: .limitUp, detail: "no sellers at the upper limit"))
                continue
            }
            var shares = allocation.take(upTo: rest, at: price, of: kind)
            let lots = execution.lots(of: kind, on: day)
            // The gate's caps are for orders, not for lines.
            let cap = policy.limits.largestBuy(at: price)
            while shares > 0 {
                let part = lots.largestBuy(upTo: cap.map { min($0, shares) } ?? shares)
                guard part > 0 else { break }
                work.queue.append(Work.Item(symbol: line.symbol, side: .buy, shares: part, sellable: 0))
                shares -= part
            }
        }
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

    // MARK: Lines

    /// Symbols of lines on `side` that still want orders; kept until something is recorded.
    private mutating func unfinished(_ side: Side, of rebalance: Rebalance) -> [Symbol] {
        if work.unfinished.isCurrent(side, emitted) { return work.unfinished.symbols }
        work.unfinished = Work.Unfinished(side: side, emitted: emitted, symbols: lookedUp(side, of: rebalance))
        return work.unfinished.symbols
    }

    // Inlined, as `rest`.
    @inline(__always)
    func lookedUp(_ side: Side, of rebalance: Rebalance) -> [Symbol] {
        var symbols: [Symbol] = []
        for index in rebalance.lines.indices where rebalance.lines[index].side == side {
            // Mostly the order that was placed is all.
            let order = book.lastOrder(ofLine: index)
            if order >= 0, book.orders[order].volume == rebalance.lines[index].shares,
                book.orders[order].side == side, book.orders[order].takesItsVolume
            {
                continue
            }
            if rest(of: index, in: rebalance) > 0 { symbols.append(rebalance.lines[index].symbol) }
        }
        return symbols
    }

    /// Shares of the line at `index` for which there is no order yet. An order that somebody cancelled or the broker refused
    /// ends its line for the day; one that was never placed is decided anew, a few times at most.
    // Inlined: a call would copy the whole engine first.
    @inline(__always)
    private func rest(of index: Int, in rebalance: Rebalance) -> Shares {
        guard let side = rebalance.lines[index].side,
            book.denials.isEmpty || book.denials[rebalance.lines[index].symbol] == nil
        else { return 0 }
        var rest = rebalance.lines[index].shares
        var attempts = 0
        var order = book.lastOrder(ofLine: index)
        while order >= 0 {
            if book.orders[order].side == side {
                if book.orders[order].takesItsVolume {
                    rest -= book.orders[order].volume
                } else if book.orders[order].closure == .neverPlaced {
                    attempts += 1
                    // Nothing, but for one that came after all.
                    rest -= book.orders[order].filled
                } else {
                    // Cancelled, rejected, expired or settled by hand.
                    return 0
                }
            }
            order = book.orderBefore(order)
        }
        return attempts > 3 ? 0 : max(rest, 0)
    }

    /// What became of each line. `holdings` is nil where the account could not be read any more; then it is what was there
    /// plus what was filled.
    func results(of rebalance: Rebalance, holdings: SymbolMap<Holding>?) -> [LineResult] {
        var results: [LineResult] = []
        results.reserveCapacity(rebalance.lines.count)
        for index in rebalance.lines.indices {
            let line = rebalance.lines[index]
            var filled = Shares.zero
            var order = book.lastOrder(ofLine: index)
            while order >= 0 {
                if book.orders[order].side == line.side { filled += book.orders[order].filled }
                order = book.orderBefore(order)
            }
            let change = line.side == .sell ? -filled : filled
            let held = holdings.map { $0[line.symbol]?.volume ?? 0 } ?? line.projected + change
            let isReached = held == line.target && line.reason != .unmanaged
            results.append(
                LineResult(
                    symbol: line.symbol, target: line.target, held: held, filled: filled,
                    reason: isReached ? nil : reason(line, at: index, filled: filled, in: rebalance)))
        }
        return results
    }

    private func reason(_ line: PlanLine, at index: Int, filled: Shares, in rebalance: Rebalance) -> Reason? {
        // Somebody else's working order was to bring it there.
        guard line.side != nil else { return line.reason ?? .unfilled }
        if let hold = rebalance.hold, hold.approval == nil, book.lastOrder(ofLine: index) < 0 { return .notApproved }
        let orders = book.orders(ofLine: index).filter { $0.side == line.side }
        if orders.contains(where: \.isUnknown) { return .unresolved }
        if let denial = book.denials[line.symbol] { return denial }
        if orders.contains(where: { $0.closure == .rejected }) { return .rejected }
        if filled >= line.shares { return line.reason ?? .belowLot }
        if orders.contains(where: { $0.closure == .cancelled && !$0.isCancelRequested }) { return .cancelledElsewhere }
        let ordered = orders.filter { $0.closure != .neverPlaced }.reduce(Shares.zero) { $0 + $1.volume }
        if ordered > filled { return filled > 0 ? .partlyFilled : .unfilled }
        if let side = line.side, !book.trading.allows(side) {
            return book.trading.reduction == nil ? .halted : .reducing
        }
        // Buying ended of itself, or others of the plan were bought: then this one had its turn, and no cash.
        let hadItsTurn =
            rebalance.phaseSince.timeOfDay < policy.execution.windowEnd
            || book.orders.contains { $0.side == .buy && $0.intent.decidedAt >= rebalance.startedAt }
        return line.side == .buy && hadItsTurn ? .cash : .windowClosed
    }
}
