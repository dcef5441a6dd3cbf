import Exchange
import Market

// What the terminal shows of the account and of the market, true or not.
extension World {
    mutating func snapshot() -> AccountSnapshot {
        var snapshot = terminal.exchange.snapshot(at: now, sequence: terminal.sequence)
        snapshot.tradingDay = terminal.tradingDay
        let isAfterClose = now.timeOfDay >= TimeOfDay(15, 0)
        if !terminal.isBrokerUp || isAfterClose && mix.strikes(.queriesFailAfterClose) {
            snapshot.positions = .unknown
            snapshot.orders = .unknown
            snapshot.fills = .unknown
            snapshot.asset = nil
            return snapshot
        }
        if mix.strikes(.unknownPositions) {
            snapshot.positions = .unknown
        }
        if mix.strikes(.unknownLists) {
            if mix.draw(.unknownLists, 2) == 0 { snapshot.orders = .unknown } else { snapshot.fills = .unknown }
        }
        if mix.strikes(.oldSnapshot) {
            snapshot.asOf = now.adding(seconds: -600)
        }
        if mix.strikes(.zeroAsset) {
            snapshot.asset = AssetReport(cash: .zero, frozenCash: .zero, marketValue: .zero, total: .zero)
        }
        if let fills = snapshot.fills.known, !fills.isEmpty, mix.strikes(.tornSnapshot) {
            snapshot.fills = fills.count == 1 ? .empty : .rows(Array(fills.dropLast()))
        }
        if let earlier = terminal.earlier, now.milliseconds(since: earlier.at) < 6000, mix.strikes(.cacheLag) {
            snapshot.orders = earlier.orders.isEmpty ? .empty : .rows(earlier.orders)
            snapshot.fills = earlier.fills.isEmpty ? .empty : .rows(earlier.fills)
        }
        if var rows = snapshot.orders.known {
            if !terminal.strangerRows.isEmpty { rows += terminal.strangerRows }
            if let row = rows.last(where: { $0.clientOrderID != nil && $0.filled == 0 }), mix.strikes(.twoRows) {
                var second = row
                second.brokerOrderID = nil
                second.status = .pending
                second.statusCode = second.status.code
                rows.append(second)
            }
            if let row = rows.first(where: { $0.clientOrderID != nil && $0.status != .rejected }), mix.strikes(.twins) {
                var twin = row
                twin.brokerOrderID = Word("W\(row.brokerOrderID?.text ?? "")")
                twin.filled = 0
                twin.status = .live
                twin.statusCode = twin.status.code
                rows.append(twin)
            }
            if mix[.blankRemark] > 0, !rows.isEmpty, mix.strikes(.blankRemark) {
                for index in rows.indices { rows[index].clientOrderID = nil }
                if var fills = snapshot.fills.known, !fills.isEmpty {
                    for index in fills.indices { fills[index].clientOrderID = nil }
                    snapshot.fills = .rows(fills)
                }
            }
            if !rows.isEmpty { snapshot.orders = .rows(rows) }
        }
        return snapshot
    }

    mutating func instrument(_ symbol: Symbol) -> Instrument? {
        guard var instrument = terminal.exchange.instrument(symbol) else { return nil }
        if mix.strikes(.suspensionUnknown) { instrument.isSuspended = nil }
        if mix.strikes(.noLimits) {
            instrument.upLimit = nil
            instrument.downLimit = nil
        }
        return instrument
    }

    mutating func quote(_ symbol: Symbol) -> Quote? {
        guard var quote = terminal.exchange.quote(symbol, at: now) else { return nil }
        if mix.strikes(.noPrice) {
            quote.last = nil
            quote.asks = []
            quote.bids = []
        }
        if mix.strikes(.staleQuote) {
            quote.time = now.adding(seconds: mix.draw(.staleQuote, 2) == 0 ? -86_400 : -90)
        }
        if mix.strikes(.absurdQuote) {
            quote.last = quote.last.map { Price(li: $0.li * 10) }
            quote.asks = quote.asks.map { Quote.Level(price: Price(li: $0.price.li * 10), volume: $0.volume) }
            quote.bids = quote.bids.map { Quote.Level(price: Price(li: $0.price.li * 10), volume: $0.volume) }
        }
        return quote
    }
}
