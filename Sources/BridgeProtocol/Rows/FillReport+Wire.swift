import Market

extension FillReport {
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            tradeID: Word(try fields.text("trade_id")), clientOrderID: try fields.ownerOrNull("client_order_id"),
            brokerOrderID: try fields.textOrNull("broker_order_id").map { Word($0) },
            symbol: try fields.symbol("symbol"),
            side: try fields.side("side"), price: try fields.price("price"), volume: try fields.shares("volume"),
            amount: try fields.money("amount"), commission: try fields.moneyOrNull("commission"),
            time: try fields.time("time"))
        try Fields.checkWorth(price, volume)
        try checkAmount()
    }

    /// Refuses a share's fill whose amount is not its price times its volume: one of them is in another unit. One per cent
    /// and a yuan are allowed for rounding. Other kinds have other ways to compute it.
    private func checkAmount() throws(Mismatch) {
        guard InstrumentClass(symbol)?.isShare == true else { return }
        let worth = price * volume
        guard abs(amount.li - worth.li) <= worth.li / 100 + Money.yuan(1).li else {
            throw Mismatch(.value(expected: "about price times volume, \(worth)"), at: [.name("amount")])
        }
    }

    var wire: JSONValue {
        [
            "trade_id": .string(tradeID.text), "client_order_id": JSONValue(clientOrderID),
            "broker_order_id": JSONValue(brokerOrderID?.text), "symbol": .string(symbol.description),
            "side": .string(side.rawValue), "price": .string(price.description), "volume": JSONValue(volume),
            "amount": .string(amount.description), "commission": JSONValue(commission),
            "time": .string(time.description),
        ]
    }
}
