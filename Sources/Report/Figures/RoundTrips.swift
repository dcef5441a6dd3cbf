import Market

/// All round trips of a replay, from its fills and corporate actions.
package struct RoundTrips: Hashable, Sendable {
    /// In the order in which they ended.
    package private(set) var closed: [RoundTrip] = []
    private var held = SymbolMap<RoundTrip>()
    /// Index of the last closed trip, for a dividend that is paid after the last share was sold.
    private var latest = SymbolMap<Int>()
    /// Its shares are gone into a merger, and the rows that give the new ones may follow.
    private var merging: RoundTrip?

    /// Held when the replay ended, by symbol.
    package var open: [RoundTrip] { held.values }

    /// Corporate actions of a day come before its fills: they are the morning's.
    package init(_ record: ReplayRecord) {
        var actions = record.corporateActions[...]
        for fill in record.fills where record.orders.indices.contains(fill.order) {
            let day = fill.time.day
            while let action = actions.first, action.day <= day {
                apply(action)
                actions.removeFirst()
            }
            endMerger(on: day)
            apply(fill, of: record.orders[fill.order], on: day)
        }
        for action in actions { apply(action) }
        if let day = record.corporateActions.last?.day { endMerger(on: day) }
    }

    private mutating func apply(_ fill: ReplayRecord.FillRow, of order: ReplayRecord.OrderRow, on day: Day) {
        var trip = held[order.symbol] ?? RoundTrip(symbol: order.symbol, opened: day)
        trip.fees += fill.fees
        switch order.side {
        case .buy: trip.buy(fill.volume, for: fill.amount + fill.fees)
        case .sell: trip.sell(fill.volume, for: fill.amount - fill.fees)
        }
        keep(trip, on: day)
    }

    private mutating func apply(_ action: ReplayRecord.CorporateActionRow) {
        if action.kind == "merger", action.sharesAfter > action.sharesBefore, let old = merging,
            old.closed == action.day
        {
            var trip = held[action.symbol] ?? RoundTrip(symbol: action.symbol, opened: old.opened)
            trip.absorb(old)
            merging = nil
            trip.shares += action.sharesAfter - action.sharesBefore
            trip.income += action.cash
            return keep(trip, on: action.day)
        }
        endMerger(on: action.day)
        guard var trip = held[action.symbol] else { return add(action.cash, toLatestOf: action.symbol) }
        let change = action.sharesAfter - action.sharesBefore
        switch action.kind {
        case "rights": trip.buy(change, for: -action.cash)
        case "sold_at_end", "written_off": trip.sell(-change, for: action.cash)
        default:
            trip.income += action.cash
            trip.shares += change
        }
        if action.kind == "merger", trip.shares.count <= 0 {
            held[action.symbol] = nil
            trip.closed = action.day
            merging = trip
        } else {
            keep(trip, on: action.day)
        }
    }

    private mutating func add(_ cash: Money, toLatestOf symbol: Symbol) {
        guard let index = latest[symbol] else { return }
        closed[index].income += cash
    }

    private mutating func keep(_ trip: RoundTrip, on day: Day) {
        guard trip.shares.count <= 0 else { return held[trip.symbol] = trip }
        held[trip.symbol] = nil
        close(trip, on: day)
    }

    private mutating func close(_ trip: RoundTrip, on day: Day) {
        var trip = trip
        trip.closed = day
        latest[trip.symbol] = closed.count
        closed.append(trip)
    }

    /// A merger without new shares was paid in cash alone.
    private mutating func endMerger(on day: Day) {
        guard let trip = merging else { return }
        merging = nil
        close(trip, on: trip.closed ?? day)
    }

    // MARK: Figures

    var winners: [RoundTrip] { closed.filter { $0.profit > .zero } }
    var losers: [RoundTrip] { closed.filter { $0.profit < .zero } }

    /// Share of closed trips with a profit.
    var hitRate: Double? { Double(winners.count).over(Double(closed.count)) }

    /// Mean profit of the winners over mean loss of the losers.
    var profitLossRatio: Double? {
        let winners = winners
        let losers = losers
        guard !winners.isEmpty, !losers.isEmpty else { return nil }
        let gain = Double(winners.reduce(.zero) { $0 + $1.profit }.li) / Double(winners.count)
        let loss = -Double(losers.reduce(.zero) { $0 + $1.profit }.li) / Double(losers.count)
        return gain.over(loss)
    }

    /// Sum of the profits over the sum of the losses.
    var profitFactor: Double? {
        guard !winners.isEmpty else { return nil }
        let gain = winners.reduce(Money.zero) { $0 + $1.profit }
        return Double(gain.li).over(-Double(losers.reduce(Money.zero) { $0 + $1.profit }.li))
    }
}
