import Engine
import Market
import Testing

@Suite struct QualityTests {
    private let symbol = World.symbol("600000.SH")

    private func order(_ side: Side, _ shares: Int64, at price: String, arrival: Int64?) -> OrderLife {
        var intent = Make.intent(side: side, shares: 1_000)
        intent.arrival = arrival.map { .fen($0) }
        var order = OrderLife(intent: intent)
        order.fillShares = Shares(shares)
        order.filled = Shares(shares)
        order.fillValue = Make.price(price) * Shares(shares)
        order.firstFillAt = intent.decidedAt.adding(seconds: 2)
        order.lastFillAt = intent.decidedAt.adding(seconds: 9)
        return order
    }

    @Test func `a buy above and a sell below its price cost something, the other way round they bring it`() {
        let buy = Quality(order(.buy, 500, at: "10.05", arrival: 1002), decision: .fen(1000))
        #expect(buy.decisionCost == .yuan(25) && buy.decided == .yuan(5_000))
        #expect(buy.decisionSlippage == 5_000)
        #expect(buy.arrivalCost == .yuan(15))
        #expect(buy.fillRate == 5_000)
        let sell = Quality(order(.sell, 500, at: "10.05", arrival: 1002), decision: .fen(1000))
        #expect(sell.decisionCost == -.yuan(25))
        #expect(sell.decisionSlippage == -5_000)
        #expect(sell.arrivalCost == -.yuan(15))
    }

    @Test func `points are hundredths, rounded half away from zero`() {
        #expect(Quality.slippage(Money(li: 1), of: Money(li: 2_000_000)) == 1)
        #expect(Quality.slippage(Money(li: 1), of: Money(li: 2_000_001)) == 0)
        #expect(Quality.slippage(Money(li: -1), of: Money(li: 2_000_000)) == -1)
        #expect(Quality.slippage(.zero, of: .yuan(1)) == 0)
        #expect(Quality.slippage(.yuan(1), of: .zero) == nil)
    }

    @Test func `without a fill nothing can be compared`() {
        let none = Quality(order(.buy, 0, at: "10.00", arrival: 1000), decision: .fen(1000))
        #expect(none.decisionSlippage == nil && none.arrivalSlippage == nil)
        #expect(none.fillRate == 0)
        #expect(Quality().fillRate == nil)
    }

    @Test func `the sum over lines is what one would get from all fills`() {
        var sum = Quality(order(.buy, 500, at: "10.05", arrival: 1002), decision: .fen(1000))
        sum += Quality(order(.sell, 300, at: "9.90", arrival: nil), decision: .fen(1000))
        #expect(sum.filled == 800 && sum.wanted == 2_000)
        #expect(sum.decisionCost == .yuan(55) && sum.decided == .yuan(8_000))
        #expect(sum.arrivalCost == .yuan(15) && sum.arrived == .fen(501_000))
        #expect(sum.millisecondsToFirstFill == 2_000 && sum.millisecondsToLastFill == 9_000)
    }

    @Test func `the journal keeps the arrival with the intent and the cost with the result, also of a replaced order`()
    {
        var world = World {
            $0.execution.pricing = .passive
            $0.execution.manner.repriceAfterSeconds = 30
        }
        var stock = World.Stock("10.00")
        stock.bid = .fen(998)
        stock.ask = .fen(1004)
        stock.manner = .fillPart(10_000)
        world.stocks[symbol] = stock
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(9, 31, 29))
        world.stocks[symbol]?.manner = .fill
        world.stocks[symbol]?.price = .fen(1002)
        world.run(to: TimeOfDay(15, 30))
        let arrivals = world.records.compactMap { if case .intended(let intent) = $0 { intent.arrival } else { nil } }
        #expect(arrivals == [.fen(1001), .fen(1001)])
        let quality = world.engine.book.rebalance?.results.first?.quality
        // 10,000 at 10.00 and 40,000 at 10.02, decided at 10.00 in a book around 10.01.
        #expect(quality?.wanted == 50_000 && quality?.filled == 50_000)
        #expect(quality?.decisionCost == .yuan(800))
        #expect(quality?.arrivalCost == .yuan(300))
        #expect(quality?.arrivalSlippage == 599)
        #expect(quality?.millisecondsToLastFill ?? 0 >= 30_000)
        #expect(world.engine.book.rebalance?.quality == quality)
        // The same after a restart.
        world.crash()
        world.run(to: TimeOfDay(15, 40))
        #expect(world.engine.book.rebalance?.results.first?.quality == quality)
    }

    @Test func `where nobody measures nothing is kept`() {
        var world = World { $0.execution.manner.measuresQuality = false }
        world.stocks[symbol] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.rebalance?.results.first?.quality == nil)
        #expect(world.engine.book.rebalance?.lines.first?.decisionPrice == nil)
        #expect(world.records.allSatisfy { if case .intended(let intent) = $0 { intent.arrival == nil } else { true } })
    }
}
