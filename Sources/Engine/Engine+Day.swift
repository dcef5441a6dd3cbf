import Market

// The trading day around the rebalance: begin, read targets, review holdings, close, and when to look again.
extension Engine {
    /// The close of continuous trading and auctions; no order fills after it.
    static var marketClose: TimeOfDay { TimeOfDay(15, 0) }
    /// When the day's last figures can be read.
    static var closingLook: TimeOfDay { TimeOfDay(15, 1) }

    mutating func beginDay(at now: Timestamp) {
        let day = now.day
        if let current = book.day, current >= day { return }
        guard now.timeOfDay >= policy.execution.dayStart, isTradingDay(day) else { return }
        if let rebalance = book.rebalance, !rebalance.isClosed {
            emit(.rebalanceClosed(results: results(of: rebalance, holdings: nil), at: now))
        }
        raised = []
        market.removeAll()
        account = nil
        reading = nil
        work.linkLost()
        work.nextReadingAt = nil
        link.isReconciled = false
        emit(.dayBegan(day))
        emit(.checkpoint(book))
    }

    /// False where the calendar does not know: then a person hears of it and nothing is done.
    private mutating func isTradingDay(_ day: Day) -> Bool {
        do {
            return try calendar.isTradingDay(day)
        } catch {
            alert(.critical, "calendar", "\(error); nothing is traded until then")
            return false
        }
    }

    // MARK: Targets

    mutating func readTargets(at now: Timestamp) {
        guard let day = book.day, !work.isReadingPending, needsTargets, now.timeOfDay < policy.execution.windowEnd,
            let signalDay = try? calendar.previous(before: day)
        else { return }
        if let next = work.nextReadingAt, next > now { return }
        work.isReadingPending = true
        work.nextReadingAt = now.adding(seconds: policy.execution.targetsPollSeconds)
        perform(.readTargets(signalDay: signalDay))
    }

    /// Until a rebalance by targets has begun, newer targets are looked for.
    private var needsTargets: Bool {
        guard let rebalance = book.rebalance else { return true }
        return rebalance.source == .protection && rebalance.isClosed
    }

    // MARK: Holdings

    /// Before a plan: our entries follow what happened overnight, and equity moves peak and exposure. Once a day, in one
    /// list of effects, so that a restart never counts a dividend twice.
    mutating func reviewHoldings(_ holdings: SymbolMap<Holding>, asset: AssetReport, at now: Timestamp) {
        guard book.reviewedDay != now.day else { return }
        let closes = book.lastClose?.closes ?? SymbolMap()
        for (symbol, entry) in book.entries {
            let change = EntryReview.change(
                of: entry, held: holdings[symbol]?.volume ?? 0, reference: market[symbol]?.previousClose,
                lastClose: closes[symbol])
            if let change { emit(.entryAdjusted(symbol, change.entry, because: change.because)) }
        }
        let equity = equity(of: holdings, asset) { $0.mark }
        let peak = max(book.peakEquity ?? equity, equity)
        emit(.equityObserved(equity: equity, peak: peak, at: now))
        let exposure = RiskOverlay(policy: policy.risk, exposure: book.exposure).exposure(equity: equity, peak: peak)
        if exposure != book.exposure {
            emit(.exposureChanged(exposure, reason: exposure < .one ? .drawdown : nil))
            if exposure < .one {
                alert(
                    .warning, "drawdown",
                    "equity \(equity) is more than the allowed drawdown below its peak \(peak); targets are reduced")
            }
        }
    }

    /// Cash, frozen cash and holdings at the given prices. A holding without any price counts as nothing: too small an
    /// equity makes too small targets, which is the safe side.
    func equity(of holdings: SymbolMap<Holding>, _ asset: AssetReport, price: (Security) -> Price?) -> Money {
        var equity = asset.cash + asset.frozenCash
        for (symbol, holding) in holdings where holding.volume > 0 {
            let security = market[symbol]
            if let price = security.flatMap(price) ?? security?.mark ?? holding.lastPrice {
                equity += price * holding.volume
            }
        }
        return equity
    }

    // MARK: The end of the day

