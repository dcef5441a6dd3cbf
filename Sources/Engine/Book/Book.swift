package import Market

/// Everything that must survive a crash. It changes only by `apply`, so a fold over the journal's records rebuilds it.
package struct Book: Hashable, Sendable {
    package internal(set) var run = 0
    package internal(set) var epoch: Int64 = 0
    package internal(set) var trading = TradingState.armed
    /// The trading day in progress or the last one.
    package internal(set) var day: Day?
    package internal(set) var isDayClosed = false
    /// Counts within day and epoch; the next id takes it.
    package internal(set) var nextOrderNumber = 1
    /// Orders of the day in the order of decision, and older ones that are not closed.
    package internal(set) var orders: [OrderLife] = []
    package internal(set) var adopted: [TargetBatch] = []
    package internal(set) var refusals: [String] = []
    package internal(set) var rebalance: Rebalance?
    package internal(set) var managed = SymbolMap<Bool>()
    package internal(set) var entries = SymbolMap<Entry>()
    package internal(set) var equity: Money?
    package internal(set) var peakEquity: Money?
    /// What is left of every target: one, or less while the drawdown is above its limit.
    package internal(set) var exposure = Weight.one
    package internal(set) var lastClose: Record.DayClose?
    /// The day whose overnight changes and equity have been taken in.
    package internal(set) var reviewedDay: Day?
    /// Orders of the plan in progress that our own last check refused.
    package internal(set) var denials = SymbolMap<Reason>()
    /// Ids of our form that are not ours, accepted by an operator's resume.
    package internal(set) var strangers: [ClientOrderID] = []

    private var orderIndex: [ClientOrderID: Int] = [:]
    private var symbolIndex = SymbolMap<[Int]>()

    package init() {}

    package func order(_ id: ClientOrderID) -> OrderLife? {
        orderIndex[id].map { orders[$0] }
    }

    /// Orders for one security, in the order of decision.
    package func orders(of symbol: Symbol) -> some Sequence<OrderLife> {
        (symbolIndex[symbol] ?? []).lazy.map { orders[$0] }
    }

    /// Submits without an answer yet.
    package var inFlightCount: Int { orders.reduce(0) { $0 + ($1.state == .inFlight ? 1 : 0) } }

    package var openOrders: some Sequence<OrderLife> { orders.lazy.filter(\.isOpen) }

    mutating func insert(_ order: OrderLife) {
        orderIndex[order.id] = orders.count
        symbolIndex[order.symbol, default: []].append(orders.count)
        orders.append(order)
    }

    mutating func change(_ id: ClientOrderID, _ body: (inout OrderLife) -> Void) {
        guard let index = orderIndex[id] else { return }
        body(&orders[index])
    }

    /// Closed orders of earlier days have said all that they can say.
    mutating func dropClosedOrders() {
        orders.removeAll { !$0.isOpen }
        rebuildIndex()
    }

    private mutating func rebuildIndex() {
        orderIndex = [:]
        symbolIndex = SymbolMap()
        for (index, order) in orders.enumerated() {
            orderIndex[order.id] = index
            symbolIndex[order.symbol, default: []].append(index)
        }
    }
}

extension Book: Codable {
    // The index is derived, and a dictionary's order must not reach the journal.
    private enum CodingKeys: String, CodingKey {
        case run, epoch, trading, day, isDayClosed, nextOrderNumber, orders, adopted, refusals, rebalance, managed,
            entries
        case equity, peakEquity, exposure, lastClose, reviewedDay, denials, strangers
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        run = try values.decode(Int.self, forKey: .run)
        epoch = try values.decode(Int64.self, forKey: .epoch)
        trading = try values.decode(TradingState.self, forKey: .trading)
        day = try values.decodeIfPresent(Day.self, forKey: .day)
        isDayClosed = try values.decode(Bool.self, forKey: .isDayClosed)
        nextOrderNumber = try values.decode(Int.self, forKey: .nextOrderNumber)
        orders = try values.decode([OrderLife].self, forKey: .orders)
        adopted = try values.decode([TargetBatch].self, forKey: .adopted)
        refusals = try values.decode([String].self, forKey: .refusals)
        rebalance = try values.decodeIfPresent(Rebalance.self, forKey: .rebalance)
        managed = try values.decode(SymbolMap<Bool>.self, forKey: .managed)
        entries = try values.decode(SymbolMap<Entry>.self, forKey: .entries)
        equity = try values.decodeIfPresent(Money.self, forKey: .equity)
        peakEquity = try values.decodeIfPresent(Money.self, forKey: .peakEquity)
        exposure = try values.decode(Weight.self, forKey: .exposure)
        lastClose = try values.decodeIfPresent(Record.DayClose.self, forKey: .lastClose)
        reviewedDay = try values.decodeIfPresent(Day.self, forKey: .reviewedDay)
        denials = try values.decode(SymbolMap<Reason>.self, forKey: .denials)
        strangers = try values.decode([ClientOrderID].self, forKey: .strangers)
        rebuildIndex()
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(run, forKey: .run)
        try values.encode(epoch, forKey: .epoch)
        try values.encode(trading, forKey: .trading)
        try values.encodeIfPresent(day, forKey: .day)
        try values.encode(isDayClosed, forKey: .isDayClosed)
        try values.encode(nextOrderNumber, forKey: .nextOrderNumber)
        try values.encode(orders, forKey: .orders)
        try values.encode(adopted, forKey: .adopted)
        try values.encode(refusals, forKey: .refusals)
        try values.encodeIfPresent(rebalance, forKey: .rebalance)
        try values.encode(managed, forKey: .managed)
        try values.encode(entries, forKey: .entries)
        try values.encodeIfPresent(equity, forKey: .equity)
        try values.encodeIfPresent(peakEquity, forKey: .peakEquity)
        try values.encode(exposure, forKey: .exposure)
        try values.encodeIfPresent(lastClose, forKey: .lastClose)
        try values.encodeIfPresent(reviewedDay, forKey: .reviewedDay)
        try values.encode(denials, forKey: .denials)
        try values.encode(strangers, forKey: .strangers)
    }
}
