import Market

extension Book {
    /// Takes in one durable fact. Total: a fact that does not fit (an order that is not there) changes nothing.
    package mutating func apply(_ record: Record) {
        switch record {
        case .checkpoint(let book):
            self = book
        case .runBegan(let run, let epoch, _, _):
            self.run = run
            self.epoch = epoch
            // Numbers count within an epoch, and every run has its own.
            nextOrderNumber = 1
            rebuildPrefix()
        case .policyInForce:
            break
        case .dayBegan(let day):
            begin(day)
        case .managed(let symbols):
            for symbol in symbols { managed.insert(symbol) }
        case .targetsAdopted(_, let batches):
            adopted = batches
        case .targetsRefused(_, let reasons):
            refusals = reasons
        case .planned(let rebalance):
            self.rebalance = rebalance
            if let exposure = rebalance.exposure, exposure != risk.applied { risk.applied = exposure }
            denials.removeAll()
            rebuildLines()
            if rebalance.sharing != nil || !strategies.isEmpty { strategies.begin(rebalance.sharing) }
        case .phaseChanged(let phase, let at):
            rebalance?.phase = phase
            rebalance?.phaseSince = at
        case .rebalanceClosed(let results, let at):
            keepBlocked(results)
            keepResiduals(results)
            rebalance?.results = results
            rebalance?.phase = .closed
            rebalance?.phaseSince = at
        case .intended(let intent):
            insert(OrderLife(intent: intent))
            passNumber(of: intent.submission.clientOrderID)
        case .denied(let symbol, _, _, let reason, _):
            denials[symbol] = reason
        case .orderChanged(let id, let state, let filled, let brokerOrderID, let message):
            if state == .closed(.rejected) || state == .closed(.neverPlaced) { controls.hasRefusals = true }
            change(id) { order in
                if case .working = order.state, case .unknown = state { order.wasPlaced = true }
                order.state = state
                order.filled = max(order.filled, filled)
                if let brokerOrderID { order.brokerOrderID = brokerOrderID }
                order.message = message
            }
        case .cancelRequested(let id):
            change(id) { order in
                order.isCancelRequested = true
                if order.isReplaced { order.isGivenUp = true }
            }
            controls.cancels += 1
        case .replacing(let id):
            change(id) { order in
                order.isCancelRequested = true
                order.isReplaced = true
            }
            controls.cancels += 1
        case .filled(let fill):
            apply(fill)
        case .operatorResolved(let id, let word, let by, let reason, _):
            change(id) { order in
                order.state = .closed(word.closure)
                order.filled = max(order.filled, word.filled)
                order.message = Word("settled by \(by): \(reason)")
            }
        case .strangerAccepted(let id):
            strangers.append(id)
        case .halted(let halt):
            trading = .halted(halt)
            controls.flatten = nil
            replaceNothing()
        case .reduced(let halt):
            trading = .reducing(halt)
            replaceNothing(of: .buy)
        case .armed, .resumed:
            trading = .armed
            controls.refusalsSettled = day.map { Breaker.refusals(orders, on: $0) } ?? 0
            controls.flatten = nil
        case .cancelAllAsked:
            controls.cancelAllCount = orders.count
            replaceNothing()
        case .flattenAsked(let halt):
            controls.flatten = halt
            trading = .reducing(halt)
        case .approved(let digest, let by, _, let at):
            guard rebalance?.hold?.digest == digest else { return }
            rebalance?.hold?.approval = Rebalance.Hold.Approval(by: by, at: at)
        case .equityObserved(let equity, let peak, let at):
            reviewedDay = at.day
            self.equity = equity
            peakEquity = peak
        case .exposureChanged(let exposure, _):
            self.exposure = exposure
        case .entryAdjusted(let symbol, let entry, let because):
            if !strategies.isEmpty { strategies.adjust(symbol, from: entries[symbol], to: entry, because: because) }
            entries[symbol] = entry
            if entry == nil, hasStanding { risk.end(symbol, on: day) }
        case .feesShared(let fees):
            strategies.charge(fees)
        case .dayClosed(let close):
            isDayClosed = true
            if close.traded != nil { controls.dayClosed(close) }
            // An account without money and shares is what terminals show that have no data: nothing is compared with it.
            let isBlank =
                close.holdings.isEmpty && (close.asset.map { $0.cash == .zero && $0.frozenCash == .zero } ?? true)
            if !isBlank { lastClose = close }
            for holding in close.holdings {
                guard let price = holding.close, var entry = entries[holding.symbol] else { continue }
                entry.see(price)
                entries[holding.symbol] = entry
            }
        case .stopFired(let symbol, let stop):
            risk.stops[symbol] = stop
        case .stopsEnded(let symbols):
            for symbol in symbols { risk.stops[symbol] = nil }
        case .highsObserved(let prices):
            for (symbol, price) in prices { entries[symbol]?.see(price) }
        case .flowObserved(let flow):
            risk.take(flow)
            if let peak = flow.peak { peakEquity = peak }
        case .liquidationBegan(let liquidation):
            risk.liquidation = liquidation
        case .peakReset:
            risk.liquidation = nil
            peakEquity = nil
        case .marketExposureChanged(let exposure):
            risk.marketExposure = exposure
        }
    }

