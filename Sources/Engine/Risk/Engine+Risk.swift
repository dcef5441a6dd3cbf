import Market

// Risk around the plan: the daily look, stops, flows, the portfolio stop, and what the overlay is told.
extension Engine {
    /// A look that found a stop reached, and waits for a second one that finds the same.
    struct Suspicion: Hashable, Sendable {
        var symbols: [Symbol]
        var isAccountDown: Bool
        var until: Timestamp
    }

    // MARK: The daily look

    /// Before a plan: our entries follow what happened overnight, flows and equity move the peak. Once a day, in one list of
    /// effects, so that a restart never counts a dividend twice.
    mutating func reviewHoldings(_ holdings: SymbolMap<Holding>, asset: AssetReport, at now: Timestamp) {
        guard book.reviewedDay != now.day, !isBlank(holdings, asset) else { return }
        // A close of further back is not what today's reference is to be compared with.
        let isCloseOfYesterday = closeIsOfYesterday(on: now.day)
        let closes = book.lastClose?.closes ?? SymbolMap()
        // Entries are for stops; where only we trade and there is no stop, nobody asks for them.
        let areEntriesUsed = !policy.execution.readsOnDemand || policy.risk.hasExits
        for (symbol, entry) in areEntriesUsed ? book.entries : SymbolMap() {
            let change = EntryReview.change(
                of: entry, held: holdings[symbol]?.volume ?? 0,
                reference: market[symbol].flatMap { FlowReview.reference(of: $0, after: closes[symbol]) },
                lastClose: closes[symbol], isCloseOfYesterday: isCloseOfYesterday)
            if let change { emit(.entryAdjusted(symbol, change.entry, because: change.because)) }
        }
        endCoolDowns(on: now.day)
        let marked = equity(of: holdings, asset) { Engine.riskMark($0, on: now.day) }
        takeFlows(asset, equity: marked, at: now)
        let equity = marked + book.risk.receivable
        emit(.equityObserved(equity: equity, peak: max(book.peakEquity ?? equity, equity), at: now))
    }

    /// Neither money nor shares, in an account that had some: what terminals show while they have no data. A peak, a stop or a
    /// flow is not concluded from it.
    private func isBlank(_ holdings: SymbolMap<Holding>, _ asset: AssetReport) -> Bool {
        asset.cash == .zero && asset.frozenCash == .zero && holdings.isEmpty && book.equity.map { $0 > .zero } ?? false
    }

    /// The last price where it is of today and inside the day's limits, else the reference: one absurd quote must not make a
    /// peak that stays.
    static func riskMark(_ security: Security, on day: Day) -> Price? {
        if let last = security.last, security.quotedAt?.day == day, security.limits?.contains(last) ?? false {
            return last
        }
        return security.previousClose ?? security.last
    }

    private func closeIsOfYesterday(on day: Day) -> Bool {
        guard let close = book.lastClose, let yesterday = try? calendar.previous(before: day) else { return false }
        return close.day == yesterday
    }

    private mutating func endCoolDowns(on day: Day) {
        guard book.hasStanding else { return }
        let over = book.risk.stops.filter { symbol, stop in
            guard let ended = stop.endedOn else { return book.entries[symbol] == nil }
            return !CoolDown.bars(ended, on: day, days: policy.risk.cooldownDays, calendar)
        }
        if !over.isEmpty { emit(.stopsEnded(over.map(\.0))) }
    }

    // MARK: Deposits and withdrawals

    /// What the close needs prices of: what is held, and, to see what left without a trade, what was held the day before or
    /// traded today.
    func closingSymbols(_ rows: [PositionReport]) -> [Symbol] {
        var symbols = rows.filter { $0.volume > 0 }.map(\.symbol)
        if policy.risk.looksAtEquity {
            symbols += book.lastClose?.holdings.map(\.symbol) ?? []
            symbols += account?.fills.known?.map(\.symbol) ?? []
        }
        symbols.sort()
        var all: [Symbol] = []
        for symbol in symbols where all.last != symbol { all.append(symbol) }
        return all
    }

