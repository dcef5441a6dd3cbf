import Market

/// What the counter found out while it checked an order.
struct Admission {
    /// The exchange is not open; the counter holds the order.
    var isQueued: Bool
    /// The cash that it takes: limit price × volume and the most that its fees can come to. Zero for a sell.
    var freeze = Money.zero
}

extension SimulatedExchange {
    /// The number of the security of an order, where it can be traded at all.
    mutating func listed(_ symbol: Symbol) throws(Rejection) -> Int {
        guard let day, now.day == day else { throw .notTradingDay(now.day) }
        if let index = security(of: symbol) { return index }
        let tradability = tradability(of: symbol)
        if tradability == .unknown, today.bars?.bar(of: symbol) == nil { throw .notListed }
        throw .notTradable(tradability)
    }

    /// All checks of an order, in the order of ashare-rules 19; the first that fails is the reason. Crossing with one's own
    /// orders and rates of messages are the client's business and not checked here.
    mutating func admit(
        _ side: Side, _ volume: Shares, at price: Price, _ security: Security, _ index: Int, in phase: SessionPhase
    ) throws(Rejection) -> Admission {
        try security.checkTradability()
        if side == .buy, !configuration.refusedBoards.isEmpty { try checkPermission(security.kind.board) }
        var admission = Admission(isQueued: try security.checkPhase(phase, configuration.offHours))
        try security.checkTick(price)
        let sellable = side == .sell ? sellable(security, index) : .zero
        try security.checkVolume(volume, side, sellable: sellable)
        try security.checkLimits(price)
        try security.checkCage(price, side, at: now.timeOfDay, in: phase)
        switch side {
        case .buy:
            if security.isRiskWarned { try security.checkBuyCap(volume, today.activities[index]) }
            // The limit and volume checks bound both factors, so that the product cannot overflow.
            let value = price * volume
            let fees = fees(of: security, .buy, turnover: value, shares: volume)
            admission.freeze = value + fees.total
            if admission.freeze > account.cash {
                throw .cash(needed: admission.freeze, available: account.cash)
            }
        case .sell:
            if volume > sellable { throw .sellable(wanted: volume, sellable: sellable) }
        }
        return admission
    }

    private func checkPermission(_ board: Board?) throws(Rejection) {
        if let board, configuration.refusedBoards.contains(board) { throw .boardNotPermitted(board) }
    }

    /// The fees of one order on its whole turnover so far.
    mutating func fees(of security: Security, _ side: Side, turnover: Money, shares: Shares) -> Fees {
        today.feeRates(ofClass: security.classIndex, by: configuration.fees)
            .fees(side, turnover: turnover, shares: shares, parValue: security.parValue)
    }

    @inline(__always)
    private func sellable(_ security: Security, _ index: Int) -> Shares {
        let position = today.activities[index].position
        return position < 0 ? .zero : security.sellable(account.positions[position])
    }
}
