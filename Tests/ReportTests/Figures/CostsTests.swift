import Market
import Testing

@testable import Report

@Suite struct CostsTests {
    private let bank = Symbol(digits: 600_000, venue: .shanghai) ?? Symbol(packed: 0)
    private let noon = Curves.days(1)[0].at(TimeOfDay(12, 0))

    @Test func `fees by kind and turnover`() {
        let days = Curves.days(2)
        var record = ReplayRecord(openingCash: .yuan(1000), about: .init(title: ""))
        let fees = Fees(
            commission: .yuan(5), stampDuty: .yuan(2), transferFee: .yuan(1), handlingFee: .fen(30),
            regulatoryFee: .fen(20))
        record.days = [
            .row(days[0], equity: .yuan(990), cash: .yuan(490), bought: .yuan(500), fees: fees),
            .row(days[1], equity: .yuan(1010), cash: .yuan(1010), sold: .yuan(520), fees: fees, dividends: .yuan(3)),
        ]
        let summary = Summary(record)
        #expect(summary.costs.commission == .yuan(10))
        #expect(summary.costs.otherFees == .yuan(1))
        #expect(summary.costs.fees == .yuan(17))
        #expect(summary.costs.feeRate == 17.0 / 1020)
        #expect(summary.costs.dividends == .yuan(3))
        // 510 one way, on a mean equity of 1000, in 2 of 252 days.
        #expect(abs((summary.turnover ?? 0) - 0.51 * 126) < 1e-12)
        #expect(summary.exposure == 500.0 / 990 / 2)
        #expect(summary.months.first?.turnover == 0.51)
        #expect(summary.months.first?.fees == .yuan(17))
    }

    @Test(
        arguments: [
            (.buy, 10_100, 100.0), (.buy, 9_900, -100.0), (.sell, 9_900, 100.0), (.sell, 10_100, -100.0),
        ] as [(Side, Int64, Double)])
    func `slippage above zero is a cost on either side`(side: Side, price: Int64, expected: Double) {
        let order = ReplayRecord.OrderRow.order("1", bank, side, 100, at: noon, value: Money(li: price * 100))
        #expect(order.slippageBasisPoints == expected)
    }

    @Test func `there is no slippage without a fill or a decision price`() {
        let open = ReplayRecord.OrderRow.order("1", bank, .buy, 100, at: noon, filled: 0, value: .zero)
        #expect(open.slippageBasisPoints == nil && open.averageMicroYuan == nil)
        for price in [nil, Price(li: 0)] {
            let order = ReplayRecord.OrderRow.order(
                "1", bank, .buy, 100, at: noon, decision: price, value: Money(li: 1_000_000))
            #expect(order.slippageBasisPoints == nil)
        }
    }

    @Test func `slippage of all orders is weighted by value`() {
        var record = Curves.record(opening: 100, [100])
        record.orders = [
            .order("1", bank, .buy, 100, at: noon, value: Money(li: 1_010_000)),
            .order("2", bank, .sell, 300, at: noon, value: Money(li: 3_000_000)),
        ]
        let slippage = Summary(record).slippage
        #expect(slippage.orders == 2)
        #expect(slippage.cost == Money(li: 10_000))
        #expect(slippage.basisPoints == 25)
    }

    @Test func `counts are sorted by name`() {
        var record = Curves.record(opening: 100, [100])
        record.orders = ["rejected", "filled", "filled"].map {
            .order("1", bank, .buy, 100, at: noon, value: .zero, state: $0)
        }
        #expect(
            Summary(record).orders
                == [Summary.Count(name: "filled", count: 2), Summary.Count(name: "rejected", count: 1)])
    }
}
