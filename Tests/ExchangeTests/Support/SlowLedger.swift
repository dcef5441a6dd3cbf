import Exchange
import Market

/// The account worked out anew from the notices alone, by a slower and plainer way than the exchange's: whole orders are
/// priced again at every step.
struct SlowLedger {
    struct Order {
        var report: OrderReport
        var turnover: Money = .zero
        var filled: Shares = 0
    }

    struct Holding: Equatable {
        var volume: Shares = 0
        var prior: Shares = 0
        var bought: Shares = 0
        var sold: Shares = 0
    }

    let fees: FeeSchedule
    /// All cash, frozen or not, without today's buys and sells.
    private var settled: Money
    private(set) var orders: [Word: Order] = [:]
    private(set) var holdings: [Symbol: Holding]
    private(set) var day: Day?
    private(set) var complaints: [String] = []
    private var seenFills: Set<Word> = []

    init(cash: Money, holding: [(Symbol, Shares)], fees: FeeSchedule) {
        settled = cash
        self.fees = fees
        holdings = Dictionary(uniqueKeysWithValues: holding.map { ($0.0, Holding(volume: $0.1, prior: $0.1)) })
    }

    mutating func transfer(_ amount: Money) { settled += amount }

    mutating func take(_ notice: Notice) {
        switch notice {
        case .answer:
            break
        case .tradingDay(let day):
            settled = balance
            orders = [:]
            seenFills = []
            self.day = day
            holdings = holdings.filter { $0.value.volume > 0 }
                .mapValues { Holding(volume: $0.volume, prior: $0.volume) }
        case .exDate(let entry):
            settled += entry.cash
            holdings[entry.symbol] = Holding(volume: entry.sharesAfter, prior: entry.sharesAfter)
        case .order(let report):
            take(report)
        case .fill(let fill):
            take(fill)
        }
    }

    private mutating func take(_ report: OrderReport) {
        guard let id = report.brokerOrderID else {
            complaints.append("an order without a broker id")
            return
        }
        if let old = orders[id] {
            if !SlowLedger.mayFollow(old.report.status, report.status) {
                complaints.append("order \(id) went from \(old.report.status) to \(report.status)")
            }
            if report.filled != old.filled { complaints.append("order \(id) counts a fill that was not told") }
        } else if ![.pending, .live, .rejected].contains(report.status) {
            complaints.append("order \(id) began as \(report.status)")
        }
        if report.statusCode != report.status.code { complaints.append("order \(id) has code \(report.statusCode)") }
        orders[id, default: Order(report: report)].report = report
    }

    private mutating func take(_ fill: FillReport) {
        guard let id = fill.brokerOrderID, let order = orders[id], let day else {
            complaints.append("fill \(fill.tradeID) of an order nobody was told of")
            return
        }
        if !seenFills.insert(fill.tradeID).inserted { complaints.append("fill \(fill.tradeID) twice") }
        if order.report.status.isFinal { complaints.append("fill \(fill.tradeID) of an order that is over") }
        let isWithin = fill.side == .buy ? fill.price <= order.report.price : fill.price >= order.report.price
        if !isWithin { complaints.append("fill \(fill.tradeID) at \(fill.price), limit \(order.report.price)") }
        if fill.amount != fill.price * fill.volume { complaints.append("fill \(fill.tradeID) of \(fill.amount)") }
        if fill.clientOrderID != order.report.clientOrderID || fill.symbol != order.report.symbol {
            complaints.append("fill \(fill.tradeID) is not order \(id)'s")
        }
        let before = cost(of: order, on: day)
        orders[id]?.turnover += fill.amount
        orders[id]?.filled += fill.volume
        guard let after = orders[id] else { return }
        if fill.commission != cost(of: after, on: day) - before {
            complaints.append("fill \(fill.tradeID) was charged \(fill.commission.map(String.init) ?? "nothing")")
        }
        switch fill.side {
        case .buy:
            holdings[fill.symbol, default: Holding()].volume += fill.volume
            holdings[fill.symbol, default: Holding()].bought += fill.volume
        case .sell:
            holdings[fill.symbol, default: Holding()].volume -= fill.volume
            holdings[fill.symbol, default: Holding()].sold += fill.volume
        }
    }

    /// From qmt.md 6, without what this exchange does not do.
    private static func mayFollow(_ old: OrderStatus, _ new: OrderStatus) -> Bool {
        switch (old, new) {
        case (.pending, .live), (.pending, .rejected), (.pending, .cancelling), (.live, .partial), (.live, .filled),
            (.live, .cancelling), (.partial, .partial), (.partial, .filled), (.partial, .partialCancelling),
            (.cancelling, .cancelled), (.partialCancelling, .partialCancelled):
            true
        default: false
        }
    }

    private func cost(of order: Order, on day: Day) -> Money {
        price(order.report.symbol, order.report.side, order.turnover, order.filled, on: day)
    }

    private func price(
        _ symbol: Symbol, _ side: Side, _ turnover: Money, _ shares: Shares, on day: Day
    ) -> Money {
        guard let kind = InstrumentClass(symbol) else { return .zero }
        return fees.fees(for: kind, on: day, side: side, turnover: turnover, shares: shares).total
    }

    /// All cash.
    var balance: Money {
        guard let day else { return settled }
        return orders.values.reduce(into: settled) { sum, order in
            switch order.report.side {
            case .buy: sum -= order.turnover
            case .sell: sum += order.turnover
            }
            sum -= cost(of: order, on: day)
        }
    }

    var frozen: Money {
        guard let day else { return .zero }
        return orders.values.reduce(into: .zero) { sum, order in
            guard order.report.side == .buy, !order.report.status.isFinal else { return }
            let report = order.report
            sum += report.price * (report.volume - order.filled)
            sum += price(report.symbol, .buy, report.price * report.volume, report.volume, on: day)
            sum -= cost(of: order, on: day)
        }
    }

    var cash: Money { balance - frozen }

    func frozenShares(_ symbol: Symbol) -> Shares {
        orders.values.reduce(into: .zero) { sum, order in
            let report = order.report
            guard report.symbol == symbol, report.side == .sell, !report.status.isFinal else { return }
            sum += report.volume - order.filled
        }
    }

    /// `isSameDay`: what was bought today can be sold.
    func sellable(_ symbol: Symbol, isSameDay: Bool) -> Shares {
        guard let holding = holdings[symbol] else { return 0 }
        let free = isSameDay ? holding.volume : holding.prior - holding.sold
        return free - frozenShares(symbol)
    }
}