    mutating func closeDay(at now: Timestamp) {
        guard let day = book.day, !book.isDayClosed, now.timeOfDay >= Engine.closingLook,
            book.rebalance?.isClosed ?? true
        else { return }
        let symbols = account?.positions.known?.filter { $0.volume > 0 }.map(\.symbol).sorted() ?? []
        guard gathered(symbols, at: now), let account, let positions = account.positions.known else { return }
        let holdings = positions.filter { $0.volume > 0 }.sorted { $0.symbol < $1.symbol }.map {
            Record.DayClose.Holding(symbol: $0.symbol, volume: $0.volume, close: market[$0.symbol]?.mark)
        }
        emit(.dayClosed(Record.DayClose(day: day, asset: account.asset, holdings: holdings)))
    }

    // MARK: Fresh data

    /// True once a usable snapshot and the market of `symbols` have come that were both asked for after the first call;
    /// asks for them. The next call after a true begins anew.
    mutating func gathered(_ symbols: [Symbol], at now: Timestamp) -> Bool {
        if let need = work.need, need.symbols == symbols {
            if need.hasSnapshot, need.hasMarket {
                work.need = nil
                return true
            }
            if !need.hasMarket, !work.isMarketPending, work.retryMarketAt.map({ $0 <= now }) ?? true {
                requestMarket(symbols)
            }
            if !need.hasSnapshot { reconcile(at: now) }
            return false
        }
        work.need = Work.Need(symbols: symbols, askedBefore: work.asked)
        if symbols.isEmpty { work.need?.hasMarket = true } else { requestMarket(symbols) }
        work.retrySnapshotAt = nil
        reconcile(at: now)
        return false
    }

    private mutating func requestMarket(_ symbols: [Symbol]) {
        guard !work.isMarketPending else { return }
        work.isMarketPending = true
        work.asked += 1
        work.marketNumber = work.asked
        work.marketSymbols = symbols
        perform(.fetchMarket(symbols))
    }

    // MARK: When to look again

    mutating func scheduleWake(at now: Timestamp) {
        var next: Timestamp?
        func consider(_ moment: Timestamp?) {
            guard let moment, moment > now else { return }
            next = min(next ?? moment, moment)
        }
        let execution = policy.execution
        let day = now.day
        if book.day == day {
            consider(day.at(execution.windowStart))
            consider(day.at(execution.windowEnd))
            consider(day.at(Engine.closingLook))
            if link.isUp {
                consider(work.retrySnapshotAt)
                consider(work.retryMarketAt)
                if needsTargets, now.timeOfDay < execution.windowEnd { consider(work.nextReadingAt) }
                for resolve in work.resolves where !resolve.isPending { consider(resolve.retryAt) }
                if book.rebalance.map({ !$0.isClosed }) ?? false { considerRebalance(consider, at: now) }
            }
            if book.isDayClosed || now.timeOfDay >= Engine.closingLook { consider(nextDayStart(after: day)) }
        } else {
            consider(day.at(execution.dayStart))
            consider(nextDayStart(after: day))
        }
        guard next != nextWake || next == nil else { return }
        nextWake = next
        if let next { perform(.wake(at: next)) }
    }

    private func considerRebalance(_ consider: (Timestamp?) -> Void, at now: Timestamp) {
        let execution = policy.execution
        if book.openOrders.contains(where: { _ in true }) { consider(now.adding(seconds: execution.pollSeconds)) }
        if !work.queue.isEmpty {
            consider(work.recentSubmits.first?.adding(milliseconds: 1000))
            consider(now.day.at(TimeOfDay(13, 0)))
        }
        if let since = book.rebalance?.phaseSince { consider(since.adding(seconds: execution.sellPatienceSeconds)) }
        consider(work.settleRetryAt)
        consider(now.day.at(Engine.marketClose))
    }

    /// Start of the first day after `day` that the calendar has; days that are not trading days are looked at and left.
    private func nextDayStart(after day: Day) -> Timestamp? {
        guard let next = try? calendar.next(after: day) else { return nil }
        return next.at(policy.execution.dayStart)
    }
}

extension Record.DayClose {
    var closes: SymbolMap<Price> {
        var closes = SymbolMap<Price>()
        for holding in holdings { closes[holding.symbol] = holding.close }
        return closes
    }
}
