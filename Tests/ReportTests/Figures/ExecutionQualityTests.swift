import Market
import Testing

@testable import Report

@Suite struct ExecutionQualityTests {
    private let bank = Symbol(digits: 600_000, venue: .shanghai) ?? Symbol(packed: 0)
    private let days = Curves.days(2)

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A buy that cost something, a sell that brought something, and an order that found nobody.
    private var record: ReplayRecord {
        var record = Curves.record(opening: 100, [100, 100])
        let start = days[0].at(TimeOfDay(9, 31))
        record.orders = [
            .order("a", bank, .buy, 400, at: start, filled: 300, value: .yuan(3_015)),
            .order("b", bank, .sell, 200, at: start, filled: 200, value: .yuan(2_010)),
            .order("c", bank, .buy, 100, at: days[1].at(TimeOfDay(9, 31)), filled: 0, value: .zero, state: "cancelled"),
        ]
        for index in 0..<3 {
            record.orders[index].planPrice = .fen(1000)
            record.orders[index].arrivalPrice = index == 1 ? nil : Price(li: 10_020)
        }
        record.fills = [
            .init(
                time: start.adding(seconds: 2), order: 0, price: .fen(1005), volume: 100, amount: .yuan(1_005),
                fees: .zero),
            .init(
                time: start.adding(milliseconds: 61_500), order: 0, price: .fen(1005), volume: 200,
                amount: .yuan(2_010), fees: .zero),
            .init(
                time: start.adding(seconds: 4), order: 1, price: .fen(1005), volume: 200, amount: .yuan(2_010),
                fees: .zero),
        ]
        return record
    }

    @Test func `costs are above zero where they cost something, for either side`() {
        let quality = ExecutionQuality(record)
        #expect(quality.orders == 3 && quality.filledOrders == 2)
        #expect(quality.ordered == 700 && quality.filled == 500)
        // 15 yuan paid more, 10 yuan brought more, of 5,000.
        #expect(quality.decision.cost == .yuan(5) && quality.decision.base == .yuan(5_000))
        #expect(quality.decision.points == 1_000)
        // 3,015 for what stood at 3,006.
        #expect(quality.arrival.cost == .yuan(9) && quality.arrival.base == .yuan(3_006))
        #expect(quality.arrival.points == 2_994)
        #expect(quality.secondsToFirstFill == 3)
        #expect(quality.secondsToLastFill == 32.75)
    }

    @Test func `each order has its row`() {
        #expect(
            text(ReplayFiles.quality(record)) == """
                id,date,ts_code,side,volume,filled,decision_price,arrival_price,average_price,decision_cost,decision_bp,\
                arrival_cost,arrival_bp,first_fill_s,last_fill_s
                a,2020-01-06,600000.SH,buy,400,300,10.000,10.020,10.050000,15.000,50.00,9.000,29.94,2.000,61.500
                b,2020-01-06,600000.SH,sell,200,200,10.000,,10.050000,-10.000,-50.00,,,4.000,4.000
                c,2020-01-07,600000.SH,buy,100,0,10.000,10.020,,,,,,,

                """)
    }

    @Test func `each day with orders has its row`() {
        #expect(
            text(ReplayFiles.qualityDays(record)) == """
                date,orders,filled_orders,ordered,filled,value,decision_cost,decision_bp,arrival_cost,arrival_bp,\
                first_fill_s,last_fill_s
                2020-01-06,2,2,600,500,5025.000,5.000,10.00,9.000,29.94,3.000,32.750
                2020-01-07,1,0,100,0,0.000,,,,,,

                """)
    }

    @Test func `without orders nothing is defined`() {
        let quality = ExecutionQuality(Curves.record(opening: 100, [100]))
        #expect(quality.fillRate == nil && quality.secondsToFirstFill == nil && quality.decision.points == nil)
    }
}
