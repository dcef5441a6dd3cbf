import Market

/// One security on one day: its bar and the rules that hold for it.
struct Security: Hashable, Sendable {
    let bar: DayBar
    let kind: InstrumentClass
    let tradability: Tradability
    let tick: Price
    /// `none` also on a day whose bar lies outside the computed limits: they are not known then (ashare-rules 4.4).
    let limits: PriceLimits
    let lots: LotRule
    let isRiskWarned: Bool
    /// For `InstrumentClass.sellable`: a fund whose underlying itself is sold on the day of purchase.
    let underlyingTradesSameDay: Bool
    let parValue: Price
    let hasClosingCall: Bool
    /// A day of the circuit breaker of 2016: some slots do not trade.
    let hasMarketHalt: Bool
    let parksOutsideCage: Bool
    var hasCage: Bool
    let day: Day
    /// Index of its class among the day's.
    let classIndex: Int32

    /// Nil for a code that is in no table of ours.
    static func kind(of symbol: Symbol, _ facts: SimulatedExchange.Configuration.Facts?) -> InstrumentClass? {
        guard var kind = InstrumentClass(symbol) else { return nil }
        if let known = facts?.kind { kind.kind = known }
        return kind
    }

    init(
        _ bar: DayBar, _ rules: ClassRules, on day: Day, _ facts: SimulatedExchange.Configuration.Facts?,
        classIndex: Int = 0,
        isIdeal: Bool
    ) {
        self.bar = bar
        kind = rules.kind
        tradability = Security.tradability(of: bar, rules.kind)
        tick = rules.tick
        isRiskWarned = bar.isRiskWarned ?? false
        limits = bar.limits ?? Security.limits(of: bar, rules.kind, on: day)
        lots = isIdeal ? rules.lots.unbounded : rules.lots
        underlyingTradesSameDay = facts?.underlyingTradesSameDay ?? false
        parValue = facts?.parValue ?? .fen(100)
        hasClosingCall = rules.hasClosingCall
        hasMarketHalt = rules.hasMarketHalt
        hasCage = !isIdeal
        parksOutsideCage = rules.parksOutsideCage && !isIdeal
        self.day = day
        self.classIndex = Int32(classIndex)
    }

    // Made when they are needed: a security is copied more often than its path is followed.
    var path: PricePath { PricePath(bar, tick: tick, hasClosingCall: hasClosingCall) }
    var curve: VolumeCurve { VolumeCurve(total: bar.volume, hasClosingCall: hasClosingCall) }

    private static func limits(of bar: DayBar, _ kind: InstrumentClass, on day: Day) -> PriceLimits {
        guard bar.previousClose.li > 0 else { return .none }
        let limits = kind.priceLimits(
            on: day, previousClose: bar.previousClose,
            conditions: LimitConditions(
                isRiskWarned: bar.isRiskWarned ?? false, listingDay: bar.listingDay,
                issuePrice: bar.listingDay == 1 ? bar.previousClose : nil))
        return bar.isSuspended || limits.contains(bar.low) && limits.contains(bar.high) ? limits : .none
    }

    private static func tradability(of bar: DayBar, _ kind: InstrumentClass) -> Tradability {
        switch kind.kind {
        case .index, .repo, .bShare: return .foreignKind
        case .stock, .cdr, .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof,
            .closedEndFund, .reit, .convertible, .exchangeable, .warrant:
            break
        }
        if bar.isSuspended { return .suspended }
        let isOrdered =
            bar.low <= bar.open && bar.low <= bar.close && bar.open <= bar.high && bar.close <= bar.high
        let isPositive = bar.low.li > 0 && bar.previousClose.li > 0 && bar.volume >= 0
        // The day's turnover has to fit its type.
        let isBounded =
            bar.high <= SimulatedExchange.highestPrice && bar.previousClose <= SimulatedExchange.highestPrice
            && !bar.high.li.multipliedReportingOverflow(by: bar.volume.count).overflow
        return isOrdered && isPositive && isBounded ? .trading : .unusableBar
    }

    /// The reference of the day; nil where the sheet has none.
    var reference: Price? { bar.previousClose.li > 0 ? bar.previousClose : nil }

    /// The latest slot of this security that has begun; nil before the opening call.
    func latestSlot(at time: TimeOfDay) -> Slot? { Slot.latest(at: time, hasClosingCall: hasClosingCall) }

    /// The slot after `slot`, the opening call after nil.
    func slot(after slot: Slot?) -> Slot {
        guard let slot else { return .openingCall }
        return skippingGaps(Slot(index: slot.index + 1))
    }

    /// The first slot from `start` on in which an order that reaches to `reach` can trade.
    func firstSlot(from start: Slot, side: Side, reaching reach: Price) -> Slot {
        guard start != .never else { return .never }
        return skippingGaps(path.firstSlot(from: skippingGaps(start), side: side, reaching: reach))
    }

    /// Where there is a closing call, its three minutes do not trade one by one. What is within reach in one of them is so
    /// at the close: the path is straight there.
    private func skippingGaps(_ slot: Slot) -> Slot {
        if hasClosingCall { return slot.index > 236 && slot <= .closingCall ? .closingCall : slot.orNever }
        return slot >= .closingCall ? .never : slot
    }

    /// Whether the whole market stands still in this slot.
    func isHalted(in slot: Slot) -> Bool { hasMarketHalt && ClassRules(kind, on: day).isHalted(in: slot) }

    func phase(at time: TimeOfDay) -> SessionPhase { kind.sessionPhase(on: day, at: time, isTradingDay: true) }

    /// The price up to which an order with this limit can trade in any slot. At the up limit nobody sells and at the down
    /// limit nobody buys, so that there an order waits for a better price (ashare-rules 15, limit-locked).
    func reach(of side: Side, limit: Price) -> Price {
        switch side {
        case .buy: limits.up.map { min(limit, Price(li: $0.li - 1)) } ?? limit
        case .sell: limits.down.map { max(limit, Price(li: $0.li + 1)) } ?? limit
        }
    }

    /// Best bid and ask in a slot: a tick around the path; at a limit only the side that waits there, at the limit itself.
    func book(at slot: Slot) -> TopOfBook {
        let last = path.price(at: slot)
        return TopOfBook(bid: bid(at: last), ask: ask(at: last), last: last, previousClose: bar.previousClose)
    }

    /// The best bid around a price; nil at the down limit, where nobody buys.
    func bid(at last: Price) -> Price? {
        if let down = limits.down, last <= down { return nil }
        var bid = limits.up.map { last >= $0 } ?? false ? last : last - tick
        if let down = limits.down { bid = max(bid, down) }
        return bid.li > 0 ? bid : nil
    }

    /// The best offer around a price; nil at the up limit, where nobody sells.
    func ask(at last: Price) -> Price? {
        if let down = limits.down, last <= down { return last }
        guard let up = limits.up else { return last + tick }
        return last >= up ? nil : min(last + tick, up)
    }

    /// The highest valid price of a buy or the lowest of a sell around the simulated book; nil where there is no cage.
    func cageBound(of side: Side, at slot: Slot, phase: SessionPhase) -> Price? {
        hasCage && phase == .continuous ? kind.cageBound(on: day, phase: phase, side: side, book: book(at: slot)) : nil
    }
}

extension Slot {
    /// Past the closing call there is nothing.
    fileprivate var orNever: Slot { self > .closingCall ? .never : self }
}
