import Market

// The trading day around the rebalance: begin, read targets, review holdings, close, and when to look again.
extension Engine {
    /// The close of continuous trading and auctions; no order fills after it.
    static var marketClose: TimeOfDay { TimeOfDay(15, 0) }
    /// When the day's last figures can be read.
    static var closingLook: TimeOfDay { TimeOfDay(15, 1) }

    /// Until then lists that do not fit together are waited for.
    static var lastLook: TimeOfDay { TimeOfDay(15, 6) }

    mutating func beginDay(at now: Timestamp) {
        let day = now.day
        if let current = book.day, current >= day { return }
        guard now.timeOfDay >= policy.execution.dayStart, isTradingDay(day) else { return }
        if let rebalance = book.rebalance, !rebalance.isClosed {
            emit(.rebalanceClosed(results: results(of: rebalance, holdings: nil), at: now))
        }
        // What this very step has told belongs to the day that it begins.
        raised = effects.compactMap { if case .alert(let alert) = $0 { alert.code } else { nil } }
        market.removeAll()
        account = nil
        reading = nil
        work.linkLost()
        work.nextReadingAt = nil
        work.unreadableSince = nil
        link.isReconciled = false
        emit(.dayBegan(day))
        // A run that reads on demand is not resumed: nobody will look for a place to begin.
        if !policy.execution.readsOnDemand { emit(.checkpoint(book)) }
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
    @inline(__always)
    private var needsTargets: Bool {
        if let reading, reading.isFinal, reading.signalDay < (book.day ?? reading.signalDay) { return false }
        guard let rebalance = book.rebalance else { return true }
        return rebalance.source == .protection && rebalance.isClosed
    }

    // MARK: Holdings

    /// Before a plan: our entries follow what happened overnight, and equity moves peak and exposure. Once a day, in one
    /// list of effects, so that a restart never counts a dividend twice.
    mutating func reviewHoldings(_ holdings: SymbolMap<Holding>, asset: AssetReport, at now: Timestamp) {
        guard book.reviewedDay != now.day else { return }
        let closes = book.lastClose?.closes ?? SymbolMap()
        // Entries are for stops; where only we trade and there is no stop, nobody asks for them.
        let areEntriesUsed = !policy.execution.readsOnDemand || policy.risk.stopLoss != nil
        for (symbol, entry) in areEntriesUsed ? book.entries : SymbolMap() {
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
            !book.isRebalancing
        else { return }
        if isIdle {
            if !work.isSnapshotPending {
                work.isSnapshotPending = true
                perform(.takeAsset)
            }
            return
        }
        let symbols =
            policy.execution.readsOnDemand
            ? [] : account?.positions.known?.filter { $0.volume > 0 }.map(\.symbol).sorted() ?? []
        guard gathered(symbols, at: now), let account, let positions = account.positions.known else { return }
        var holdings: [Record.DayClose.Holding] = []
        holdings.reserveCapacity(positions.count)
        let believesAccount = policy.execution.readsOnDemand
        for index in positions.indices where positions[index].volume > 0 {
            let symbol = positions[index].symbol
            let close = believesAccount ? positions[index].lastPrice : market[symbol]?.mark
            holdings.append(Record.DayClose.Holding(symbol: symbol, volume: positions[index].volume, close: close))
        }
        if !holdings.indices.dropFirst().allSatisfy({ holdings[$0 - 1].symbol < holdings[$0].symbol }) {
            holdings.sort { $0.symbol < $1.symbol }
        }
        emit(.dayClosed(Record.DayClose(day: day, asset: account.asset, holdings: holdings)))
    }

    /// Whether the day can be closed by the account's money alone: nobody else trades, nothing is open, and no rule of
    /// tomorrow needs today's closes.
    private var isIdle: Bool {
        policy.execution.readsOnDemand && book.tally.open == 0 && !policy.risk.looksDaily
    }

    mutating func assetArrived(_ asset: AssetReport, at now: Timestamp) {
        work.isSnapshotPending = false
        account?.asset = asset
        if let need = work.need, work.snapshotNumber > need.askedBefore { work.need?.hasSnapshot = true }
        guard let day = book.day, day == now.day, !book.isDayClosed, isIdle, now.timeOfDay >= Engine.closingLook else {
            return
        }
        emit(.dayClosed(Record.DayClose(day: day, asset: asset, holdings: [])))
    }

    // MARK: Fresh data

    /// True once a usable snapshot and the market of `symbols` have come that were both asked for after the first call;
    /// asks for them. The next call after a true begins anew.
    mutating func gathered(_ symbols: [Symbol], at now: Timestamp) -> Bool {
        if let need = work.need, need.hasSnapshot, let account, !policy.execution.readsOnDemand,
            now.milliseconds(since: account.asOf) > policy.execution.snapshotAgeMaximumSeconds * 1000
        {
            // The market took its time, and the account is old by now.
            work.need?.hasSnapshot = false
        }
        if let need = work.need, need.symbols == symbols {
            if need.hasSnapshot, need.hasMarket {
                work.need = nil
                work.gatheredAt = now
                return true
            }
            if !need.hasMarket, !work.isMarketPending, work.retryMarketAt.map({ $0 <= now }) ?? true {
                requestMarket(symbols)
            }
            if !need.hasSnapshot { reconcile(at: now) }
            return false
        }
        work.need = Work.Need(symbols: symbols, askedBefore: work.asked)
        if isQuoted(symbols, at: now) { work.need?.hasMarket = true } else { requestMarket(symbols) }
        work.retrySnapshotAt = nil
        reconcile(at: now)
        return false
    }

    /// Quotes of this very moment are not asked for again.
    @inline(__always)
    private func isQuoted(_ symbols: [Symbol], at now: Timestamp) -> Bool {
        for symbol in symbols where market[symbol]?.quotedAt != now { return false }
        return true
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
        var next = NextMoment(after: now)
        let day = now.day
        if book.day == day {
            if !isQuiet {
                if policy.execution.manner.style == .openAuction { next.consider(day.at(Schedule.callStart)) }
                next.consider(day.at(policy.execution.windowStart))
                next.consider(day.at(policy.execution.windowEnd))
            }
            next.consider(day.at(Engine.closingLook))
            if link.isUp {
                next.consider(work.steadyAt)
                next.consider(work.retrySnapshotAt)
                next.consider(work.retryMarketAt)
                if needsTargets, now.timeOfDay < policy.execution.windowEnd { next.consider(work.nextReadingAt) }
                for resolve in work.resolves where !resolve.isPending { next.consider(resolve.retryAt) }
                if book.isRebalancing { considerRebalance(&next, at: now) }
            }
            if book.isDayClosed || now.timeOfDay >= Engine.closingLook { next.consider(nextDayStart(after: day)) }
        } else {
            next.consider(day.at(policy.execution.dayStart))
            next.consider(nextDayStart(after: day))
        }
        guard next.moment != nextWake || next.moment == nil else { return }
        nextWake = next.moment
        if let moment = next.moment { perform(.wake(at: moment)) }
    }

    /// Nothing can begin today any more: there are no targets and never will be, and nothing else acts without them.
    // This and what follows is inlined: a call would copy the whole engine first.
    @inline(__always)
    private var isQuiet: Bool {
        guard let reading, reading.isFinal, reading.batches.isEmpty, reading.refusals.isEmpty, book.rebalance == nil
        else {
            return book.rebalance?.phase == .closed && reading?.isFinal ?? false
        }
        return !policy.risk.looksDaily && (policy.execution.blockedLines == .drop || book.blocked.isEmpty)
    }

    @inline(__always)
    private func considerRebalance(_ next: inout NextMoment, at now: Timestamp) {
        if book.tally.open > 0 { next.consider(now.adding(seconds: policy.execution.pollSeconds)) }
        if !work.queue.isEmpty {
            next.consider(work.recentSubmits.first?.adding(milliseconds: 1000))
            next.consider(now.day.at(TimeOfDay(13, 0)))
        }
        if let since = book.rebalance?.phaseSince {
            next.consider(since.adding(seconds: policy.execution.sellPatienceSeconds))
        }
        next.consider(work.settleRetryAt)
        if policy.execution.manner.needsClock || work.sellsRetryAt != nil || work.buysRetryAt != nil {
            considerWorking({ next.consider($0) }, at: now)
        }
        next.consider(now.day.at(Engine.marketClose))
    }

    /// Start of the first day after `day` that the calendar has; days that are not trading days are looked at and left.
    @inline(__always)
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

/// The earliest of several moments that are still to come.
private struct NextMoment {
    private let now: Timestamp
    private(set) var moment: Timestamp?

    init(after now: Timestamp) { self.now = now }

    mutating func consider(_ candidate: Timestamp?) {
        guard let candidate, candidate > now else { return }
        moment = min(moment ?? candidate, candidate)
    }
}
