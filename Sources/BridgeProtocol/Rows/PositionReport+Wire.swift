import Market

extension PositionReport {
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            symbol: try fields.symbol("symbol"), volume: try fields.shares("volume"),
            sellable: try fields.shares("sellable"), frozen: try fields.shares("frozen"),
            onRoad: try fields.shares("on_road"), yesterday: try fields.shares("yesterday"),
            costPrice: try fields.averageOrNull("cost_price"), lastPrice: try fields.priceOrNull("last_price"))
        if let lastPrice { try Fields.checkWorth(lastPrice, volume) }
    }

    var wire: JSONValue {
        [
            "symbol": .string(symbol.description), "volume": JSONValue(volume), "sellable": JSONValue(sellable),
            "frozen": JSONValue(frozen), "on_road": JSONValue(onRoad), "yesterday": JSONValue(yesterday),
            "cost_price": JSONValue(costPrice), "last_price": JSONValue(knownPrice: lastPrice),
        ]
    }
}
