import Market

extension OrderReport {
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            clientOrderID: try fields.ownerOrNull("client_order_id"),
            brokerOrderID: try fields.textOrNull("broker_order_id").map { Word($0) },
            exchangeOrderID: try fields.textOrNull("exchange_order_id").map { Word($0) },
            symbol: try fields.symbol("symbol"), side: try fields.side("side"), price: try fields.price("price"),
            volume: try fields.shares("volume"), filled: try fields.shares("filled"),
            filledPrice: try fields.averageOrNull("filled_price"),
            // A word of a later version is treated as live, as the number 255 is.
            status: OrderStatus(rawValue: try fields.text("status")) ?? .unknown,
            statusCode: Int(try fields.integer("status_code", in: -0x8000_0000...0x7FFF_FFFF)),
            message: Word(try fields.text("message")), time: try fields.time("time"))
        try Fields.checkWorth(price, volume)
        // Some terminals put what is left into the volume: such a row says nothing that could be used.
        guard filled <= volume else {
            throw Mismatch(.value(expected: "at most the volume, \(volume)"), at: [.name("filled")])
        }
    }

    var wire: JSONValue {
        [
            "client_order_id": JSONValue(clientOrderID), "broker_order_id": JSONValue(brokerOrderID?.text),
            "exchange_order_id": JSONValue(exchangeOrderID?.text), "symbol": .string(symbol.description),
            "side": .string(side.rawValue), "price": .string(price.description), "volume": JSONValue(volume),
            "filled": JSONValue(filled), "filled_price": JSONValue(filledPrice), "status": .string(status.rawValue),
            "status_code": .integer(Int64(statusCode)), "message": .string(message.text),
            "time": .string(time.description),
        ]
    }
}
