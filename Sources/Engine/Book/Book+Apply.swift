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
            denials.removeAll()
            rebuildLines()
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
            change(id) { order in
                order.state = state
                order.filled = max(order.filled, filled)
                if let brokerOrderID { order.brokerOrderID = brokerOrderID }
                order.message = message
            }
        case .cancelRequested(let id):
            change(id) { $0.isCancelRequested = true }
        case .replacing(let id):
            change(id) { order in
                order.isCancelRequested = true
                order.isReplaced = true
            }
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
        case .reduced(let halt):
            trading = .reducing(halt)
        case .armed, .resumed:
            trading = .armed
        case .equityObserved(let equity, let peak, let at):
            reviewedDay = at.day
            self.equity = equity
            peakEquity = peak
        case .exposureChanged(let exposure, _):
            self.exposure = exposure
        case .entryAdjusted(let symbol, let entry, _):
            entries[symbol] = entry
        case .dayClosed(let close):
            lastClose = close
            isDayClosed = true
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
        dropClosedOrders()
        rebuildPrefix()
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
        }
    }
}
