import Market
import Testing

@testable import BridgeProtocol

/// Numbers as text, text as numbers, true for 0, units, ranges, claims that contradict themselves (reliability C09 to C16).
@Suite struct MalformedAnswerTests {
    static let snapshot: JSONValue = GoldenAnswerTests.snapshot.wire
        .replacing(["orders"], by: ["state": "rows", "rows": .array([Sample.order().wire])])
        .replacing(["trades"], by: ["state": "rows", "rows": .array([Sample.fill.wire])])

    /// A path in the snapshot and what stands there instead; nil removes it.
    static let wrong: [(String, String?)] = [
        ("as_of", nil), ("as_of", "null"), ("as_of", "1795138262"), ("as_of", #""2026-11-20""#),
        ("as_of", #""2026-11-20T25:00:00+08:00""#),
        ("seq", nil), ("seq", #""41""#), ("seq", "41.0"), ("seq", "-1"), ("seq", "true"), ("trading_day", "20261120"),
        ("trading_day", #""20261120""#), ("trading_day", #""2026-02-30""#), ("trading_day", #""""#), ("asset", "[]"),
        ("asset", "{}"),
        ("asset", "0"), ("asset.cash", "123456.78"), ("asset.cash", "null"), ("asset.cash", nil),
        ("asset.cash", #""""#),
        ("asset.cash", #""1,000.00""#), ("asset.cash", #""1e6""#), ("asset.cash", #""NaN""#), ("asset.cash", #""¥5""#),
        ("asset.total", #""99999999999999.99""#), ("asset.total", "true"), ("positions", nil), ("positions", "null"),
        ("positions", "[]"),
        ("positions.state", nil), ("positions.state", #""none""#), ("positions.state", "null"),
        ("positions.state", #""empty""#),
        ("positions.rows", "[]"), ("positions.rows", "null"), ("positions.rows", nil), ("positions.rows", "{}"),
        ("positions.rows.0", "null"), ("positions.rows.0", "[]"), ("positions.rows.0.symbol", "600000"),
        ("positions.rows.0.symbol", #""600000""#), ("positions.rows.0.symbol", #""sh600000""#),
        ("positions.rows.0.symbol", #""600000.XSHG""#),
        ("positions.rows.0.symbol", #""00700.HK""#), ("positions.rows.0.volume", #""300""#),
        ("positions.rows.0.volume", "300.0"),
        ("positions.rows.0.volume", "3e2"), ("positions.rows.0.volume", "-300"), ("positions.rows.0.volume", "null"),
        ("positions.rows.0.volume", "true"), ("positions.rows.0.volume", nil), ("positions.rows.0.sellable", "null"),
        ("positions.rows.0.sellable", "9223372036854775807"), ("positions.rows.0.cost_price", "-1.5"),
        ("positions.rows.0.cost_price", "0"), ("positions.rows.0.last_price", "10"),
        ("positions.rows.0.last_price", #""-1.00""#),
        ("positions.rows.0.last_price", #""10.0001""#), ("orders.rows.0.client_order_id", "20261120"),
        ("orders.rows.0.broker_order_id", "123"), ("orders.rows.0.exchange_order_id", "0"),
        ("orders.rows.0.side", "23"),
        ("orders.rows.0.side", #""B""#), ("orders.rows.0.price", "10.25"), ("orders.rows.0.price", "null"),
        ("orders.rows.0.volume", "false"), ("orders.rows.0.filled", "null"), ("orders.rows.0.filled", #""0""#),
        ("orders.rows.0.filled", "-1"), ("orders.rows.0.filled_price", "10.25"), ("orders.rows.0.status", "55"),
        ("orders.rows.0.status", "null"), ("orders.rows.0.status", nil), ("orders.rows.0.status_code", #""55""#),
        ("orders.rows.0.status_code", "null"), ("orders.rows.0.message", "null"), ("orders.rows.0.time", "0"),
        ("orders.rows.0.time", "null"), ("trades.rows.0.trade_id", "1"), ("trades.rows.0.trade_id", "null"),
        ("trades.rows.0.amount", "1024"), ("trades.rows.0.amount", "null"), ("trades.rows.0.commission", "0"),
        ("trades.rows.0.volume", #""-1""#), ("trades.rows.0.price", nil),
    ]

    @Test(arguments: wrong)
    func `C10: a snapshot that is wrong in one place is refused whole, and says where`(path: String, text: String?)
        throws
    {
        let steps = path.split(separator: ".").map(String.init)[...]
        let wire = Self.snapshot.replacing(steps, by: try text.map { try JSONValue(reading: $0) })
        try #require(wire != Self.snapshot)
        let mismatch = #expect(throws: Mismatch.self) { try BridgeAnswer(to: .snapshot, result: wire) }
        let place = try required(mismatch).place.replacing("[0]", with: ".0")
        // A section that says empty and has rows is named by its rows.
        let named = path == "positions.state" && text == #""empty""# ? "positions.rows" : path
        #expect(place.hasPrefix("result." + named), "\(place)")
    }

    @Test func `the snapshot that the wrong ones are made of is right`() throws {
        _ = try BridgeAnswer(to: .snapshot, result: Self.snapshot)
    }

    @Test(arguments: [(300, 300, true), (300, 0, true), (300, 301, false), (0, 300, false), (200, 300, false)])
    func `C15: an order that says more is filled than ordered is refused by its place`(
        volume: Int64, filled: Int64, isTaken: Bool
    ) throws {
        // The last two: what is left, or nothing, where the whole order should be.
        let wire = Self.snapshot.replacing(["orders", "rows", "0", "volume"], by: .integer(volume))
            .replacing(["orders", "rows", "0", "filled"], by: .integer(filled))
        if isTaken {
            #expect(try BridgeAnswer(to: .snapshot, result: wire) != .ping(Sample.time))
        } else {
            let mismatch = #expect(throws: Mismatch.self) { try BridgeAnswer(to: .snapshot, result: wire) }
            #expect(try required(mismatch).place == "result.orders.rows[0].filled")
        }
    }

    /// 100 shares at 10.24.
    @Test(arguments: [
        ("1024.00", true), ("1023.99", true), ("1030", true), ("102.40", false), ("10240.00", false),
        ("102400", false), ("1.02", false), ("0", false), ("-1024.00", false),
    ])
    func `C16: a fill whose amount is in another unit than its price is refused`(amount: String, isTaken: Bool) throws {
        let wire = Self.snapshot.replacing(["trades", "rows", "0", "amount"], by: .string(amount))
        if isTaken {
            #expect(try BridgeAnswer(to: .snapshot, result: wire) != .ping(Sample.time))
        } else {
            let mismatch = #expect(throws: Mismatch.self) { try BridgeAnswer(to: .snapshot, result: wire) }
            #expect(try required(mismatch).place == "result.trades.rows[0].amount")
        }
    }

    /// A reverse repurchase has a rate for its price; the owner may do one by hand.
    @Test func `C16: what is no share may compute its amount as it likes`() throws {
        let wire = Self.snapshot.replacing(["trades", "rows", "0", "symbol"], by: "204001.SH")
            .replacing(["trades", "rows", "0", "amount"], by: "10000")
        #expect(throws: Never.self) { try BridgeAnswer(to: .snapshot, result: wire) }
    }

    @Test func `messages say what was expected and found`() throws {
        func said(_ path: ArraySlice<String>, _ value: JSONValue?) throws -> String? {
            let wire = Self.snapshot.replacing(path, by: value)
            return #expect(throws: Mismatch.self) { try BridgeAnswer(to: .snapshot, result: wire) }?.description
        }
        #expect(
            try said(["orders", "rows", "0", "volume"], "300")
                == "result.orders.rows[0].volume is a text, expected an integer")
        #expect(try said(["asset", "cash"], nil) == "result.asset.cash is missing")
        #expect(
            try said(["positions", "rows", "0", "symbol"], "600000")
                == "result.positions.rows[0].symbol is not a symbol such as \"600000.SH\"")
        #expect(
            try said(["positions", "rows"], [])
                == "result.positions.rows is not rows; \"state\" must say empty or unknown")
    }

    @Test func `null is unknown where the document allows it, and so is absence`() throws {
        for value in [JSONValue.null, nil] {
            let wire = Self.snapshot
                .replacing(["trading_day"], by: value).replacing(["asset"], by: value)
                .replacing(["positions", "rows", "0", "cost_price"], by: value)
                .replacing(["orders", "rows", "0", "client_order_id"], by: value)
                .replacing(["orders", "rows", "0", "broker_order_id"], by: value)
                .replacing(["orders", "rows", "0", "filled_price"], by: value)
                .replacing(["trades", "rows", "0", "commission"], by: value)
            let snapshot = try AccountSnapshot(wire: wire)
            #expect(snapshot.tradingDay == nil)
            #expect(snapshot.asset == nil)
            #expect(snapshot.positions.known?.first?.costPrice == nil)
            #expect(snapshot.positions.known?.first?.volume == 300)
            #expect(snapshot.orders.known?.first?.clientOrderID == nil)
            #expect(snapshot.orders.known?.first?.brokerOrderID == nil)
            #expect(snapshot.orders.known?.first?.filledPrice == nil)
            #expect(snapshot.fills.known?.first?.commission == nil)
        }
    }

    @Test func `unknown is never read as empty, with or without rows`() throws {
        for section: JSONValue in [
            ["state": "unknown"], ["state": "unknown", "rows": nil], ["state": "unknown", "rows": []],
        ] {
            let snapshot = try AccountSnapshot(wire: Self.snapshot.replacing(["positions"], by: section))
            #expect(snapshot.positions == .unknown)
        }
        for section: JSONValue in [["state": "empty"], ["state": "empty", "rows": []]] {
            let snapshot = try AccountSnapshot(wire: Self.snapshot.replacing(["positions"], by: section))
            #expect(snapshot.positions == .empty)
        }
    }

    @Test(arguments: ["queued", "Filled", "", "86", "已成"])
    func `C11: a status in another word is unknown and treated as live`(word: String) throws {
        let order = try OrderReport(wire: Sample.order().wire.replacing(["status"], by: .string(word)))
        #expect(order.status == .unknown)
        #expect(!order.status.isFinal)
        #expect(order.statusCode == 55)
    }

    @Test(arguments: OrderStatus.allCases)
    func `every status of the document is read`(status: OrderStatus) throws {
        #expect(try OrderReport(wire: Sample.order(status: status).wire).status == status)
    }

    @Test(arguments: ["", "123456789012345678901", "策略一", "a b", "20261120_1"])
    func `D23: a remark that is no id of ours makes the row foreign`(remark: String) throws {
        let order = Sample.order().wire.replacing(["client_order_id"], by: .string(remark))
        #expect(try OrderReport(wire: order).clientOrderID == nil)
        let fill = Sample.fill.wire.replacing(["client_order_id"], by: .string(remark))
        #expect(try FillReport(wire: fill).clientOrderID == nil)
    }

    @Test func `amounts with more places than a li are rounded, prices are not`() throws {
        let fill = Sample.fill.wire
        #expect(try FillReport(wire: fill.replacing(["amount"], by: "1024.00049")).amount == .yuan(1024))
        #expect(try FillReport(wire: fill.replacing(["commission"], by: "5.0005")).commission == Money(li: 5001))
        #expect(throws: Mismatch.self) { try FillReport(wire: fill.replacing(["price"], by: "10.2401")) }
        #expect(try FillReport(wire: fill.replacing(["price"], by: "10.240000")).price == .fen(1024))
    }

    @Test func `no product of a price and a volume can overflow`() {
        let order = Sample.order().wire.replacing(["price"], by: "1000000").replacing(["volume"], by: 10_000_000_000)
        #expect(throws: Mismatch.self) { try OrderReport(wire: order) }
    }

    @Test func `a phase in another word is unknown`() throws {
        let quote = GoldenAnswerTests.quotes.rows[0].wire.replacing(["phase"], by: "volatility_halt")
        #expect(try Quote(wire: quote).phase == .unknown)
        #expect(throws: Mismatch.self) { try Quote(wire: quote.replacing(["phase"], by: 13)) }
    }

    static let wrongLevels: [JSONValue] = [
        [.number("9.99")], ["9.99"], ["9.99", 100, 1], [["9.99", "100"]], [[9, 100]], ["9.99,100"], [["9.99", nil]],
        [["9.99", -1]],
        [["9.99", 100, 2]], [["9.99"]], [["price": "9.99", "volume": 100]],
    ]

    @Test(arguments: wrongLevels)
    func `a book level is a price and a volume`(levels: JSONValue) {
        let quote = GoldenAnswerTests.quotes.rows[0].wire.replacing(["bid"], by: levels)
        #expect(throws: Mismatch.self) { try Quote(wire: quote) }
    }

    /// The answer to a submit or a resolve, with what must not be taken.
    static let wrongOutcomes: [(Bool, String)] = [
        (true, #"{"outcome":"never_placed","order":null,"reason":null}"#),
        (true, #"{"outcome":"ok","order":null,"reason":null}"#),
        (true, #"{"outcome":true,"order":null,"reason":null}"#), (true, #"{"outcome":0,"order":null,"reason":null}"#),
        (true, #"{"outcome":null,"order":null,"reason":null}"#), (true, #"{"order":null,"reason":null}"#), (true, "{}"),
        (true, "null"),
        (true, #"{"outcome":"placed","order":123,"reason":null}"#),
        (true, #"{"outcome":"placed","order":{},"reason":null}"#),
        (true, #"{"outcome":"rejected","order":null,"reason":5}"#),
        (false, #"{"outcome":"Never_placed","order":null}"#),
        (false, #"{"outcome":"never_placed","order":\#(Sample.orderText)}"#), (false, "[]"), (false, "-1"),
    ]

    @Test(arguments: wrongOutcomes)
    func `an outcome is one of the document's words`(isSubmit: Bool, text: String) throws {
        let request = isSubmit ? BridgeRequest.submit(try Sample.submission()) : .resolve(try required(Sample.id))
        let result = try JSONValue(reading: text)
        #expect(throws: Mismatch.self) { try BridgeAnswer(to: request, result: result) }
    }

    @Test func `C10: whether a cancel was asked for is true or false and nothing else`() throws {
        let cancel = BridgeRequest.cancel(try required(Sample.id))
        for text in ["0", "1", "null", "\"true\"", "-1"] {
            let result: JSONValue = ["requested": try JSONValue(reading: text), "reason": nil]
            #expect(throws: Mismatch.self) { try BridgeAnswer(to: cancel, result: result) }
        }
    }

    @Test(arguments: [
        "protocol", "shim", "session", "seq", "account", "time", "broker", "heartbeat_s", "capabilities", "simulated",
    ])
    func `hello's answer lacks nothing but the trading day`(field: String) {
        #expect(throws: Mismatch.self) { try Hello(wire: Sample.hello.wire.replacing([field], by: nil)) }
        #expect(throws: Mismatch.self) { try Hello(wire: Sample.hello.wire.replacing([field], by: .null)) }
    }

    @Test(arguments: ["0", "-5", "3601", "\"5\"", "5.0"])
    func `a heartbeat is a whole number of seconds`(text: String) throws {
        let wire = Sample.hello.wire.replacing(["heartbeat_s"], by: try JSONValue(reading: text))
        #expect(throws: Mismatch.self) { try Hello(wire: wire) }
    }
}
