import Market

extension AssetReport {
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            cash: try fields.money("cash"), frozenCash: try fields.money("frozen_cash"),
            marketValue: try fields.money("market_value"), total: try fields.money("total"))
    }

    var wire: JSONValue {
        [
            "cash": .string(cash.description), "frozen_cash": .string(frozenCash.description),
            "market_value": .string(marketValue.description), "total": .string(total.description),
        ]
    }
}
