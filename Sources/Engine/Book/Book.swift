package import Market

/// Everything that must survive a crash. It changes only by `apply`, so a fold over the journal's records rebuilds it.
package struct Book: Hashable, Sendable {
    package internal(set) var run = 0
    package internal(set) var epoch: Int64 = 0
    package internal(set) var trading = TradingState.disabled
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
    package internal(set) var managed = SymbolSet()
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
    /// Targets of the last batches that the exchange kept from trading so far, ascending by symbol.
    package internal(set) var blocked: [TargetBatch.Line] = []
    /// Targets of the last batches that the day was too short for so far, ascending by symbol.
    package internal(set) var residuals: [TargetBatch.Line] = []
    /// Ids of our form that are not ours, accepted by an operator's resume.
    package internal(set) var strangers: [ClientOrderID] = []
    /// Empty where the account has one strategy only.
    package internal(set) var strategies = StrategyLedgers()
    package internal(set) var controls = Controls()
    /// What risk remembers.
    package internal(set) var risk: RiskStanding {
        get { standing.first ?? RiskStanding() }
        set { standing = [newValue] }
    }
    // One reference, or none: the book is copied a lot, and where no rule has acted this costs it nothing.
    private var standing: [RiskStanding] = []
    @inline(__always)
    var hasStanding: Bool { !standing.isEmpty }

    /// Ids of fills beyond the first of an order: few orders have them.
    private var laterFills: Set<LaterFill> = []

    private struct LaterFill: Hashable, Sendable, Codable {
        var order: ClientOrderID
        var trade: Word
    }

    // What follows is derived from the above.

    package private(set) var tally = OrderTally()
    /// What the ids of this day and epoch begin with; nil before the first day.
    private(set) var idPrefix: ClientOrderID?
    /// `idPrefix` with `nextOrderNumber`; nil where no id is left.
    private(set) var nextID: ClientOrderID?
    private var lineOrders = LineOrders()
    /// Where the order stands that was changed last.
    private var hint = Hint()

    package init() {}

    package func order(_ id: ClientOrderID) -> OrderLife? {
        index(of: id).map { orders[$0] }
    }

    // Inlined: a call would copy the whole book first, several times for every order.

    /// Where the order stands in `orders`.
    @inline(__always)
    func index(of id: ClientOrderID) -> Int? {
        // Reports come in the order of the orders, several for each.
        let near = hint.index
        if near < orders.count, orders[near].id == id { return near }
        if near + 1 < orders.count, orders[near + 1].id == id { return near + 1 }
        return Book.index(of: id, in: orders, idPrefix, next: nextOrderNumber)
    }

    private static func index(
        of id: ClientOrderID, in orders: [OrderLife], _ prefix: ClientOrderID?, next: Int
    ) -> Int? {
        // The orders of this day and epoch are the last ones, numbered without a gap.
        if let prefix, let number = id.number(after: prefix) {
            if number >= next { return nil }
            let index = orders.count - next + number
            if orders.indices.contains(index), orders[index].id == id { return index }
        }
        return orders.lastIndex { $0.id == id }
    }

    /// Whether an order has this id, or one of its run may have had it.
    @inline(__always)
    func hasUsed(_ id: ClientOrderID) -> Bool {
        if id == nextID { return false }
        if let idPrefix, let number = id.number(after: idPrefix) { return number < nextOrderNumber }
        return index(of: id) != nil
    }

    /// Where the order stands, with a guess: lists of the broker mostly have the book's order. The guess becomes the place
    /// after it.
    @inline(__always)
    func index(of id: ClientOrderID, near: inout Int) -> Int? {
        if near < orders.count, orders[near].id == id {
            near += 1
            return near - 1
        }
        guard let index = index(of: id) else { return nil }
        near = index + 1
        return index
    }

    /// Whether a report can add nothing: its order is closed, is the same one, and has no less filled.
    @inline(__always)
    func isKnown(_ report: OrderReport, near: inout Int) -> Bool {
        guard let id = report.clientOrderID, let index = index(of: id, near: &near) else { return false }
        return !orders[index].isOpen && orders[index].filled >= report.filled
            && orders[index].brokerOrderID == report.brokerOrderID && report.brokerOrderID != nil
            && orders[index].symbol == report.symbol && orders[index].side == report.side
            && orders[index].volume == report.volume
    }

    /// Whether all fills of this order were seen: no other can come.
    @inline(__always)
    func isExplained(_ id: ClientOrderID?, near: inout Int) -> Bool {
        guard let id, let index = index(of: id, near: &near) else { return false }
        return orders[index].fillShares == orders[index].volume
    }

    /// Orders that the plan in progress has led to for its line at `line`, in no particular order.
    package func orders(ofLine line: Int) -> [OrderLife] {
        var found: [OrderLife] = []
        var index = lastOrder(ofLine: line)
        while index >= 0 {
            found.append(orders[index])
            index = orderBefore(index)
        }
        return found
    }

    /// Where the last order for the line at `line` stands in `orders`; -1 for none.
    @inline(__always)
    package func lastOrder(ofLine line: Int) -> Int { lineOrders.last(line) }
    /// Where the order before that at `index` stands, for the same line; -1 for none.
    @inline(__always)
    package func orderBefore(_ index: Int) -> Int { lineOrders.before(index) }

    /// A rebalance is in progress.
    // Inlined, and by its phase: a copy of the plan would be counted up and down.
    @inline(__always)
    var isRebalancing: Bool { (rebalance?.phase ?? .closed) != .closed }

    package var openOrders: some Sequence<OrderLife> { orders.lazy.filter(\.isOpen) }

    /// Whether this fill of the order at `index` was seen before.
    @inline(__always)
    func hasCounted(_ fill: FillReport, at index: Int) -> Bool {
        guard let first = orders[index].firstFillID else { return false }
        if first == fill.tradeID { return true }
        return !laterFills.isEmpty && laterFills.contains(LaterFill(order: orders[index].id, trade: fill.tradeID))
    }

    /// Remembers its id; fills in another order leave the same behind.
    mutating func count(_ fill: FillReport, at index: Int) {
        guard let first = orders[index].firstFillID else {
            orders[index].firstFillID = fill.tradeID
            return
        }
        orders[index].firstFillID = min(first, fill.tradeID)
        laterFills.insert(LaterFill(order: orders[index].id, trade: max(first, fill.tradeID)))
    }

    mutating func insert(_ order: OrderLife) {
        lineOrders.append(order)
        if order.intent.day == day { tally.add(order.state, order.side) } else { tally.addOverdue(order) }
        orders.append(order)
    }

    mutating func change(_ id: ClientOrderID, _ body: (inout OrderLife) -> Void) {
        guard let index = index(of: id) else { return }
        hint.index = index
        if orders[index].intent.day != day {
            tally.removeOverdue(orders[index])
            body(&orders[index])
            tally.addOverdue(orders[index])
            return
        }
        tally.remove(orders[index].state, orders[index].side)
        body(&orders[index])
        tally.add(orders[index].state, orders[index].side)
    }

    /// Whether its day is over: then it can be neither live nor filled any more, known or not.
    @inline(__always)
    package func isOverdue(_ order: OrderLife) -> Bool { day.map { order.intent.day < $0 } ?? false }

    /// The same for the order at `index`.
    @inline(__always)
    func isOverdue(at index: Int) -> Bool { day.map { orders[index].intent.day < $0 } ?? false }

    /// Closed orders of earlier days have said all that they can say. The others stay until something proves what became of
    /// them. Called once the new day is set.
    mutating func dropClosedOrders() {
        if tally.unsettled == 0 {
            orders.removeAll(keepingCapacity: true)
            laterFills.removeAll(keepingCapacity: true)
        } else {
            orders.removeAll { !$0.isOpen }
            laterFills = laterFills.filter { order($0.order) != nil }
        }
        rebuildTally()
        rebuildLines()
    }

    mutating func rebuildPrefix() {
        idPrefix = day.flatMap { ClientOrderID.prefix(day: $0, epoch: epoch) }
        nextID = idPrefix?.appending(nextOrderNumber)
    }

    /// Numbers that were used are not given out again.
    mutating func passNumber(of id: ClientOrderID) {
        if id == nextID {
            nextOrderNumber += 1
            nextID = id.nextInTen ?? idPrefix?.appending(nextOrderNumber)
        } else if let idPrefix, let number = id.number(after: idPrefix), number >= nextOrderNumber {
            nextOrderNumber = number + 1
            nextID = idPrefix.appending(nextOrderNumber)
        }
    }

    mutating func rebuildLines() {
        lineOrders.begin(rebalance)
        for order in orders { lineOrders.append(order) }
    }

    private mutating func rebuildTally() {
        tally = OrderTally()
        for order in orders {
            if order.intent.day == day { tally.add(order.state, order.side) } else { tally.addOverdue(order) }
        }
    }

    private mutating func rebuildAll() {
        rebuildTally()
        rebuildPrefix()
        rebuildLines()
    }
}

