import Market

extension Instrument {
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            symbol: try fields.symbol("symbol"), name: try fields.text("name"), tick: try fields.priceOrNull("tick"),
            upLimit: try fields.priceOrNull("up_limit"), downLimit: try fields.priceOrNull("down_limit"),
            previousClose: try fields.priceOrNull("prev_close"), isSuspended: try fields.boolOrNull("suspended"),
            listed: try fields.dayOrNull("listed"))
    }

    var wire: JSONValue {
        [
            "symbol": .string(symbol.description), "name": .string(name), "tick": JSONValue(knownPrice: tick),
            "up_limit": JSONValue(knownPrice: upLimit), "down_limit": JSONValue(knownPrice: downLimit),
            "prev_close": JSONValue(knownPrice: previousClose), "suspended": isSuspended.map(JSONValue.bool) ?? .null,
            "listed": JSONValue(listed),
        ]
    }
}
