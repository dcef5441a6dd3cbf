import Market

extension Submission {
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            clientOrderID: try fields.clientOrderID("client_order_id"), symbol: try fields.symbol("symbol"),
            side: try fields.side("side"), price: try fields.price("price"), volume: try fields.shares("volume"),
            validUntil: try fields.time("valid_until"))
        guard price.li > 0 else { throw Mismatch(.value(expected: "a price above 0"), at: [.name("price")]) }
        guard volume.count > 0 else { throw Mismatch(.value(expected: "a volume above 0"), at: [.name("volume")]) }
        try Fields.checkWorth(price, volume)
    }

    var wire: JSONValue {
        [
            "client_order_id": .string(clientOrderID.text), "symbol": .string(symbol.description),
            "side": .string(side.rawValue), "price": .string(price.description), "volume": JSONValue(volume),
            "valid_until": .string(validUntil.description),
        ]
    }

    /// The fields whose wrong values make an order invalid (1013) instead of the request (-32602).
    static var orderFields: Set<String> { ["symbol", "side", "price", "volume"] }
}
