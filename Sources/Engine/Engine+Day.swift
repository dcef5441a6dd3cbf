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
        riskInputs = nil
        work.suspicion = nil
        work.linkLost()
        work.nextReadingAt = nil
        work.unreadableSince = nil
        work.looked = []
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
        if policy.risk.needsInputs { perform(.readRiskInputs(signalDay: signalDay)) }
    }

    /// Until a rebalance by targets has begun, newer targets are looked for.
    @inline(__always)
    private var needsTargets: Bool {
        // By their parts: copies of reading and plan would be counted up and down.
        if let isFinal = reading?.isFinal, isFinal, let day = book.day, let signalDay = reading?.signalDay,
            signalDay < day
        {
            return false
        }
        guard let phase = book.rebalance?.phase else { return true }
        // What waits for approval may still be replaced.
        if phase == .held { return true }
        return phase == .closed && book.rebalance?.isProtection ?? false
    }

    // MARK: Holdings

    /// Cash, frozen cash and holdings at the given prices. A holding without any price counts as nothing: too small an
    /// equity makes too small targets, which is the safe side.
    func equity(of holdings: SymbolMap<Holding>, _ asset: AssetReport, price: (Security) -> Price?) -> Money {
        var equity = asset.cash + asset.frozenCash
        var near = 0
        for (symbol, holding) in holdings where holding.volume > 0 {
            let security = market.index(of: symbol, near: &near).map { market.values[$0] }
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
            ? [] : closingSymbols(account?.positions.known ?? [])
        let watched = policy.limits.volumeShare == nil ? symbols : self.symbols(besides: watchedSymbols)
        guard gathered(watched, at: now), let account, let positions = account.positions.known else { return }
        var holdings: [Record.DayClose.Holding] = []
        holdings.reserveCapacity(positions.count)
        let believesAccount = policy.execution.readsOnDemand
        for index in positions.indices where positions[index].volume > 0 {
            let symbol = positions[index].symbol
            let close = believesAccount ? positions[index].lastPrice : market[symbol]?.closingPrice(of: day)
            holdings.append(Record.DayClose.Holding(symbol: symbol, volume: positions[index].volume, close: close))
        }
        if !holdings.indices.dropFirst().allSatisfy({ holdings[$0 - 1].symbol < holdings[$0].symbol }) {
            holdings.sort { $0.symbol < $1.symbol }
        }
        if policy.risk.looksAtEquity, let asset = account.asset, let held = self.holdings() {
            takeFlows(asset, equity: equity(of: held, asset) { Engine.riskMark($0, on: day) }, at: now)
        }
        chargeStrategies()
        let traded =
            policy.limits.volumeShare == nil
            ? nil
            : watched.compactMap { symbol in
                market[symbol]?.traded.map { Record.DayClose.Traded(symbol: symbol, volume: $0) }
            }
        emit(.dayClosed(Record.DayClose(day: day, asset: account.asset, holdings: holdings, traded: traded)))
    }

    /// Securities whose volume of the day is kept: those of the targets.
    private var watchedSymbols: [Symbol] { book.rebalance?.lines.map(\.symbol) ?? [] }

    /// Each strategy pays for its part of each order, by our own schedule: the broker tells no fees of an order.
    private mutating func chargeStrategies() {
        guard !book.strategies.parts.isEmpty else { return }
        var sums = book.strategies.ledgers.map { _ in Money.zero }
        for order in book.orders where order.fillShares > 0 {
            guard let kind = InstrumentClass(order.symbol) else { continue }
            let fees = feeRates.rates(for: kind, on: order.intent.day)
                .fees(order.side, turnover: order.fillValue, shares: order.fillShares).total
            book.strategies.divide(fees, of: order.id, filled: order.fillShares, into: &sums)
        }
        emit(.feesShared(sums))
    }

    /// Whether the day can be closed by the account's money alone: nobody else trades, nothing is open, and no rule of
    /// tomorrow needs today's closes.
    private var isIdle: Bool {
        policy.execution.readsOnDemand && book.tally.open == 0 && !policy.risk.looksDaily
            && policy.limits.volumeShare == nil
    }

    mutating func assetArrived(_ asset: AssetReport, at now: Timestamp) {
        work.isSnapshotPending = false
        account?.asset = asset
        if let need = work.need, work.snapshotNumber > need.askedBefore { work.need?.hasSnapshot = true }
        guard let day = book.day, day == now.day, !book.isDayClosed, isIdle, now.timeOfDay >= Engine.closingLook else {
            return
        }
        chargeStrategies()
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
        var near = 0
        for symbol in symbols {
            guard let place = market.index(of: symbol, near: &near), market.values[place].quotedAt == now else {
                return false
            }
        }
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
                next.consider(work.suspicion?.until)
                if book.isRebalancing { considerRebalance(&next, at: now) }
                if book.controls.flatten != nil { next.consider(day.at(TimeOfDay(13, 0))) }
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
        return !policy.risk.looksDaily && carried.isEmpty
    }

    @inline(__always)
    private func considerRebalance(_ next: inout NextMoment, at now: Timestamp) {
        if book.tally.open > 0 { next.consider(now.adding(seconds: policy.execution.pollSeconds)) }
        if !work.queue.isEmpty {
            next.consider(work.recentSubmits.first?.adding(milliseconds: 1000))
            next.consider(work.pacedUntil)
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
