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
        guard let rebalance = book.rebalance, !rebalance.isClosed else { return begin(at: now) }
        if rebalance.phase != .ending, now.timeOfDay >= policy.execution.windowEnd {
            enter(.ending, at: now)
            return true
        }
        switch rebalance.phase {
        case .selling: return sell(rebalance, at: now)
        case .buying: return buy(rebalance, at: now)
        case .ending: return end(rebalance, at: now)
        case .closed: return false
        }
    }

    private mutating func enter(_ phase: Rebalance.Phase, at now: Timestamp) {
        work.dropQueue()
        emit(.phaseChanged(phase, at: now))
    }

    // MARK: Begin

    private enum Choice {
        case batches([TargetBatch])
        case protection
        /// Nothing is traded; the reason has been told.
        case nothing
    }

    private mutating func begin(at now: Timestamp) -> Bool {
        guard canSend(at: now), let reading, let day = book.day,
            reading.signalDay == (try? calendar.previous(before: day)),
            !book.openOrders.contains(where: \.isUnknown)
        else { return false }
        switch choose(from: reading, at: now) {
        case .batches(let batches):
            let symbols = symbols(besides: batches.flatMap { $0.lines.map(\.symbol) })
            guard gathered(symbols, at: now) else { return false }
            return plan(batches, at: now)
        case .protection:
            guard book.rebalance == nil else { return false }
            guard gathered(symbols(besides: []), at: now) else { return false }
            return protect(at: now)
        case .nothing:
            return false
        }
    }

    private mutating func choose(from reading: Event.TargetsReading, at now: Timestamp) -> Choice {
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
        let newest = reading.newestSignalDay.map { "the newest are of \($0)" } ?? "there are none at all"
        alert(
            .warning, "targets_missing",
            "there are no targets of \(reading.signalDay) (\(newest)); no target is traded today")
        // Something was delivered and is broken: leave the holdings as they are and let a person look.
        return reading.refusals.isEmpty && current.count == reading.batches.count ? .protection : .nothing
    }

    /// `symbols` and everything that is held, ascending.
    private func symbols(besides symbols: [Symbol]) -> [Symbol] {
        var all = symbols
        for row in account?.positions.known ?? [] where row.volume > 0 { all.append(row.symbol) }
        all += book.entries.keys
        all.sort()
        var unique: [Symbol] = []
        unique.reserveCapacity(all.count)
        for symbol in all where unique.last != symbol { unique.append(symbol) }
        return unique
    }

    private mutating func plan(_ batches: [TargetBatch], at now: Timestamp) -> Bool {
        guard let account, let asset = account.asset, let holdings = SymbolMap<Holding>(account),
            let signalDay = batches.first?.signalDay
        else { return false }
        emit(.targetsAdopted(day: now.day, batches: batches))
        let fresh = batches.flatMap { $0.lines.map(\.symbol) }.filter { book.managed[$0] == nil }
        if !fresh.isEmpty { emit(.managed(fresh.sorted())) }
        reviewHoldings(holdings, asset: asset, at: now)
        // Nothing can be sized from a debt.
        let equity = max(.zero, equity(of: holdings, asset) { $0.price(by: policy.execution.sizing) })
        let targets = RiskOverlay(policy: policy.risk, exposure: book.exposure)
            .apply(to: net(batches), entries: book.entries, market: market)
        let planner = Planner(day: now.day, equity: equity, execution: policy.execution)
        let managed = book.managed
        let lines = planner.plan(targets, holdings: holdings, market: market) { managed[$0] != nil }
        let source = Rebalance.Source.targets(signalDay: signalDay, digests: batches.map(\.digest))
        commit(source, lines, equity: equity, cash: asset.cash, at: now)
        return true
    }

    /// A day without targets: holdings that hit their stop end, and a new cut of exposure shrinks the rest once.
    private mutating func protect(at now: Timestamp) -> Bool {
        guard let account, let asset = account.asset, let holdings = SymbolMap<Holding>(account) else { return false }
        let before = book.exposure
        reviewHoldings(holdings, asset: asset, at: now)
        let cut = book.exposure < before ? book.exposure : nil
        let targets = RiskOverlay(policy: policy.risk, exposure: book.exposure)
            .protect(holdings, entries: book.entries, market: market, cut: cut)
        let equity = book.equity ?? .zero
        let planner = Planner(day: now.day, equity: equity, execution: policy.execution, endsUntargeted: false)
        let lines = planner.plan(targets, holdings: holdings, market: market) { _ in true }
        commit(.protection, lines, equity: equity, cash: asset.cash, at: now)
        return true
    }

    private mutating func commit(
        _ source: Rebalance.Source, _ lines: [PlanLine], equity: Money, cash: Money, at now: Timestamp
    ) {
        work.dropQueue()
        emit(
            .planned(
                Rebalance(
                    executionDay: now.day, source: source, phase: .selling, startedAt: now, equity: equity, cash: cash,
                    lines: lines)))
    }

    /// Weights of all strategies by their shares of capital, summed per symbol, ascending.
    private func net(_ batches: [TargetBatch]) -> [Planner.Target] {
        var weights = SymbolMap<Weight>()
        for batch in batches {
            let capital = policy.strategies.first { $0.name == batch.strategy }?.capital ?? .one
            weights.reserveCapacity(batch.lines.count)
            for line in batch.lines { weights[line.symbol, default: .zero] = weight(line, capital, weights) }
        }
        return weights.map { Planner.Target(symbol: $0, weight: $1) }
    }

    private func weight(_ line: TargetBatch.Line, _ capital: Weight, _ weights: SymbolMap<Weight>) -> Weight {
        (weights[line.symbol] ?? .zero) + line.weight.scaled(by: capital)
    }

    // MARK: Sell

    private mutating func sell(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        release(at: now)
        guard work.queue.isEmpty else { return false }
        let symbols = unfinished(.sell, of: rebalance)
        if !symbols.isEmpty {
            guard canSend(at: now), gathered(symbols, at: now) else { return false }
            queueSells(rebalance)
            return true
        }
        let isResting = book.openOrders.contains { $0.side == .sell }
        let patience = policy.execution.sellPatienceSeconds * 1000
        guard !isResting || now.milliseconds(since: rebalance.phaseSince) >= patience else { return false }
        enter(.buying, at: now)
        return true
    }

    private mutating func queueSells(_ rebalance: Rebalance) {
        guard let account, let holdings = SymbolMap<Holding>(account) else { return }
        for line in rebalance.lines where line.side == .sell {
            var rest = rest(of: line, in: rebalance)
            guard rest > 0, let kind = InstrumentClass(line.symbol) else { continue }
            let lots = kind.lotRule(on: rebalance.executionDay)
            var sellable = holdings[line.symbol]?.sellable ?? 0
            var count = 0
            while rest > 0 {
                let part = lots.largestSell(upTo: min(rest, sellable), position: sellable)
                guard part > 0 else { break }
                work.queue.append(Work.Item(symbol: line.symbol, side: .sell, shares: part, sellable: sellable))
                rest -= part
                sellable -= part
                count += 1
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
            guard canSend(at: now) else { return false }
            if work.allocatedAtCashEvent < work.cashEvents {
                // What is in flight is not frozen at the broker yet: its cash would be counted twice.
                guard !book.openOrders.contains(where: { $0.state == .inFlight }) else { return false }
                if let retry = work.settleRetryAt, retry > now { return false }
                guard gathered(symbols, at: now) else { return false }
                guard isCashSettled(rebalance, at: now) else { return false }
                queueBuys(rebalance)
                return true
            }
        }
        guard !book.openOrders.contains(where: { _ in true }) else { return false }
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
    private func expectedCash(_ rebalance: Rebalance) -> Money {
        var cash = rebalance.cash
        for order in book.orders where order.intent.decidedAt >= rebalance.startedAt {
            guard let kind = InstrumentClass(order.symbol) else { continue }
            let isHeld = order.side == .buy && order.isOpen
            let value = isHeld ? order.intent.submission.price * order.volume : order.fillValue
            let shares = isHeld ? order.volume : order.fillShares
            guard shares > 0 else { continue }
            let fees = policy.fees.fees(
                for: kind, on: rebalance.executionDay, side: order.side, turnover: value, shares: shares)
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
        // The broker may not know of an order in doubt yet: its cash stays reserved on our side.
        for order in book.openOrders where order.isUnknown && order.side == .buy { cash -= cost(of: order) }
        work.cash = cash
        work.allocatedAtCashEvent = work.cashEvents
        let day = rebalance.executionDay
        var allocation = BuyAllocation(day: day, fees: policy.fees, cash: cash)
        let prices = PricePolicy(day: day, collar: execution.collar)
        for line in rebalance.lines where line.side == .buy {
            let rest = rest(of: line, in: rebalance)
            guard rest > 0 else { continue }
            guard let security = market[line.symbol], let kind = security.kind,
                let price = prices.limit(.buy, security, in: .continuous)
            else {
                emit(.denied(line.symbol, .buy, rest, reason: .noPrice, detail: "no price to buy at is known"))
                continue
            }
            if security.isLockedUp {
                emit(.denied(line.symbol, .buy, rest, reason: .limitUp, detail: "no sellers at the upper limit"))
                continue
            }
            var shares = allocation.take(upTo: rest, at: price, of: kind)
            let lots = kind.lotRule(on: day)
            while shares > 0 {
                let part = lots.largestBuy(upTo: shares)
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
        for order in book.openOrders where !work.cancels.contains(order.id) && mayCancel(order, at: now) {
            emit(.cancelRequested(order.id))
            work.cancels.append(order.id)
            perform(.cancel(order.id))
        }
        let isOpen = book.openOrders.contains { $0.intent.day == rebalance.executionDay }
        if isOpen, now.timeOfDay < Engine.marketClose { return false }
        guard gathered([], at: now), let account, let holdings = SymbolMap<Holding>(account) else { return false }
        emit(.rebalanceClosed(results: results(of: rebalance, holdings: holdings), at: now))
        return false
    }

    private func mayCancel(_ order: OrderLife, at now: Timestamp) -> Bool {
        guard case .working = order.state, let kind = InstrumentClass(order.symbol) else { return false }
        let phase = kind.sessionPhase(on: now.day, at: now.timeOfDay, isTradingDay: true)
        return kind.acceptsCancels(on: now.day, in: phase)
    }

    // MARK: Lines

    /// Symbols of lines on `side` that still want orders.
    private func unfinished(_ side: Side, of rebalance: Rebalance) -> [Symbol] {
        rebalance.lines.filter { $0.side == side && rest(of: $0, in: rebalance) > 0 }.map(\.symbol)
    }

    /// Shares of a line for which there is no order yet. An order that somebody cancelled or the broker refused ends its
    /// line for the day; one that was never placed is decided anew, a few times at most.
    private func rest(of line: PlanLine, in rebalance: Rebalance) -> Shares {
        guard let side = line.side, book.denials[line.symbol] == nil else { return 0 }
        var rest = line.shares
        var attempts = 0
        for order in book.orders(of: line.symbol)
        where order.side == side && order.intent.decidedAt >= rebalance.startedAt {
            switch order.state {
            case .inFlight, .unknown, .working, .closed(.filled):
                rest -= order.volume
            case .closed(.neverPlaced):
                attempts += 1
            case .closed(.cancelled), .closed(.rejected), .closed(.expired):
                return 0
            }
        }
        return attempts > 3 ? 0 : max(rest, 0)
    }

    /// What became of each line. `holdings` is nil where the account could not be read any more; then it is what was there
    /// plus what was filled.
    func results(of rebalance: Rebalance, holdings: SymbolMap<Holding>?) -> [LineResult] {
        rebalance.lines.map { line in
            let orders = book.orders(of: line.symbol)
                .filter { $0.side == line.side && $0.intent.decidedAt >= rebalance.startedAt }
            let filled = orders.reduce(Shares.zero) { $0 + $1.filled }
            let change = line.side == .sell ? -filled : filled
            let held = holdings.map { $0[line.symbol]?.volume ?? 0 } ?? line.projected + change
            return LineResult(
                symbol: line.symbol, target: line.target, held: held, filled: filled,
                reason: held == line.target && line.reason != .unmanaged
                    ? nil : reason(line, orders, filled: filled, in: rebalance))
        }
    }

    private func reason(_ line: PlanLine, _ orders: [OrderLife], filled: Shares, in rebalance: Rebalance) -> Reason? {
        guard line.side != nil else { return line.reason }
        if orders.contains(where: \.isUnknown) { return .unresolved }
        if let denial = book.denials[line.symbol] { return denial }
        if orders.contains(where: { $0.closure == .rejected }) { return .rejected }
        if filled >= line.shares { return line.reason ?? .belowLot }
        if orders.contains(where: { $0.closure == .cancelled && !$0.isCancelRequested }) { return .cancelledElsewhere }
        let ordered = orders.filter { $0.closure != .neverPlaced }.reduce(Shares.zero) { $0 + $1.volume }
        if ordered > filled { return filled > 0 ? .partlyFilled : .unfilled }
        if book.trading.halt != nil { return .halted }
        // Buying ended of itself, or others of the plan were bought: then this one had its turn, and no cash.
        let hadItsTurn =
            rebalance.phaseSince.timeOfDay < policy.execution.windowEnd
            || book.orders.contains { $0.side == .buy && $0.intent.decidedAt >= rebalance.startedAt }
        return line.side == .buy && hadItsTurn ? .cash : .windowClosed
    }
}
