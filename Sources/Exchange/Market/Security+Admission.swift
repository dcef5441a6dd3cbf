import Market

/// The checks of an order that concern its security alone; the numbers are those of ashare-rules 19.
extension Security {
    /// 1: it trades today. That it is in the sheet at all is known here.
    func checkTradability() throws(Rejection) {
        guard tradability == .trading else { throw .notTradable(tradability) }
    }

    /// 2: the exchange takes orders now. True where it does not, but the counter will hold the order.
    func checkPhase(_ phase: SessionPhase, _ offHours: SimulatedExchange.Configuration.OffHours) throws(Rejection)
        -> Bool
    {
        if kind.acceptsOrders(on: day, in: phase) { return false }
        switch (phase, offHours) {
        case (.preOpen, .queue), (.openGap, .queue), (.lunch, .queue): return true
        default: throw .sessionClosed(phase)
        }
    }

    /// 3.
    func checkTick(_ price: Price) throws(Rejection) {
        if price.li <= 0 { throw .priceNotPositive }
        if !price.isMultiple(of: tick) { throw .offTick(tick) }
    }

    /// 4.
    func checkVolume(_ volume: Shares, _ side: Side, sellable: Shares) throws(Rejection) {
        if volume <= 0 { throw .volumeNotPositive }
        if volume > lots.maximum { throw .aboveMaximum(lots.maximum) }
        if lots.isBuyable(volume) { return }
        switch side {
        case .buy:
            throw .buyLot(minimum: lots.minimum, step: lots.step)
        case .sell:
            if lots.isSellable(volume, position: sellable) { return }
            throw .sellLot(minimum: lots.minimum, step: lots.step, sellable: sellable)
        }
    }

    /// 5.
    func checkLimits(_ price: Price) throws(Rejection) {
        let up = limits.up ?? SimulatedExchange.highestPrice
        if price > up { throw .aboveLimit(up) }
        if let down = limits.down, price < down { throw .belowLimit(down) }
    }

    /// 6: in continuous trading. Where orders outside the cage are parked, none is rejected.
    func checkCage(
        _ price: Price, _ side: Side, at time: TimeOfDay, in phase: SessionPhase
    ) throws(Rejection) {
        guard !parksOutsideCage, let slot = latestSlot(at: time),
            let bound = cageBound(of: side, at: slot, phase: phase)
        else { return }
        switch side {
        case .buy: if price > bound { throw .cage(.buy, bound: bound) }
        case .sell: if price < bound { throw .cage(.sell, bound: bound) }
        }
    }

    /// 7: on risk-warned shares; what open buys may still buy counts.
    func checkBuyCap(_ volume: Shares, _ activity: Activity) throws(Rejection) {
        guard isRiskWarned, let cap = kind.riskWarnedBuyCap(on: day) else { return }
        let left = max(cap - activity.bought - activity.openBuys, .zero)
        if volume > left { throw .buyCap(cap: cap, left: left) }
    }

    /// Whether an order with this price waits unseen: ChiNext's way with orders outside the cage, 2020 to 2023. The closing
    /// call knows no cage.
    func isParked(_ price: Price, _ side: Side, at slot: Slot) -> Bool {
        guard parksOutsideCage, slot < .closingCall,
            let bound = cageBound(of: side, at: slot, phase: .continuous)
        else { return false }
        return side == .buy ? price > bound : price < bound
    }

    /// What may be sold now: not bought today (T+1, where that holds) and not under an open sell order.
    @inline(__always)
    func sellable(_ position: Position) -> Shares {
        let free = kind.sellable(
            prior: position.prior, boughtToday: position.bought, soldToday: position.sold, on: day,
            underlyingTradesSameDay: underlyingTradesSameDay)
        return free - position.frozen
    }
}
