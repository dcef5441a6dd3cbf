import Exchange
import Market
import Testing

@Suite struct ConversationTests {
    private let symbol: Symbol = "600000.SH"

    private func request(_ side: Side, _ volume: Shares, at price: Price, _ id: ClientOrderID) -> Submission {
        Submission(
            clientOrderID: id, symbol: symbol, side: side, price: price, volume: volume,
            validUntil: Floor.day.at("15:00:00"))
    }

    @Test func `the answer comes first and carries the order, then its fill`() throws {
        var floor = try Floor([.flat()])
        var notices: [Notice] = []
        floor.exchange.answer(request(.buy, 500, at: "10.01", "a-1"), at: floor.day.at("10:00:00"), into: &notices)
        guard notices.count == 2, case .answer("a-1", .placed(let report?)) = notices[0],
            case .fill(let fill) = notices[1]
        else {
            Issue.record("other notices: \(notices)")
            return
        }
        #expect((report.status, report.filled) == (.filled, 500))
        #expect((fill.volume, fill.clientOrderID) == (500, "a-1"))
        #expect(floor.exchange.brokenInvariants() == [])
    }

    @Test func `a refusal says why`() throws {
        var floor = try Floor([.flat()])
        var notices: [Notice] = []
        floor.exchange.answer(request(.sell, 500, at: "10.01", "a-1"), at: floor.day.at("10:00:00"), into: &notices)
        guard case .answer("a-1", .rejected(let report?, let reason))? = notices.first, notices.count == 1 else {
            Issue.record("other notices: \(notices)")
            return
        }
        #expect(report.status == .rejected)
        #expect(reason == report.message && !reason.isEmpty)
    }

    @Test func `an order that rests is told of when it trades`() throws {
        var floor = try Floor([.sample(high: "10.20", low: "9.80", close: "10.00")])
        var notices: [Notice] = []
        floor.exchange.answer(request(.buy, 500, at: "9.85", "a-1"), at: floor.day.at("09:31:00"), into: &notices)
        #expect(notices.count == 1)
        let later = floor.exchange.advance(to: floor.day.at("15:00:00"))
        #expect(later.orders.last?.status == .filled)
    }

    @Test func `talking and submitting leave the same account behind`() throws {
        var random = SplitMix64(seed: 41)
        var talking = try Floor([.sample(high: "10.60", low: "9.50", close: "10.20")], holding: [(symbol, 5_000)])
        var submitting = talking
        var notices: [Notice] = []
        var time = talking.day.at("09:31:00")
        for number in 1...60 {
            time = time.adding(seconds: Int64.random(in: 1...200, using: &random))
            let side: Side = random.one(in: 2) ? .buy : .sell
            let price = Price(li: Int64.random(in: 980...1_020, using: &random) * 10)
            let id = try #require(ClientOrderID("x-\(number)"))
            let order = request(side, Shares(Int64.random(in: 1...9, using: &random) * 100), at: price, id)
            talking.exchange.answer(order, at: time, into: &notices)
            _ = submitting.exchange.submit(order, at: time)
            #expect(
                talking.exchange.snapshot(at: time, sequence: 0) == submitting.exchange.snapshot(at: time, sequence: 0))
            #expect(talking.exchange.brokenInvariants() == [], "seed 41")
        }
    }
}
