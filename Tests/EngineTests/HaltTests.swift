import Engine
import Market
import Testing

@Suite struct HaltTests {
    private func world() -> World {
        var world = World { $0.execution.ordersPerSecond = 1 }
        for index in 0..<5 { world.stocks[World.symbol("60000\(index).SH")] = World.Stock("10.00") }
        world.target((0..<5).map { ("60000\($0).SH", "0.1") })
        return world
    }

    @Test func `K14: a halt stops submits at once and outlives a crash`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 31, 1))
        #expect(world.submitted.count == 2)
        world.send(.haltRequested(by: "ops", reason: "news"))
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.count == 2)
        world.crash()
        world.run(to: TimeOfDay(10, 0))
        #expect(world.submitted.count == 2)
        #expect(world.engine.book.trading.halt?.by == "ops")
        world.send(.resumeRequested(by: "ops", reason: "clear"))
        world.run(to: TimeOfDay(10, 1))
        #expect(world.submitted.count == 5)
        #expect(world.violations == [])
    }

    @Test func `a day that ends halted says so on each line`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 31))
        world.send(.haltRequested(by: "ops", reason: "news"))
        world.run(to: TimeOfDay(15, 30))
        let reasons = world.engine.book.rebalance?.results.map(\.reason)
        #expect(reasons == [nil, .halted, .halted, .halted, .halted])
    }

    @Test func `K08: halting twice keeps the first halt, resuming when armed does nothing`() {
        var world = world()
        world.start()
        world.send(.resumeRequested(by: "ops", reason: "nothing to resume"))
        world.send(.haltRequested(by: "one", reason: "first"))
        world.send(.haltRequested(by: "two", reason: "second"))
        world.run(to: TimeOfDay(9, 20))
        #expect(world.engine.book.trading.halt?.reason == "first")
        #expect(world.records.filter { if case .resumed = $0 { true } else { false } }.isEmpty)
    }

    @Test func `an order of our form that the journal does not know halts, and resume accepts it`() {
        var world = world()
        let stranger = ClientOrderID(day: World.today, epoch: 9, number: 4)
        world.orders.append(
            OrderReport(
                clientOrderID: stranger, symbol: World.symbol("600000.SH"), side: .buy, price: .fen(900), volume: 100,
                status: .cancelled, time: world.now))
        world.start()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.trading.halt?.cause == .anomaly)
        world.send(.resumeRequested(by: "ops", reason: "it was the old journal"))
        world.run(to: TimeOfDay(9, 50))
        #expect(world.submitted.count == 5)
        #expect(world.violations == [])
    }

    @Test func `a closed order that the broker's list shows as another one halts`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(10, 0))
        #expect(world.orders.map(\.status) == [.filled])
        world.orders[0].symbol = World.symbol("600036.SH")
        world.connect()
        world.run(to: TimeOfDay(10, 1))
        #expect(world.engine.book.trading.halt?.cause == .anomaly)
    }
}
