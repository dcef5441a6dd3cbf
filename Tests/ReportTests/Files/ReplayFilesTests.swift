import Market
import Testing

@testable import Report

@Suite struct ReplayFilesTests {
    private let bank = Symbol(digits: 600_000, venue: .shanghai) ?? Symbol(packed: 0)
    private let days = Curves.days(3)

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `equity in yuan with three places`() {
        var record = ReplayRecord(openingCash: .yuan(100), about: .init(title: ""))
        record.days = [
            .row(days[0], equity: Money(li: 100_001), cash: Money(li: 40_000)),
            .row(days[1], equity: Money(li: -5), cash: Money(li: -5)),
        ]
        #expect(
            text(ReplayFiles.equity(record)) == """
                date,equity,cash,market_value
                2020-01-06,100.001,40.000,60.001
                2020-01-07,-0.005,-0.005,0.000

                """)
    }

    @Test func `an order with all of its life`() {
        var record = Curves.record(opening: 100, [100])
        let fees = Fees(
            commission: .fen(501), stampDuty: .fen(1), transferFee: .fen(2), handlingFee: .fen(3),
            regulatoryFee: .fen(4))
        record.orders = [
            .order(
                "20200106-1", bank, .buy, 300, at: days[0].at(TimeOfDay(milliseconds: 34_200_125)), filled: 300,
                value: Money(li: 3_010_100), fees: fees),
            .order(
                "a,b", bank, .sell, 200, at: days[0].at(TimeOfDay(9, 30)), decision: nil, filled: 0, value: .zero,
                state: "rejected", reason: "rejected", overlay: "stop_loss", message: "no \"shares\", none"),
        ]
        let fields =
            "id,date,time,ts_code,side,volume,limit,decision_price,filled,average_price,value,commission,stamp_duty,"
            + "transfer_fee,other_fees,slippage_bp,state,reason,overlay,message"
        #expect(
            text(ReplayFiles.orders(record)) == """
                \(fields)
                20200106-1,2020-01-06,09:30:00.125,600000.SH,buy,300,10.500,10.000,300,10.033667,3010.100,5.010,0.010,\
                0.020,0.070,33.67,filled,,,
                "a,b",2020-01-06,09:30:00,600000.SH,sell,200,10.500,,0,,0.000,0.000,0.000,0.000,0.000,,rejected,rejected,\
                stop_loss,"no ""shares"", none"

                """)
    }

    @Test func `fills, reasons, corporate actions`() {
        var record = Curves.record(opening: 100, [100])
        record.trade(bank, .buy, 100, at: 10_010, on: days[0], fees: 5_000)
        record.reasons = [
            .init(day: days[0], symbol: bank, weight: .ppm(16_000), target: 300, held: 100, reason: "cash"),
            .init(day: days[1], symbol: bank, weight: .one, target: 0, held: 100, reason: "odd"),
        ]
        record.about.explanations = [.init("cash", "not enough, when its turn came")]
        record.act(bank, "bonus", 100, 130, cash: 1_200, on: days[2])
        #expect(
            text(ReplayFiles.fills(record)) == """
                order_id,date,time,ts_code,side,price,volume,amount,fees
                1,2020-01-06,09:30:00,600000.SH,buy,10.010,100,1001.000,5.000

                """)
        #expect(
            text(ReplayFiles.reasons(record)) == """
                date,ts_code,weight,target,held,reason,explanation
                2020-01-06,600000.SH,0.016,300,100,cash,"not enough, when its turn came"
                2020-01-07,600000.SH,1.0,0,100,odd,

                """)
        #expect(
            text(ReplayFiles.corporateActions(record)) == """
                date,ts_code,kind,shares_before,shares_after,cash
                2020-01-08,600000.SH,bonus,100,130,1.200

                """)
        #expect(
            text(ReplayFiles.roundTrips(RoundTrips(record))) == """
                ts_code,opened,closed,cost,proceeds,income,fees,invested,profit
                600000.SH,2020-01-06,,1006.000,0.000,1.200,5.000,1006.000,

                """)
    }

    @Test func `the index as it came`() throws {
        let record = Curves.record(opening: 100, [100, 101], benchmark: (3500.25, [nil, 3510.5]))
        #expect(
            text(try #require(ReplayFiles.benchmark(record))) == """
                date,close
                ,3500.25
                2020-01-06,
                2020-01-07,3510.5

                """)
        #expect(ReplayFiles.benchmark(Curves.record(opening: 100, [100])) == nil)
    }

    @Test func `the files that there are`() {
        let names = ReplayFiles.all(Curves.record(opening: 100, [100])).map(\.name)
        #expect(
            names == [
                "equity.csv", "orders.csv", "fills.csv", "reasons.csv", "corporate_actions.csv", "round_trips.csv",
                "quality.csv", "quality_days.csv",
                "summary.json", "report.html",
            ])
    }
}