    private mutating func begin(_ day: Day) {
        self.day = day
        isDayClosed = false
        nextOrderNumber = 1
        adopted = []
        refusals = []
        rebalance = nil
        strangers = []
        controls.dayBegan()
        dropClosedOrders()
        rebuildPrefix()
    }

    /// A cancel that was to replace its order is one for good: whatever comes of it, the line is over.
    private mutating func replaceNothing(of side: Side? = nil) {
        for index in orders.indices
        where orders[index].isReplaced && orders[index].isOpen && side.map({ orders[index].side == $0 }) ?? true {
            orders[index].isGivenUp = true
        }
    }

    /// What the day left over without being kept from trading: the same for `residuals`.
    private mutating func keepResiduals(_ results: [LineResult]) {
        guard let rebalance, results.count == rebalance.lines.count else { return }
        var kept: [TargetBatch.Line] = []
        for index in results.indices where results[index].reason?.isResidual ?? false {
            let line = rebalance.lines[index]
            // What risk demanded is demanded anew each day.
            if rebalance.source == .protection, !residuals.contains(where: { $0.symbol == line.symbol }) { continue }
            if line.side != nil || line.reason?.isPassing ?? false {
                kept.append(TargetBatch.Line(symbol: line.symbol, weight: line.weight))
            }
        }
        residuals = kept
    }

    /// A plan by targets begins the list anew; one without goes on with those that it could not serve either.
    private mutating func keepBlocked(_ results: [LineResult]) {
        guard let rebalance, results.count == rebalance.lines.count else { return }
        var kept: [TargetBatch.Line] = []
        for (line, result) in zip(rebalance.lines, results) where result.reason?.isBlock ?? false {
            // What risk demanded is demanded anew each day.
            if rebalance.source == .protection, !blocked.contains(where: { $0.symbol == line.symbol }) { continue }
            kept.append(TargetBatch.Line(symbol: line.symbol, weight: line.weight))
        }
        blocked = kept
    }

    private mutating func apply(_ fill: FillReport) {
        guard let id = fill.clientOrderID, let index = index(of: id), !hasCounted(fill, at: index) else { return }
        count(fill, at: index)
        orders[index].fillShares += fill.volume
        orders[index].fillValue += fill.amount
        orders[index].filled = max(orders[index].filled, orders[index].fillShares)
        if !strategies.isEmpty { strategies.fill(id, fill.symbol, fill.side, fill.volume, for: fill.amount) }
        orders[index].firstFillAt = min(orders[index].firstFillAt ?? fill.time, fill.time)
        orders[index].lastFillAt = max(orders[index].lastFillAt ?? fill.time, fill.time)
        switch fill.side {
        case .buy:
            managed.insert(fill.symbol)
            entries[fill.symbol, default: Entry(shares: 0, cost: .zero)].buy(fill.volume, for: fill.amount)
        case .sell:
            guard var entry = entries[fill.symbol] else { return }
            entry.sell(fill.volume)
            entries[fill.symbol] = entry.shares > 0 ? entry : nil
            if entry.shares == 0, hasStanding { risk.end(fill.symbol, on: day) }
        }
    }
}