    /// At the day's look and at its close: what went in or out without a trade moves the peak, and dividends are waited for.
    mutating func takeFlows(_ asset: AssetReport, equity: Money, at now: Timestamp) {
        guard policy.risk.looksAtEquity, equity > .zero, let close = book.lastClose, close.day < now.day,
            let positions = account?.positions.known, let fills = account?.fills.known,
            policy.execution.readsOnDemand || !Engine.isTorn(account?.orders.known ?? [], fills),
            // The broker's cash follows its fills by seconds; the next look sees both.
            !fills.contains(where: { now.milliseconds(since: $0.time) < policy.execution.settleSeconds * 1000 })
                || policy.execution.readsOnDemand
        else { return }
        let tolerance = policy.risk.flowTolerance.of(max(equity, .zero)) + .yuan(1)
        let review = FlowReview(
            day: now.day, close: close, isCloseOfYesterday: closeIsOfYesterday(on: now.day), fees: policy.fees,
            tolerance: tolerance)
        let standing = book.risk
        let finding = review.finding(
            asset: asset, positions: positions, fills: fills, market: market, standing: standing)
        guard !finding.isEmpty else { return }
        let amount = finding.cash + finding.shares
        var ofDay = standing.flowOfDay.day == now.day ? standing.flowOfDay : AccountFlow.Parts()
        ofDay.day = now.day
        ofDay.cash += finding.cash
        ofDay.dividends += finding.dividends
        ofDay.shares += finding.shares
        var after = standing
        after.receivables.removeAll { finding.settled.contains($0.symbol) }
        let adjusted = equity + after.receivable + finding.accrued.reduce(.zero) { $0 + $1.amount }
        let peak = book.peakEquity.map {
            amount == .zero ? $0 : AccountFlow.scaled($0, by: amount, to: adjusted)
        }
        emit(
            .flowObserved(
                AccountFlow(
                    amount: amount, dividends: finding.dividends, accrued: finding.accrued, settled: finding.settled,
                    ofDay: ofDay, equity: adjusted, peakBefore: book.peakEquity, peak: peak, at: now)))
        guard amount != .zero else { return }
        let (what, much) = amount > .zero ? ("came into", amount) : ("left", -amount)
        alert(
            .warning, "account_flow",
            "\(much) \(what) the account without a trade. It counts as a deposit or withdrawal: no profit, no loss"
                + (peak.map { "; the peak is \($0) from now on. " } ?? ". ")
                + "Where nobody moved money or shares, compare the broker's statement with 'qmtctl journal'")
    }

    /// An order whose fills are not all listed: what they moved would be taken for a flow.
    static func isTorn(_ orders: [OrderReport], _ fills: [FillReport]) -> Bool {
        orders.contains { row in
            var filled: Shares = 0
            for fill in fills where fill.brokerOrderID == row.brokerOrderID { filled += fill.volume }
            return filled != row.filled
        }
    }

    // MARK: Stops

    /// False while a second look is waited for. Stops that both looks show are recorded, and count from then on.
    mutating func settleStops(_ holdings: SymbolMap<Holding>, asset: AssetReport, at now: Timestamp) -> Bool {
        guard policy.risk.hasExits || policy.risk.portfolioStop != nil else { return true }
        observeHighs()
        var fired = reachedStops(holdings, at: now)
        let equity = equity(of: holdings, asset) { Engine.riskMark($0, on: now.day) } + book.risk.receivable
        var bound =
            book.risk.liquidation == nil && !isBlank(holdings, asset)
            ? PortfolioStop.bound(equity, peak: book.peakEquity, policy.risk) : nil
        if fired.isEmpty, bound == nil {
            work.suspicion = nil
            return true
        }
        if policy.risk.confirmSeconds > 0, !policy.execution.readsOnDemand {
            guard let suspicion = work.suspicion else {
                work.suspicion = Suspicion(
                    symbols: fired.map(\.symbol), isAccountDown: bound != nil,
                    until: now.adding(seconds: policy.risk.confirmSeconds))
                return false
            }
            guard now >= suspicion.until else { return false }
            fired.removeAll { !suspicion.symbols.contains($0.symbol) }
            if !suspicion.isAccountDown { bound = nil }
        }
        work.suspicion = nil
        for (symbol, stop) in fired { fire(symbol, stop, holdings[symbol] ?? Holding()) }
        if let bound { liquidate(equity, bound, at: now) }
        return true
    }

    private func reachedStops(
        _ holdings: SymbolMap<Holding>, at now: Timestamp
    ) -> [(symbol: Symbol, stop: RiskStanding.Stop)] {
        guard policy.risk.hasExits else { return [] }
        var fired: [(symbol: Symbol, stop: RiskStanding.Stop)] = []
        let stops = book.risk.stops
        for (symbol, entry) in book.entries where holdings[symbol].map({ $0.volume > 0 }) ?? false {
            if let known = stops[symbol], known.endedOn == nil { continue }
            if let stop = Exit.fired(symbol, entry, market[symbol], policy.risk, at: now) {
                fired.append((symbol, stop))
            }
        }
        return fired
    }

    private mutating func observeHighs() {
        guard policy.risk.trailingStop != nil else { return }
        var highs = SymbolMap<Price>()
        for (symbol, entry) in book.entries {
            guard let price = market[symbol].flatMap(Exit.trusted), entry.high.map({ $0 < price }) ?? true else {
                continue
            }
            highs[symbol] = price
        }
        if !highs.isEmpty { emit(.highsObserved(highs)) }
    }

