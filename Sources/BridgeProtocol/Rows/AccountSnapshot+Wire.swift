import Market

extension AccountSnapshot {
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            asOf: try fields.time("as_of"), sequence: try fields.sequence("seq"),
            tradingDay: try fields.dayOrNull("trading_day"),
            asset: try fields.objectOrNull("asset") { value throws(Mismatch) in try AssetReport(wire: value) },
            positions: try AccountSnapshot.section("positions", of: &fields) { value throws(Mismatch) in
                try PositionReport(wire: value)
            },
            orders: try AccountSnapshot.section("orders", of: &fields) { value throws(Mismatch) in
                try OrderReport(wire: value)
            },
            fills: try AccountSnapshot.section("trades", of: &fields) { value throws(Mismatch) in
                try FillReport(wire: value)
            })
    }

    var wire: JSONValue {
        [
            "as_of": .string(asOf.description), "seq": .integer(sequence), "trading_day": JSONValue(tradingDay),
            "asset": asset?.wire ?? .null, "positions": AccountSnapshot.wire(positions, \.wire),
            "orders": AccountSnapshot.wire(orders, \.wire), "trades": AccountSnapshot.wire(fills, \.wire),
        ]
    }

    private static func section<Row>(
        _ name: String, of fields: inout Fields, _ read: (JSONValue) throws(Mismatch) -> Row
    ) throws(Mismatch) -> Section<Row> {
        try fields.object(name) { value throws(Mismatch) in
            var section = try Fields(value)
            let state = try section.text("state")
            switch state {
            case "unknown":
                return .unknown
            case "empty", "rows":
                let isEmpty = state == "empty"
                if isEmpty, section.known("rows") == nil { return .empty }
                let rows = try section.list("rows", read)
                // What contradicts itself supports no claim, least of all that there is nothing.
                guard rows.isEmpty == isEmpty else {
                    let expected =
                        isEmpty ? "an empty list, as \"state\" says" : "rows; \"state\" must say empty or unknown"
                    throw Mismatch(.value(expected: expected), at: [.name("rows")])
                }
                return isEmpty ? .empty : .rows(rows)
            default:
                throw Mismatch(.value(expected: "\"rows\", \"empty\" or \"unknown\""), at: [.name("state")])
            }
        }
    }

    /// A list that is empty without the claim that it is goes out as unknown.
    private static func wire<Row>(_ section: Section<Row>, _ row: (Row) -> JSONValue) -> JSONValue {
        switch section {
        case .rows(let rows) where !rows.isEmpty: ["state": "rows", "rows": .array(rows.map(row))]
        case .empty: ["state": "empty", "rows": []]
        case .rows, .unknown: ["state": "unknown", "rows": []]
        }
    }
}