/// Which orders belong to which line of the plan: for each line the last one, and for each order the one before it.
private struct LineOrders: Hashable, Sendable {
    private var startedAt: Timestamp?
    private var symbols: [Symbol] = []
    private var last: [Int32] = []
    private var before: [Int32] = []
    /// The line after that of the last order: orders mostly come in the order of the lines.
    private var next = Hint()

    mutating func begin(_ rebalance: Rebalance?) {
        symbols.removeAll(keepingCapacity: true)
        last.removeAll(keepingCapacity: true)
        before.removeAll(keepingCapacity: true)
        startedAt = rebalance?.startedAt
        next.index = 0
        guard let count = rebalance?.lines.count else { return }
        symbols.reserveCapacity(count)
        for index in 0..<count {
            if let symbol = rebalance?.lines[index].symbol { symbols.append(symbol) }
        }
        last.append(contentsOf: repeatElement(-1, count: count))
    }

    /// Takes in the next order of the book. One from before the plan, or for no line of it, belongs to none.
    mutating func append(_ order: OrderLife) {
        guard let startedAt, order.intent.decidedAt >= startedAt, let line = line(of: order.symbol) else {
            return before.append(-1)
        }
        next.index = line + 1
        before.append(last[line])
        last[line] = Int32(before.count - 1)
    }