    private mutating func fire(_ symbol: Symbol, _ stop: RiskStanding.Stop, _ holding: Holding) {
        emit(.stopFired(symbol, stop))
        guard holding.sellable < holding.volume else { return }
        alert(
            .warning, "stop_locked.\(symbol)",
            "\(symbol) reached its \(stop.reason.rawValue) (last \(stop.last), bound \(stop.bound)), and only "
                + "\(holding.sellable) of \(holding.volume) shares can be sold today. The rest is sold on the next day "
                + "on which it can be, whatever its price is then")
    }

    // MARK: The portfolio stop

    private mutating func liquidate(_ equity: Money, _ bound: Money, at now: Timestamp) {
        emit(.liquidationBegan(RiskStanding.Liquidation(since: now, equity: equity, bound: bound)))
        reduce(
            .risk, by: "qmtd",
            reason: "the portfolio stop: equity \(equity) is at or below \(bound). Every holding is sold, then trading "
                + "halts; 'qmtctl resume' ends the liquidation and begins the peak anew", at: now)
    }

    /// When nothing is left to sell, trading halts until an operator resumes.
    mutating func endLiquidation(at now: Timestamp) {
        guard book.hasStanding, let liquidation = book.risk.liquidation, book.trading.halt == nil,
            let rebalance = book.rebalance, rebalance.isClosed, rebalance.executionDay == now.day,
            rebalance.startedAt >= liquidation.since, book.tally.open == 0
        else { return }
        let locks = policy.risk.locks
        let isOver = zip(rebalance.lines, rebalance.results).allSatisfy { line, result in
            result.held == 0 || line.reason == .unmanaged || locks.contains(line.symbol)
        }
        guard isOver else { return }
        halt(
            .risk, by: "qmtd",
            reason: "the portfolio stop has sold everything: equity was \(liquidation.equity), its bound "
                + "\(liquidation.bound). 'qmtctl resume' begins the peak anew with the equity of then", at: now)
    }

    /// An operator resumes: whatever was to be sold is his decision again, and the peak begins anew.
    mutating func forgetLiquidation(at now: Timestamp) {
        guard book.hasStanding, book.risk.liquidation != nil else { return }
        emit(.peakReset(at: now))
    }

    // MARK: The overlay

    func riskFacts(_ holdings: SymbolMap<Holding>, on day: Day) -> RiskFacts {
        RiskFacts(
            policy: policy.risk, day: day, calendar: calendar, holdings: holdings, entries: book.entries,
            market: market, standing: book.risk, equity: book.equity, peak: book.peakEquity, inputs: riskInputs)
    }

    /// Records what the rules that multiply all targets ask for now.
    mutating func settleExposure(_ facts: RiskFacts, at now: Timestamp) -> RiskOverlay.Exposure {
        let exposure = RiskOverlay(facts).exposure()
        if facts.policy.volatility != nil || facts.policy.regime != nil {
            let state = RiskStanding.MarketExposure(
                volatility: facts.policy.volatility.map { VolatilityGate.factor($0, facts).0 },
                regime: facts.policy.regime.map { RegimeGate.factor($0, facts).0 })
            if state != facts.standing.marketExposure { emit(.marketExposureChanged(state)) }
        }
        guard exposure.factor != book.exposure else { return exposure }
        let isLess = exposure.factor < book.exposure
        emit(.exposureChanged(exposure.factor, reason: exposure.reason))
        if isLess, let reason = exposure.reason {
            let words = exposure.verdicts.map(\.description).joined(separator: "; ")
            alert(
                .warning, reason.rawValue,
                "targets are multiplied by \(exposure.factor) from now on: \(words)")
        }
        return exposure
    }

    /// What is left of each holding on a day without targets, where the exposure has fallen far enough since they were sized.
    func cut(to exposure: RiskOverlay.Exposure) -> (rest: Weight, verdicts: [RiskVerdict])? {
        let applied = book.risk.applied
        guard exposure.factor < applied else { return nil }
        let isEnough =
            exposure.factor == .zero
            || applied.trillionths - exposure.factor.trillionths >= policy.risk.exposureStep.trillionths
        guard isEnough else { return nil }
        let rest = Int128(exposure.factor.trillionths) * RiskMath.one / Int128(applied.trillionths)
        return (Weight(trillionths: Int64(rest)), exposure.verdicts)
    }
}

extension Engine {
    mutating func riskInputsArrived(_ inputs: RiskInputs, at now: Timestamp) {
        riskInputs = inputs
        if !inputs.refusals.isEmpty {
            alert(.warning, "risk_inputs", inputs.refusals.joined(separator: "\n"))
        }
    }
}
