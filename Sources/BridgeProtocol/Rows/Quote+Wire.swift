import Market

extension Quote {
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            symbol: try fields.symbol("symbol"), time: try fields.time("time"), last: try fields.priceOrNull("last"),
            open: try fields.priceOrNull("open"), high: try fields.priceOrNull("high"),
            low: try fields.priceOrNull("low"), previousClose: try fields.priceOrNull("prev_close"),
            volume: try fields.tradedShares("volume"), amount: try fields.money("amount"),
            bids: try Quote.levels("bid", of: &fields), asks: try Quote.levels("ask", of: &fields),
            phase: Phase(rawValue: try fields.text("phase")) ?? .unknown)
    }

    var wire: JSONValue {
        [
            "symbol": .string(symbol.description), "time": .string(time.description),
            "last": JSONValue(knownPrice: last), "open": JSONValue(knownPrice: open),
            "high": JSONValue(knownPrice: high), "low": JSONValue(knownPrice: low),
            "prev_close": JSONValue(knownPrice: previousClose), "volume": JSONValue(volume),
            "amount": .string(amount.description), "bid": Quote.wire(bids), "ask": Quote.wire(asks),
            "phase": .string(phase.rawValue),
        ]
    }

    /// A level of price 0 is no level.
    private static func levels(_ name: String, of fields: inout Fields) throws(Mismatch) -> [Level] {
        try fields.list(name) { value throws(Mismatch) in try Level(wire: value) }.filter { $0.price.li != 0 }
    }

    private static func wire(_ levels: [Level]) -> JSONValue {
        .array(
            levels.filter { $0.price.li != 0 }.map { .array([.string($0.price.description), JSONValue($0.volume)]) })
    }
}

extension Quote.Level {
    fileprivate init(wire: JSONValue) throws(Mismatch) {
        guard case .array(let pair) = wire, pair.count == 2 else {
            throw Mismatch(.type(expected: "a list of price and volume", found: wire.kind))
        }
        // The pair read as the object that it could have been.
        var fields = try Fields(["price": pair[0], "volume": pair[1]])
        self.init(price: try fields.price("price"), volume: try fields.tradedShares("volume"))
    }
}
