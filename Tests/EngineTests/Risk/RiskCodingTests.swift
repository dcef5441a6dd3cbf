import Engine
import Foundation
import Market
import Testing

/// What older journals hold, and that nothing gets lost on the way.
@Suite struct RiskCodingTests {
    private func decoded<Value: Codable>(_ type: Value.Type, _ json: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    @Test func `a line of an older journal has one rule, or none`() throws {
        let old = #"{"projected":8674,"shares":8674,"side":"sell","symbol":"688038.SH","target":0,"weight":0"#
        #expect(try decoded(PlanLine.self, old + #","overlay":"stop_loss"}"#).overlay == [.stopLoss])
        #expect(try decoded(PlanLine.self, old + "}").overlay == [])
        let line = PlanLine(
            symbol: World.symbol(RiskMaker.one), weight: .ppm(1), target: 0, projected: 100, sizingPrice: nil,
            overlay: [.totalCap, .stopLoss], asked: .ppm(2))
        #expect(try roundTrip(line) == line)
        #expect(line.overlay.description == "stop_loss+total_cap")
    }

    @Test func `every rule has its place, and the places are those of the list`() {
        for reason in Reason.overlays {
            #expect(Reasons(reason).list == [reason])
            #expect(!reason.explanation.isEmpty)
        }
        #expect(Reasons(.cash).isEmpty)
    }

    @Test func `a policy of an older journal has what was on then, and nothing more`() throws {
        let risk = try decoded(Policy.Risk.self, #"{"drawdownExposure":500000000000}"#)
        #expect(risk.stopLoss == nil && risk.drawdownLimit == nil && risk.cooldownDays == 5)
        #expect(try roundTrip(Policy.Risk()) == Policy.Risk())
    }

    @Test func `what risk remembers survives a checkpoint`() throws {
        var book = Book()
        let symbol = World.symbol(RiskMaker.one)
        let stop = RiskStanding.Stop(
            reason: .stopLoss, since: Make.noon, last: Make.price("9.00"), bound: AveragePrice(Make.price("9.20")))
        book.apply(.entryAdjusted(symbol, Entry(shares: 1, cost: .yuan(1), high: .fen(100)), because: .external))
        book.apply(.stopFired(symbol, stop))
        book.apply(.liquidationBegan(.init(since: Make.noon, equity: .yuan(1), bound: .yuan(2))))
        book.apply(.marketExposureChanged(.init(volatility: .one, regime: nil)))
        #expect(try roundTrip(book) == book)
        book.apply(.peakReset(at: Make.noon))
        book.apply(.stopsEnded([symbol]))
        #expect(book.risk.liquidation == nil && book.risk.stops.isEmpty)
        // Before it was remembered, holdings had the exposure in force.
        var old = Book()
        old.apply(.exposureChanged(.ppm(500_000), reason: .drawdown))
        #expect(try roundTrip(old).risk.applied == .ppm(500_000))
    }

    @Test func `dividends on their way, exposure and flows of the day survive too`() throws {
        var book = Book()
        let symbol = World.symbol(RiskMaker.one)
        var parts = AccountFlow.Parts()
        parts.day = World.today
        parts.cash = .yuan(3)
        book.apply(
            .flowObserved(
                AccountFlow(
                    amount: .yuan(3), dividends: .zero,
                    accrued: [.init(symbol: symbol, amount: .yuan(1), shares: 1, exDay: World.today)], settled: [],
                    ofDay: parts, equity: .yuan(1), peakBefore: nil, peak: nil, at: Make.noon)))
        let standing = try roundTrip(book.risk)
        #expect(standing == book.risk)
        #expect(standing.receivables.count == 1 && standing.flowOfDay.cash == .yuan(3))
        let old = try decoded(RiskStanding.self, "{}")
        #expect(old == RiskStanding())
        #expect(try decoded(RiskStanding.self, #"{"applied":500000000000}"#).applied == .ppm(500_000))
        #expect(
            try String(
                decoding: JSONEncoder().encode(decoded(RiskStanding.self, #"{"applied":500000000000}"#)), as: UTF8.self
            )
            .contains("500000000000"))
    }
}
