import Market

// What each line of the plan still wants, and what became of it.
extension Engine {
    /// Symbols of lines on `side` that still want orders; kept until something is recorded.
    mutating func unfinished(_ side: Side, of rebalance: Rebalance, at now: Timestamp) -> [Symbol] {
        // While lines of this side wait, a fresh look at all of them is due when the time has come.
        if side == .sell, let retry = work.sellsRetryAt, retry > now { return [] }
        let slice = slices(of: rebalance)?.index(at: now.timeOfDay) ?? 0
        if work.unfinished.isCurrent(side, emitted, slice) { return work.unfinished.symbols }
        let symbols = lookedUp(side, of: rebalance, at: now)
        work.unfinished = Work.Unfinished(side: side, emitted: emitted, slice: slice, symbols: symbols)
        return symbols
    }

    // Inlined, as `rest`.
    @inline(__always)
    func lookedUp(_ side: Side, of rebalance: Rebalance, at now: Timestamp) -> [Symbol] {
        var symbols: [Symbol] = []
        for index in rebalance.lines.indices where rebalance.lines[index].side == side {
            // Mostly the order that was placed is all.
            let order = book.lastOrder(ofLine: index)
            if order >= 0, book.orders[order].volume == rebalance.lines[index].shares,
                book.orders[order].side == side, book.orders[order].takesItsVolume
            {
                continue
            }
            if portion(index, in: rebalance, at: now) > 0 {
                symbols.append(rebalance.lines[index].symbol)
            }
        }
        return symbols
    }

    /// Shares of the line at `index` for which there is no order yet. An order that somebody cancelled or the broker refused
    /// ends its line for the day; one that was never placed is decided anew, a few times at most, and so is what is left of
    /// one that we cancelled to replace it, and one that was outside the cage when it arrived.
    // Inlined: a call would copy the whole engine first.
    @inline(__always)
    func rest(of index: Int, in rebalance: Rebalance) -> Shares {
        guard let side = rebalance.lines[index].side,
            book.denials.isEmpty || book.denials[rebalance.lines[index].symbol]?.isPassing ?? true
        else { return 0 }
        var rest = rebalance.lines[index].shares
        var attempts = 0
        var cages = 0
        var order = book.lastOrder(ofLine: index)
        while order >= 0 {
            if book.orders[order].side == side {
                switch book.orders[order].state {
                case .inFlight, .unknown, .working, .closed(.filled):
                    rest -= book.orders[order].volume
                case .closed(.neverPlaced):
                    attempts += 1
                    // Nothing, but for one that came after all.
                    rest -= book.orders[order].filled
                case .closed(.cancelled):
                    guard book.orders[order].leavesRest else { return 0 }
                    rest -= book.orders[order].filled
                case .closed(.rejected):
                    // E03: the market had moved; priced anew a few times at most.
                    cages += 1
                    guard cages <= BrokerWords.cageRetries, BrokerWords.isCage(book.orders[order].message) else {
                        return 0
                    }
                case .closed(.expired), .closed(.resolved):
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
            if policy.execution.manner.measuresQuality, book.lastOrder(ofLine: index) >= 0 {
                results[index].quality = quality(of: line, at: index)
            }
        }
        return results
    }

    private func quality(of line: PlanLine, at index: Int) -> Quality {
        var quality = Quality()
        quality.wanted = line.shares
        var order = book.lastOrder(ofLine: index)
        while order >= 0 {
            if book.orders[order].side == line.side {
                quality.take(book.orders[order], decision: line.decisionPrice)
            }
            order = book.orderBefore(order)
        }
        return quality
    }

    private func reason(_ line: PlanLine, at index: Int, filled: Shares, in rebalance: Rebalance) -> Reason? {
        // Somebody else's working order was to bring it there.
        guard line.side != nil else { return line.reason ?? .unfilled }
        if let hold = rebalance.hold, hold.approval == nil, book.lastOrder(ofLine: index) < 0 { return .notApproved }
        let orders = book.orders(ofLine: index).filter { $0.side == line.side }
        if orders.contains(where: \.isUnknown) { return .unresolved }
        if let denial = book.denials[line.symbol], !denial.isPassing || orders.isEmpty { return denial }
        if orders.contains(where: { $0.closure == .rejected }) { return .rejected }
        if filled >= line.shares { return line.reason ?? .belowLot }
        if orders.contains(where: { $0.closure == .cancelled && !$0.isCancelRequested }) { return .cancelledElsewhere }
        let ordered = orders.filter { $0.closure != .neverPlaced }.reduce(Shares.zero) { $0 + $1.volume }
        if ordered > filled { return filled > 0 ? .partlyFilled : .unfilled }
        if let side = line.side, !book.trading.allows(side) {
            return book.trading.reduction == nil ? .halted : .reducing
        }
        if let denial = book.denials[line.symbol] { return denial }
        // Buying ended of itself, or others of the plan were bought: then this one had its turn, and no cash.
        let hadItsTurn =
            rebalance.phaseSince.timeOfDay < policy.execution.windowEnd
            || book.orders.contains { $0.side == .buy && $0.intent.decidedAt >= rebalance.startedAt }
        return line.side == .buy && hadItsTurn ? .cash : .windowClosed
    }
}
