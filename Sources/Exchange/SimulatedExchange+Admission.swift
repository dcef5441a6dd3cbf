import Market

/// What the counter found out while it checked an order.
struct Admission {
    var security: Int
    /// The exchange is not open; the counter holds the order.
    var isQueued: Bool
    /// The cash that it takes: limit price × volume and the most that its fees can come to. Zero for a sell.
    var freeze = Money.zero
}

extension SimulatedExchange {
    /// All checks of an order, in the order of ashare-rules 19; the first that fails is the reason. Crossing with one's own
    /// orders and rates of messages are the client's business and not checked here.
    mutating func admit(
        _ symbol: Symbol, _ side: Side, _ volume: Shares, at price: Price
    ) throws(Rejection) -> Admission {
        guard let day, now.day == day else { throw .notTradingDay(now.day) }
        let time = now.timeOfDay
        let index = try listed(symbol)
        try securities[index].checkTradability()
        try checkPermission(side, securities[index].kind.board)
        var admission = Admission(
            security: index, isQueued: try securities[index].checkPhase(at: time, configuration.offHours))
        try securities[index].checkTick(price)
        let sellable = side == .sell ? sellable(at: index) : .zero
        try securities[index].checkVolume(volume, side, sellable: sellable)
        try securities[index].checkLimits(price)
        try securities[index].checkCage(price, side, at: time)
        switch side {
        case .buy:
            try securities[index].checkBuyCap(volume)
            // The limit and volume checks bound both factors, so that the product cannot overflow.
            let value = price * volume
            let fees = securities[index].fees(configuration.fees, .buy, turnover: value, shares: volume)
            admission.freeze = value + fees.total
            if admission.freeze > account.cash {
                throw .cash(needed: admission.freeze, available: account.cash)
            }
        case .sell:
            if volume > sellable { throw .sellable(wanted: volume, sellable: sellable) }
        }
        return admission
    }

    private mutating func listed(_ symbol: Symbol) throws(Rejection) -> Int {
        if let index = security(of: symbol) { return index }
        let tradability = tradability(of: symbol)
        if tradability == .unknown, bars.index(of: symbol) == nil { throw .notListed }
        throw .notTradable(tradability)
    }

    private mutating func checkPermission(_ side: Side, _ board: Board?) throws(Rejection) {
        if side == .buy, let board, configuration.refusedBoards.contains(board) { throw .boardNotPermitted(board) }
    }

    private mutating func sellable(at security: Int) -> Shares {
        let position = securities[security].position
        return position < 0 ? .zero : securities[security].sellable(account.positions[position])
    }
}
