package import Market

/// Finds what went in or out of the account since the close of the day before, from what the broker shows now: cash and
/// shares that no fill of the day, ours or a stranger's, no fee and no corporate action explains.
package struct FlowReview {
    package struct Finding: Hashable, Sendable {
        package var cash = Money.zero
        package var shares = Money.zero
        package var dividends = Money.zero
        package var accrued: [RiskStanding.Receivable] = []
        package var settled: [Symbol] = []

        package init() {}

        package var isEmpty: Bool {
            cash == .zero && shares == .zero && dividends == .zero && accrued.isEmpty && settled.isEmpty
        }
    }

    package var day: Day
    package var close: Record.DayClose
    /// The close is of the trading day before: a reference price that differs from it is an ex-date, not the market.
    package var isCloseOfYesterday: Bool
    package var fees: FeeSchedule
    /// Unexplained amounts up to this are none.
    package var tolerance: Money

    package init(
        day: Day, close: Record.DayClose, isCloseOfYesterday: Bool, fees: FeeSchedule, tolerance: Money
    ) {
        self.day = day
        self.close = close
        self.isCloseOfYesterday = isCloseOfYesterday
        self.fees = fees
        self.tolerance = tolerance
    }

    /// How long a dividend is waited for.
    private static let patienceDays = 90

    /// `standing` says what was found earlier today, which is not found again.
    package func finding(
        asset: AssetReport, positions: [PositionReport], fills: [FillReport], market: SymbolMap<Security>,
        standing: RiskStanding
    ) -> Finding {
        var finding = Finding()
        guard let before = close.asset else { return finding }
        var expected = before.cash + before.frozenCash
        var slack = tolerance
        var traded = SymbolMap<Shares>()
        for index in fills.indices {
            let fee = fee(of: fills[index])
            // Fees are by the order, and a broker's own: what we reckon may be off by as much again.
            if fills[index].commission == nil { slack += fee }
            switch fills[index].side {
            case .sell:
                expected += fills[index].amount - fee
                traded[fills[index].symbol, default: 0] -= fills[index].volume
            case .buy:
                expected -= fills[index].amount + fee
                traded[fills[index].symbol, default: 0] += fills[index].volume
            }
        }
        let earlier = standing.flowOfDay.day == day ? standing.flowOfDay : AccountFlow.Parts()
        guard compareShares(positions, traded, market, standing, earlier, &finding, &slack) else { return Finding() }
        // Dividends that cannot be told from the reference: of days that nobody saw, or where the close is not known.
        for holding in close.holdings where !isCloseOfYesterday || holding.close == nil {
            let price = holding.close ?? market[holding.symbol]?.previousClose ?? Price(li: 0)
            slack += Money(li: (price * holding.volume).li / 20)
        }
        var unexplained = asset.cash + asset.frozenCash - expected - earlier.cash - earlier.dividends
        takeDividends(from: &unexplained, standing, &finding)
        finding.shares -= earlier.shares
        // Together: a trade that nobody told of moves both, against each other.
        if abs((unexplained + finding.shares).li) > slack.li {
            finding.cash = unexplained
        } else {
            finding.shares = .zero
        }
        return finding
    }

    private func fee(of fill: FillReport) -> Money {
        if let commission = fill.commission { return commission }
        guard let kind = InstrumentClass(fill.symbol) else { return .zero }
        return fees.fees(for: kind, on: day, side: fill.side, turnover: fill.amount, shares: fill.volume).total
    }

    /// False where a reference price is missing that decides between a corporate action and a transfer: a later look knows.
    private func compareShares(
        _ positions: [PositionReport], _ traded: SymbolMap<Shares>, _ market: SymbolMap<Security>,
        _ standing: RiskStanding, _ earlier: AccountFlow.Parts, _ finding: inout Finding, _ slack: inout Money
    ) -> Bool {
        var now = SymbolMap<PositionReport>()
        for row in positions where row.volume > 0 { now[row.symbol] = row }
        var before = SymbolMap<Record.DayClose.Holding>()
        for holding in close.holdings { before[holding.symbol] = holding }
        var symbols = before.keys
        for symbol in now.keys where before[symbol] == nil { symbols.append(symbol) }
        for symbol in traded.keys where before[symbol] == nil && now[symbol] == nil { symbols.append(symbol) }
        for symbol in symbols {
            let old = before[symbol]
            let expected = (old?.volume ?? 0) + (traded[symbol] ?? 0)
            let change = (now[symbol]?.volume ?? 0) - expected
            let reference = market[symbol].flatMap { FlowReview.reference(of: $0, after: old?.close) }
            if change == 0 {
                guard isCloseOfYesterday, earlier.day != day, let old, let last = old.close, let reference,
                    reference < last
                else { continue }
                finding.accrued.append(
                    RiskStanding.Receivable(
                        symbol: symbol, amount: (last - reference) * old.volume, shares: old.volume, exDay: day))
                continue
            }
            if !isCloseOfYesterday {
                // Of days that nobody saw: at what prices it was traded, before or after a bonus, nobody knows.
                let dearest = max(reference ?? Price(li: 0), old?.close ?? Price(li: 0))
                slack += dearest * max(change, -change)
            }
            // Shares that a corporate action gives or takes are worth what was there before.
            let untraded = (now[symbol]?.volume ?? 0) - (traded[symbol] ?? 0)
            if let old, let last = old.close, let reference,
                FlowReview.isCorporate(old.volume, last, untraded, reference)
            {
                continue
            }
            if change > 0, standing.receivables.contains(where: { $0.symbol == symbol }) {
                finding.settled.append(symbol)
                continue
            }
            if reference == nil, now[symbol] != nil || market[symbol] != nil { return false }
            guard let price = reference ?? old?.close else { return false }
            finding.shares += price * change
            // Trades that are not known (of a day that nobody saw) were not made at the reference price.
            slack += Money(li: abs((price * change).li) / 20)
            // Without its close more shares may as well be a bonus, which is what they mostly are.
            if isCloseOfYesterday, change > 0, let old, old.close == nil { slack += price * change }
        }
        finding.accrued.sort { $0.symbol < $1.symbol }
        finding.settled.sort()
        return true
    }

    /// The day's reference price, where it can be believed after yesterday's `close`: inside the day's limits, and, where it
    /// is far below the close, with a last price that is there as well.
    package static func reference(of security: Security, after close: Price?) -> Price? {
        guard let reference = security.previousClose, security.limits?.contains(reference) ?? true else { return nil }
        guard let close, reference.li * 5 < close.li * 4 else { return reference }
        guard let last = security.last, last.li * 3 > reference.li * 2, last.li * 2 < reference.li * 3 else {
            return nil
        }
        return reference
    }

    /// Count and reference went opposite ways, and the value is the same within three per cent.
    private static func isCorporate(_ old: Shares, _ last: Price, _ new: Shares, _ reference: Price) -> Bool {
        guard old > 0, new > 0, (new > old) == (reference < last), reference != last else { return false }
        let (before, after) = (Int128((last * old).li), Int128((reference * new).li))
        return after * 100 <= before * 103 && after * 100 >= before * 97
    }

    /// Cash that comes is first what dividends are expected: those whose sum fits it best, else one after the other. Up to a
    /// quarter may be missing, as tax.
    private func takeDividends(from unexplained: inout Money, _ standing: RiskStanding, _ finding: inout Finding) {
        var open = standing.receivables.filter { !finding.settled.contains($0.symbol) }
        for item in open where item.exDay.distance(to: day) > FlowReview.patienceDays {
            finding.settled.append(item.symbol)
        }
        open.removeAll { $0.exDay.distance(to: day) > FlowReview.patienceDays }
        for item in FlowReview.paid(open, finding.accrued, by: unexplained) {
            let part = min(unexplained, item.amount + FlowReview.rounding(item))
            unexplained -= part
            finding.dividends += part
            if let index = finding.accrued.firstIndex(where: { $0.symbol == item.symbol && $0.exDay == item.exDay }) {
                finding.accrued.remove(at: index)
            } else {
                finding.settled.append(item.symbol)
            }
        }
        finding.settled.sort()
    }

    /// References are rounded to the tick, by half a fen at most, and so are payments by the share.
    private static func rounding(_ item: RiskStanding.Receivable) -> Money {
        Money(li: item.amount.li / 100 + item.shares.count * 5)
    }

    private static func paid(
        _ earlier: [RiskStanding.Receivable], _ today: [RiskStanding.Receivable], by amount: Money
    ) -> [RiskStanding.Receivable] {
        // More than a quarter above what came, it was not among it.
        let all = (earlier + today).filter { amount.li >= $0.amount.li - $0.amount.li / 4 }
        guard amount > .zero else { return [] }
        // Every set of few, and of many all of them.
        let isFew = all.count <= manyItems
        var best: (set: Int, distance: Int64)?
        for set in isFew ? 1..<(1 << all.count) : 0..<1 {
            var sum = Money.zero
            var most = Money.zero
            for index in all.indices where !isFew || set >> index & 1 == 1 {
                sum += all[index].amount
                most += all[index].amount + rounding(all[index])
            }
            guard amount <= most, amount.li >= sum.li - sum.li / 4 else { continue }
            let distance = abs((amount - sum).li)
            if best.map({ distance < $0.distance }) ?? true { best = (set, distance) }
        }
        if let best { return all.indices.filter { !isFew || best.set >> $0 & 1 == 1 }.map { all[$0] } }
        var left = amount
        return all.filter { item in
            guard left > .zero, left.li >= item.amount.li - item.amount.li / 4 else { return false }
            left -= min(left, item.amount + rounding(item))
            return true
        }
    }

    /// Of more dividends than this, not every set is tried.
    private static let manyItems = 10
}
