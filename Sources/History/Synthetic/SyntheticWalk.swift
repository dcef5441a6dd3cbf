import Market

/// One stock's way from day to day: the state that its next bar depends on.
struct SyntheticWalk {
    /// What a day is made to be; nil leaves it to chance.
    enum Event: Hashable {
        case suspended, lockedUp, lockedDown, closesAtLimitUp, closesAtLimitDown, ordinary
    }

    /// A bar, and the columns that a `DayBar` does not have.
    struct Step {
        var bar: DayBar
        /// Cumulative, in millionths.
        var factor: Int64
    }

    let stock: SyntheticStock
    private let scenario: SyntheticScenario
    private(set) var close: Price
    private var factor: Int64 = 1_000_000
    private var suspendedDaysLeft: Int64 = 0

    init(_ stock: SyntheticStock, _ scenario: SyntheticScenario) {
        self.stock = stock
        self.scenario = scenario
        close = stock.startPrice
    }

    /// The bar of `session`, which is not before the first. `market` is the return that all stocks share, in millionths.
    mutating func step(
        _ day: Day, session: Int, market: Int64, forced: Event?, _ random: inout SyntheticRandom
    ) -> Step {
        let isListing = stock.listingDay(session) == 1
        let event = nextEvent(forced: forced, isListing: isListing, &random)
        let canBeExDate = session > stock.firstSession && event != .suspended && forced == nil
        let reference = canBeExDate ? afterExDate(day, &random) : close
        if reference != close {
            factor = (factor * close.li * 2 + reference.li) / (reference.li * 2)
            close = reference
        }
        var bar = DayBar(
            symbol: stock.symbol, open: reference, high: reference, low: reference, close: reference,
            previousClose: reference, volume: 0, isSuspended: event == .suspended,
            isRiskWarned: stock.isRiskWarned(session), listingDay: stock.listingDay(session))
        if event != .suspended { move(&bar, day, event, market: market, isListing: isListing, &random) }
        close = bar.close
        return Step(bar: bar, factor: factor)
    }

    private mutating func nextEvent(
        forced: Event?, isListing: Bool, _ random: inout SyntheticRandom
    ) -> Event {
        var roll = random.below(1_000_000)
        let length = random.within(1...scenario.longestSuspension)
        if let forced {
            suspendedDaysLeft = forced == .suspended ? 1 : 0
            return forced
        }
        if suspendedDaysLeft > 0 {
            suspendedDaysLeft -= 1
            return .suspended
        }
        if isListing { return .ordinary }
        let rates = scenario.perMillion
        for (event, rate) in [
            (Event.suspended, rates.suspension), (.lockedUp, rates.lockedUp), (.lockedDown, rates.lockedDown),
            (.closesAtLimitUp, rates.closeAtLimitUp), (.closesAtLimitDown, rates.closeAtLimitDown),
        ] {
            if roll < rate {
                if event == .suspended { suspendedDaysLeft = length - 1 }
                return event
            }
            roll -= rate
        }
        return .ordinary
    }

    /// The reference price of the day: the last close, lowered where chance makes it an ex-date.
    private func afterExDate(_ day: Day, _ random: inout SyntheticRandom) -> Price {
        let roll = random.below(1_000_000)
        let perTen = random.within(2...10)
        let cashPerMille = random.within(5...40)
        let rates = scenario.perMillion
        // A low price would come near one yuan.
        guard close > .fen(400) else { return close }
        let action: CorporateAction
        if roll < rates.cashExDate {
            // Whole fen per share.
            action = CorporateAction(cashPerBillion: max(close.li * cashPerMille / 10_000, 1) * 10_000_000)
        } else if roll < rates.cashExDate + rates.bonusExDate {
            action = CorporateAction(bonusPerBillion: perTen * 100_000_000)
        } else {
            return close
        }
        return action.referencePrice(previousClose: close, tick: stock.rules.tick(on: day))
    }

    private func move(
        _ bar: inout DayBar, _ day: Day, _ event: Event, market: Int64, isListing: Bool, _ random: inout SyntheticRandom
    ) {
        let reference = bar.previousClose
        let tick = stock.rules.tick(on: day)
        let limits = stock.rules.priceLimits(
            on: day, previousClose: reference,
            conditions: LimitConditions(isRiskWarned: bar.isRiskWarned ?? false, listingDay: bar.listingDay))
        // Nothing falls below one yuan here: a delisting would be another story.
        let lowest = max(limits.down ?? .fen(100), min(reference, .fen(100)))
        let highest = limits.up ?? Price(li: reference.li * 20)
        func price(_ base: Price, _ millionths: Int64) -> Price {
            min(max(base.moved(millionths: millionths, tick: tick), lowest), highest)
        }
        let night = isListing ? random.within(200_000...1_500_000) : random.around(deviation: stock.deviation / 2)
        let session = random.around(deviation: stock.deviation)
        let spread = random.within(0...stock.deviation)
        let share = random.within(40...250)
        bar.open = price(reference, night + (market + stock.drift) / 2)
        bar.close = price(bar.open, session + (market + stock.drift) / 2)
        var volume = stock.usualVolume * share / 100
        var isLocked = false
        switch event {
        case .lockedUp where limits.up != nil:
            (bar.open, bar.close, isLocked) = (highest, highest, true)
        case .lockedDown where limits.down != nil:
            (bar.open, bar.close, isLocked) = (lowest, lowest, true)
        case .closesAtLimitUp where limits.up != nil: bar.close = highest
        case .closesAtLimitDown where limits.down != nil: bar.close = lowest
        case .suspended, .lockedUp, .lockedDown, .closesAtLimitUp, .closesAtLimitDown, .ordinary: break
        }
        if isLocked { volume /= 20 }
        bar.high = isLocked ? bar.open : price(max(bar.open, bar.close), spread)
        bar.low = isLocked ? bar.open : price(min(bar.open, bar.close), -spread)
        bar.volume = Shares(max(volume / 100 * 100, 100))
    }
}

extension Price {
    /// This price times 1 + `millionths` ÷ 10⁶, half up to the tick and at least one tick. Millionths above -10⁶.
    fileprivate func moved(millionths: Int64, tick: Price) -> Price {
        let unit = 1_000_000 * tick.li
        let ticks = (li * max(1_000_000 + millionths, 0) * 2 + unit) / (2 * unit)
        return Price(li: max(ticks, 1) * tick.li)
    }
}
