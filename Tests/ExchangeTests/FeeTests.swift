import Exchange
import Market
import Testing

@Suite struct FeeTests {
    private let symbol: Symbol = "600000.SH"

    @Test(arguments: [Side.buy, .sell], [Shares(2500), 10_000, 33_300])
    func `an order in many parts costs what it costs whole`(side: Side, shares: Shares) throws {
        var floor = try Floor([.sample()], cash: "2000000.00", holding: [(symbol, 50_000)])
        let order = floor.submit(symbol, side, shares, at: side == .buy ? "10.05" : "9.85", "09:35:00")
        floor.advance(to: "15:00:00")
        let report = try #require(floor.order(order))
        #expect(report.status == .filled)
        let fills = floor.exchange.fillReports
        #expect(fills.count > 1)
        let turnover = fills.reduce(into: Money.zero) { $0 += $1.amount }
        let charged = fills.reduce(into: Money.zero) { $0 += $1.commission ?? .zero }
        #expect(charged == floor.fee(side, turnover, shares))
        #expect(floor.exchange.fees(of: .broker(report.brokerOrderID ?? ""))?.total == charged)
        let flow: Money = side == .buy ? -(turnover + charged) : turnover - charged
        #expect(floor.exchange.cash == "2000000.00" + flow)
    }

    @Test func `the minimum commission is charged with the first part and not again`() throws {
        var floor = try Floor([.flat()])
        floor.buy(symbol, 1900, at: "10.01", "10:00:00")
        floor.advance(to: "10:01:00")
        let charges = floor.exchange.fillReports.map(\.commission)
        // 10,010.00 and 9,000.00: commission 5.00 for both together, transfer fee 0.10 and 0.19.
        #expect(charges == ["5.10", "0.09"])
    }

    @Test func `an order without a fill costs nothing`() throws {
        var floor = try Floor([.flat()], cash: "20000.00")
        let order = floor.buy(symbol, 100, at: "9.50", "10:00:00")
        floor.cancel(order, "10:01:00")
        #expect(floor.exchange.figures.fees == .none)
        #expect(floor.exchange.cash == "20000.00")
    }

    @Test func `the ledger has every fee by its kind`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 1000)])
        floor.buy(symbol, 1000, at: "10.01", "10:00:00")
        floor.sell(symbol, 1000, at: "9.99", "10:01:00")
        let figures = floor.exchange.figures
        #expect(figures.fees.commission == "10.00")
        #expect(figures.fees.stampDuty == "5.00")
        #expect(figures.fees.transferFee == "0.20")
        #expect(figures.bought == "10010.00")
        #expect(figures.sold == "9990.00")
        #expect(figures.turnover == "20000.00")
        #expect(figures.balance == floor.exchange.cash)
    }

    @Test func `net commissions add the exchange's own fees`() throws {
        var floor = try Floor([.flat()]) {
            $0.fees = FeeSchedule(commission: CommissionRates(ratePerBillion: 250_000, minimum: "5.00", isAllIn: false))
        }
        floor.buy(symbol, 1000, at: "10.01", "10:00:00")
        #expect(floor.exchange.figures.fees.handlingFee == "0.34")
        #expect(floor.exchange.figures.fees.regulatoryFee == "0.20")
    }

    @Test func `a face value other than 1_00 changes the old transfer fee`() throws {
        let miner: Symbol = "601899.SH"
        func fee(_ facts: SimulatedExchange.Configuration.Facts?) throws -> Money {
            var floor = try Floor([.flat(miner)], on: "2014-06-03") { $0.facts[miner] = facts }
            floor.buy(miner, 1000, at: "10.01", "10:00:00")
            return floor.exchange.figures.fees.transferFee
        }
        #expect(try fee(nil) == "0.30")
        #expect(try fee(.init(parValue: "0.10")) == "0.03")
    }
}
