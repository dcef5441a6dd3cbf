import Engine
import Market

/// Values with good defaults for the engine's tests.
enum Make {
    static let day = World.today
    static let noon = World.today.at(TimeOfDay(10, 0))

    static func symbol(_ code: String) -> Symbol { World.symbol(code) }

    static func price(_ text: String) -> Price { Price(text) ?? Price(li: -1) }

    static func security(
        _ code: String = "600000.SH", last: String? = "10.00", previous: String? = "10.00", up: String? = "11.00",
        down: String? = "9.00", isSuspended: Bool? = false, hasBids: Bool = true, hasAsks: Bool = true,
        phase: Quote.Phase = .continuous
    ) -> Security {
        let symbol = symbol(code)
        let lastPrice = last.map(price)
        let levels = lastPrice.map { [Quote.Level(price: $0, volume: 10_000)] } ?? []
        return Security(
            symbol: symbol, kind: InstrumentClass(symbol),
            instrument: Instrument(
                symbol: symbol, name: code, tick: .fen(1), upLimit: up.map(price), downLimit: down.map(price),
                previousClose: previous.map(price), isSuspended: isSuspended),
            quote: Quote(
                symbol: symbol, time: noon, last: lastPrice, bids: hasBids ? levels : [], asks: hasAsks ? levels : [],
                phase: phase),
            quotedAt: noon)
    }

    static func market(_ securities: Security...) -> SymbolMap<Security> {
        var market = SymbolMap<Security>()
        for security in securities { market[security.symbol] = security }
        return market
    }

    static func holdings(_ rows: (String, Holding)...) -> SymbolMap<Holding> {
        var holdings = SymbolMap<Holding>()
        for (code, holding) in rows { holdings[symbol(code)] = holding }
        return holdings
    }

    static func held(_ shares: Int64, sellable: Int64? = nil) -> Holding {
        Holding(volume: Shares(shares), sellable: Shares(sellable ?? shares))
    }

    static func intent(
        _ number: Int = 1, _ code: String = "600000.SH", side: Side = .buy, shares: Int64 = 1_000,
        price: String = "10.00",
        at moment: Timestamp = noon
    ) -> Intent {
        let id = ClientOrderID(day: day, epoch: 1, number: number) ?? World.anyID
        return Intent(
            submission: Submission(
                clientOrderID: id, symbol: symbol(code), side: side, price: Make.price(price), volume: Shares(shares),
                validUntil: moment.adding(seconds: 30)),
            day: day, decidedAt: moment)
    }

    static func report(
        _ intent: Intent, _ status: OrderStatus, filled: Int64 = 0, message: Word = .empty
    ) -> OrderReport {
        OrderReport(
            clientOrderID: intent.submission.clientOrderID, brokerOrderID: "B1", symbol: intent.submission.symbol,
            side: intent.submission.side, price: intent.submission.price, volume: intent.submission.volume,
            filled: Shares(filled), status: status, message: message, time: noon)
    }

    static func fill(_ intent: Intent, _ id: Word, _ shares: Int64, at price: String = "10.00") -> FillReport {
        FillReport(
            tradeID: id, clientOrderID: intent.submission.clientOrderID, symbol: intent.submission.symbol,
            side: intent.submission.side, price: Make.price(price), volume: Shares(shares),
            amount: Make.price(price) * Shares(shares), time: noon)
    }
}

extension World {
    static let anyID: ClientOrderID = {
        guard let id = ClientOrderID("test-id") else { preconditionFailure("a lawful id") }
        return id
    }()
}
