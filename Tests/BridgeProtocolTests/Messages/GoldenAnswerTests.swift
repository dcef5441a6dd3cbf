import Market
import Testing

@testable import BridgeProtocol

@Suite struct GoldenAnswerTests {
    static let snapshot = AccountSnapshot(
        asOf: Sample.time, sequence: 41, tradingDay: Sample.day,
        asset: AssetReport(
            cash: .fen(12_345_678), frozenCash: .zero, marketValue: .yuan(1000), total: Money(li: 123_456_785)),
        positions: .rows([
            PositionReport(
                symbol: Sample.bank, volume: 300, sellable: 200, frozen: 0, onRoad: 0, yesterday: 200,
                costPrice: AveragePrice(microyuan: -1_500_000), lastPrice: nil)
        ]),
        orders: .empty, fills: .unknown)

    static let snapshotText =
        #"{"as_of":"2026-11-20T09:31:02.125+08:00","seq":41,"trading_day":"2026-11-20","asset":{"cash":"123456.78","#
        + #""frozen_cash":"0.00","market_value":"1000.00","total":"123456.785"},"positions":{"state":"rows","rows":["#
        + #"{"symbol":"600000.SH","volume":300,"sellable":200,"frozen":0,"on_road":0,"yesterday":200,"#
        + #""cost_price":"-1.50","last_price":null}]},"orders":{"state":"empty","rows":[]},"#
        + #""trades":{"state":"unknown","rows":[]}}"#

    static let full = AccountSnapshot(
        asOf: Sample.time, sequence: 0, tradingDay: nil, asset: nil, positions: .unknown,
        orders: .rows([Sample.order(), Sample.order(nil, status: .cancelled, filled: 0)]), fills: .rows([Sample.fill]))

    static let instruments = InstrumentsAnswer(
        tradingDay: Sample.day,
        rows: [
            Instrument(
                symbol: Sample.bank, name: "浦发银行", tick: .fen(1), upLimit: .fen(1128), downLimit: .fen(922),
                previousClose: .fen(1025), isSuspended: false, listed: Day("1999-11-10")),
            Instrument(
                symbol: Sample.vanke, name: "", tick: .fen(1), upLimit: nil, downLimit: nil, previousClose: nil,
                isSuspended: nil),
        ],
        missing: [Sample.pharma])

    static let instrumentsText =
        #"{"trading_day":"2026-11-20","rows":[{"symbol":"600000.SH","name":"浦发银行","tick":"0.01","up_limit":"11.28","#
        + #""down_limit":"9.22","prev_close":"10.25","suspended":false,"listed":"1999-11-10"},{"symbol":"000002.SZ","#
        + #""name":"","tick":"0.01","up_limit":null,"down_limit":null,"prev_close":null,"suspended":null,"#
        + #""listed":null}],"missing":["830799.BJ"]}"#

    static let quotes = QuotesAnswer(rows: [
        Quote(
            symbol: Sample.bank, time: Sample.time, last: .fen(1000), open: .fen(998), high: .fen(1001), low: nil,
            previousClose: .fen(1025), volume: 1_234_500, amount: .yuan(12_345_000),
            bids: [.init(price: .fen(999), volume: 1200), .init(price: .fen(998), volume: 100)], asks: [],
            phase: .continuous)
    ])

    static let quotesText =
        #"{"rows":[{"symbol":"600000.SH","time":"2026-11-20T09:31:02.125+08:00","last":"10.00","open":"9.98","#
        + #""high":"10.01","low":null,"prev_close":"10.25","volume":1234500,"amount":"12345000.00","#
        + #""bid":[["9.99",1200],["9.98",100]],"ask":[],"phase":"continuous"}],"missing":[]}"#

