import Market
import Testing

@testable import Engine

/// Two strategies in one account, through whole days of the engine.
@Suite struct StrategiesDayTests {
    private func world(cash: Int64 = 1_000_000) -> World {
        World(cash: cash) { policy in
            policy.strategies = [
                Policy.Strategy(name: "alpha", capital: .ppm(600_000)),
                Policy.Strategy(name: "beta", capital: .ppm(400_000)),
            ]
        }
    }

    /// Every share of the account belongs to a strategy, and what they hold and have comes to the account.
    private func expectWhole(_ world: World, sourceLocation: SourceLocation = #_sourceLocation) {
        let ledgers = world.engine.book.strategies
        for (symbol, position) in world.positions {
            #expect(ledgers.assigned(symbol) == position.volume, "\(symbol)", sourceLocation: sourceLocation)
        }
        let prices = world.stocks
        var difference = -world.cash
        for (symbol, position) in world.positions {
            difference -= (prices[symbol]?.price ?? .fen(1)) * position.volume
        }
        for ledger in ledgers.ledgers { difference += ledger.equity { prices[$0]?.price } }
        // The broker of these tests rounds its fees in other places.
        #expect(difference < .yuan(1) && difference > .yuan(-1), "\(difference)", sourceLocation: sourceLocation)
    }

    @Test func `E18, G14: two strategies that want one stock send one order and share its fills and fees`() throws {
        var world = world()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.target([("600000.SH", "0.25")], strategy: "beta")
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.violations == [])
        #expect(world.submitted.map(\.volume) == [40_000])
        let ledgers = world.engine.book.strategies
        #expect(ledgers["alpha"]?.holdings[World.symbol("600000.SH")]?.shares == 30_000)
        #expect(ledgers["beta"]?.holdings[World.symbol("600000.SH")]?.shares == 10_000)
        let fees = try #require(ledgers["alpha"]?.fees)
        #expect(fees > .zero && ledgers["beta"]?.fees ?? .zero > .zero && fees > ledgers["beta"]?.fees ?? fees)
        expectWhole(world)
    }

    @Test func `a fill that comes in pieces over a crash is shared as it would have been`() {
        var calm = world()
        calm.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        calm.stocks[World.symbol("600000.SH")]?.manner = .fillPart(12_300)
        calm.target([("600000.SH", "0.5")])
        calm.target([("600000.SH", "0.25")], strategy: "beta")
        var torn = calm
        for index in 0..<2 {
            var world = index == 0 ? calm : torn
            world.start()
            world.run(to: TimeOfDay(9, 40))
            if index == 1 { world.crash() }
            world.run(to: TimeOfDay(9, 50))
            world.fillResting("600000.SH")
            world.run(to: TimeOfDay(15, 30))
            #expect(world.violations == [])
            expectWhole(world)
            if index == 0 { calm = world } else { torn = world }
        }
        #expect(calm.engine.book.strategies == torn.engine.book.strategies)
        #expect(calm.positions[World.symbol("600000.SH")]?.volume == 40_000)
    }

    @Test func `a stock that goes from one strategy to the other is not traded`() {
        var world = world(cash: 900_000)
        world.hold("600000.SH", 10_000, at: "10.00")
        var yesterday = Rebalance(
            executionDay: World.yesterday, source: .targets(signalDay: World.yesterday, digests: []), phase: .closed,
            startedAt: World.yesterday.at(TimeOfDay(9, 31)), equity: .yuan(1_000_000), cash: .yuan(1_000_000), lines: []
        )
        yesterday.sharing = Sharing(
            names: ["alpha", "beta"], transfers: [.yuan(600_000), .yuan(400_000)],
            crosses: [
                Sharing.Cross(
                    symbol: World.symbol("600000.SH"), price: Make.price("10.00"), seller: 2, buyer: 0, shares: 10_000)
            ], demands: [])
        world.restore(.planned(yesterday))
        #expect(world.engine.book.strategies["alpha"]?.cash == .yuan(500_000))
        world.target([])
        world.target([("600000.SH", "0.25")], strategy: "beta")
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.violations == [])
        #expect(world.submitted == [])
        #expect(world.engine.book.strategies["alpha"]?.holdings.isEmpty == true)
        #expect(world.engine.book.strategies["beta"]?.holdings[World.symbol("600000.SH")]?.shares == 10_000)
        expectWhole(world)
    }

    @Test func `G15: one strategy without targets keeps both from trading`() {
        var world = world()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted == [])
        #expect(world.alerts.contains { $0.code == "targets_incomplete" })
    }

    @Test func `an account of one strategy keeps no ledgers`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.strategies.isEmpty)
    }
}