    func last(_ line: Int) -> Int { last.indices.contains(line) ? Int(last[line]) : -1 }
    func before(_ order: Int) -> Int { Int(before[order]) }

    private func line(of symbol: Symbol) -> Int? {
        // Lines without orders lie between.
        for index in next.index..<min(next.index + 4, symbols.count) where symbols[index] == symbol { return index }
        var low = 0
        var high = symbols.count
        while low < high {
            let middle = (low + high) >> 1
            if symbols[middle] < symbol { low = middle + 1 } else { high = middle }
        }
        return low < symbols.count && symbols[low] == symbol ? low : nil
    }
}

extension Book: Codable {
    // The index is derived, and a dictionary's order must not reach the journal.
    private enum CodingKeys: String, CodingKey {
        case run, epoch, trading, day, isDayClosed, nextOrderNumber, orders, adopted, refusals, rebalance, managed,
            entries
        case blocked, residuals, laterFills, equity, peakEquity, exposure, lastClose, reviewedDay, denials, strangers
        case strategies, controls, risk
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
        managed = try values.decode(SymbolSet.self, forKey: .managed)
        entries = try values.decode(SymbolMap<Entry>.self, forKey: .entries)
        equity = try values.decodeIfPresent(Money.self, forKey: .equity)
        peakEquity = try values.decodeIfPresent(Money.self, forKey: .peakEquity)
        exposure = try values.decode(Weight.self, forKey: .exposure)
        lastClose = try values.decodeIfPresent(Record.DayClose.self, forKey: .lastClose)
        reviewedDay = try values.decodeIfPresent(Day.self, forKey: .reviewedDay)
        denials = try values.decode(SymbolMap<Reason>.self, forKey: .denials)
        strangers = try values.decode([ClientOrderID].self, forKey: .strangers)
        blocked = try values.decodeIfPresent([TargetBatch.Line].self, forKey: .blocked) ?? []
        controls = try values.decodeIfPresent(Controls.self, forKey: .controls) ?? Controls()
        if let risk = try values.decodeIfPresent(RiskStanding.self, forKey: .risk) {
            self.risk = risk
        } else if exposure != .one {
            // Before it was remembered, holdings were cut to the exposure in force.
            risk.applied = exposure
        }
        residuals = try values.decodeIfPresent([TargetBatch.Line].self, forKey: .residuals) ?? []
        laterFills = Set(try values.decodeIfPresent([LaterFill].self, forKey: .laterFills) ?? [])
        strategies = try values.decodeIfPresent(StrategyLedgers.self, forKey: .strategies) ?? StrategyLedgers()
        rebuildAll()
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
        if !blocked.isEmpty { try values.encode(blocked, forKey: .blocked) }
        if controls != Controls() { try values.encode(controls, forKey: .controls) }
        if hasStanding, risk != RiskStanding() { try values.encode(risk, forKey: .risk) }
        if !residuals.isEmpty { try values.encode(residuals, forKey: .residuals) }
        // A set's order must not reach the journal.
        let sorted = laterFills.sorted { ($0.order, $0.trade) < ($1.order, $1.trade) }
        if !sorted.isEmpty { try values.encode(sorted, forKey: .laterFills) }
        if !strategies.isEmpty { try values.encode(strategies, forKey: .strategies) }
    }
}