    static func lines() throws -> [(BridgeRequest, BridgeAnswer, String)] {
        let submit = BridgeRequest.submit(try Sample.submission())
        let id = try required(Sample.id)
        let order = Sample.order()
        return [
            (.ping, .ping(Sample.time), #"{"time":"2026-11-20T09:31:02.125+08:00"}"#),
            (.advance(to: Sample.time), .advance(Sample.time), #"{"time":"2026-11-20T09:31:02.125+08:00"}"#),
            (.snapshot, .snapshot(snapshot), snapshotText),
            (.instruments([]), .instruments(instruments), instrumentsText),
            (.quotes([]), .quotes(quotes), quotesText),
            (
                submit, .submit(SubmitAnswer(.placed, order: order)),
                #"{"outcome":"placed","order":\#(Sample.orderText),"reason":null}"#
            ),
            (
                submit, .submit(SubmitAnswer(.rejected, reason: "cash short")),
                #"{"outcome":"rejected","order":null,"reason":"cash short"}"#
            ),
            (submit, .submit(SubmitAnswer(.unknown)), #"{"outcome":"unknown","order":null,"reason":null}"#),
            (.resolve(id), .resolve(ResolveAnswer(.neverPlaced)), #"{"outcome":"never_placed","order":null}"#),
            (
                .resolve(id), .resolve(ResolveAnswer(.placed, order: order)),
                #"{"outcome":"placed","order":\#(Sample.orderText)}"#
            ),
            (.resolve(id), .resolve(ResolveAnswer(.unknown)), #"{"outcome":"unknown","order":null}"#),
            (.resolve(id), .resolve(ResolveAnswer(.rejected)), #"{"outcome":"rejected","order":null}"#),
            (.cancel(id), .cancel(CancelAnswer(isRequested: true)), #"{"requested":true,"reason":null}"#),
            (.cancel(id), .cancel(.unknownID), #"{"requested":false,"reason":"unknown_id"}"#),
        ]
    }

    @Test func `every answer is written as the document has it, and read back`() throws {
        for (request, answer, text) in try Self.lines() {
            let whole = #"{"jsonrpc":"2.0","id":7,"result":\#(text)}"#
            let asked = ServerRequest(id: 7, role: .trade, epoch: 1, request: request)
            #expect(line(asked.line(.success(answer))) == whole + "\n")
            guard case .answer(7, let result) = try message(whole) else { throw NotThere() }
            #expect(try BridgeAnswer(to: request, result: result) == answer)
        }
    }

    @Test func `hello's answer is written as the document has it, and read back`() throws {
        #expect(Sample.hello.wire.text == Sample.helloText)
        #expect(try Hello(wire: JSONValue(reading: Sample.helloText)) == Sample.hello)
        var early = Sample.hello
        early.tradingDay = nil
        early.broker = .unknown
        early.isSimulated = false
        early.capabilities = []
        #expect(try Hello(wire: early.wire) == early)
        #expect(early.wire["trading_day"] == .null)
    }

    @Test func `an answer that fits no line becomes an error`() throws {
        let row = Sample.order()
        let huge = AccountSnapshot(
            asOf: Sample.time, sequence: 0, tradingDay: nil, asset: nil, positions: .unknown,
            orders: .rows(Array(repeating: row, count: 32_000)), fills: .unknown)
        let asked = ServerRequest(id: "s", role: .observe, epoch: 1, request: .snapshot)
        guard case .failure("s", let error) = try RPCMessage(reading: asked.line(.success(.snapshot(huge)))[...]) else {
            throw NotThere()
        }
        #expect(error.kind == .tooMany)
    }

    @Test func `what a submit's outcome means`() {
        let order = Sample.order()
        var silent = order
        silent.message = "废单: 资金不足"
        #expect(SubmitAnswer(.placed, order: order).settled == .placed(order))
        #expect(SubmitAnswer(.placed).settled == .placed(nil))
        #expect(SubmitAnswer(.rejected, order: order, reason: "r").settled == .rejected(order, reason: "r"))
        #expect(SubmitAnswer(.rejected, order: silent).settled == .rejected(silent, reason: "废单: 资金不足"))
        #expect(SubmitAnswer(.rejected).settled == .rejected(nil, reason: "the QMT side gave no reason"))
        #expect(SubmitAnswer(.unknown, reason: "-1").settled == .unknown(reason: "-1"))
        #expect(ResolveAnswer(.neverPlaced).settled == .neverPlaced)
        #expect(ResolveAnswer(.placed, order: order).settled == .placed(order))
        #expect(ResolveAnswer(.rejected, order: silent).settled == .rejected(silent, reason: "废单: 资金不足"))
        #expect(ResolveAnswer(.unknown).settled == .unknown(reason: "the QMT side gave no reason"))
    }

    @Test func `a price of zero goes out as null and comes in as unknown`() throws {
        var instrument = Self.instruments.rows[0]
        instrument.upLimit = Price(li: 0)
        #expect(instrument.wire["up_limit"] == .null)
        let wire = Self.instruments.rows[0].wire.replacing(["up_limit"], by: "0.00")
        #expect(try Instrument(wire: wire).upLimit == nil)
        let quote = Self.quotes.rows[0].wire.replacing(["last"], by: "0").replacing(
            ["ask"], by: [["0.00", 0], ["10.01", 5]])
        #expect(try Quote(wire: quote).last == nil)
        #expect(try Quote(wire: quote).asks == [.init(price: .fen(1001), volume: 5)])
        var row = Self.quotes.rows[0]
        row.asks = [.init(price: Price(li: 0), volume: 7)]
        #expect(row.wire["ask"] == [])
    }

    @Test func `a list that is empty without the claim goes out as unknown`() {
        var snapshot = Self.snapshot
        snapshot.positions = .rows([])
        #expect(snapshot.wire["positions"] == ["state": "unknown", "rows": []])
    }
}
