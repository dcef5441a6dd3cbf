import Engine
import Market
import Testing

/// Sells first, buys as cash arrives.
@Suite struct BuyReleaseTests {
    private let slow = World.symbol("600000.SH")
    private let quick = World.symbol("600036.SH")

    /// No cash; two holdings of 100,000 yuan each, of which the first does not sell by itself, and two things to buy.
    private func world(
        _ weights: [(String, String)] = [("601318.SH", "0.4"), ("601988.SH", "0.4")],
        _ change: (inout Policy.Execution) -> Void = { _ in }
    ) -> World {
        var world = World(cash: 0) { change(&$0.execution) }
        world.hold("600000.SH", 10_000, at: "10.00")
        world.hold("600036.SH", 2_500, at: "40.00")
        world.stocks[slow]?.manner = .rest
        world.stocks[World.symbol("601318.SH")] = World.Stock("50.00")
        world.stocks[World.symbol("601988.SH")] = World.Stock("5.00")
        world.target(weights)
        return world
    }

    private func buys(_ world: World) -> [Submission] { world.submitted.filter { $0.side == .buy } }

    @Test func `buys spend what the quick sell brought while the slow one still rests`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 33))
        // 100,000 less fees: 80,000 for the first, and what is left begins the second.
        #expect(buys(world).map(\.symbol) == [World.symbol("601318.SH"), World.symbol("601988.SH")])
        #expect(buys(world).first?.volume == 1_600)
        #expect(world.cash < .yuan(2_000))
        world.fillResting("600000.SH")
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[World.symbol("601318.SH")]?.volume == 1_600)
        #expect(world.positions[World.symbol("601988.SH")]?.volume == 16_000)
        #expect(world.violations == [])
    }

    @Test func `with after_sells nothing is bought before all sells are done or patience has passed`() {
        var world = world { $0.manner.buyRelease = .afterSells }
        world.start()
        world.run(to: TimeOfDay(9, 40, 59))
        #expect(buys(world).isEmpty)
        world.run(to: TimeOfDay(9, 41, 5))
        #expect(Set(buys(world).map(\.symbol)).count == 2)
    }

    @Test func `what no sell has brought is never spent`() {
        var world = world()
        world.stocks[quick]?.manner = .rest
        world.start()
        world.run(to: TimeOfDay(14, 0))
        #expect(buys(world).isEmpty)
        world.run(to: TimeOfDay(15, 30))
        #expect(
            world.engine.book.rebalance?.results.filter { $0.target > 0 }.map(\.reason)
                == [.windowClosed, .windowClosed])
    }

    @Test func `a buy that is short of cash keeps those behind it waiting while sells still bring some`() {
        // The first costs 180,000 at 50 yuan, of which 100,000 are there.
        var world = world([("601318.SH", "0.9"), ("601988.SH", "0.05")])
        world.start()
        world.run(to: TimeOfDay(9, 35))
        #expect(buys(world).map(\.symbol) == [World.symbol("601318.SH")])
        #expect(buys(world).map(\.volume) == [1_900])
        world.fillResting("600000.SH")
        world.run(to: TimeOfDay(9, 36))
        #expect(buys(world).map(\.volume) == [1_900, 1_700, 2_000])
        #expect(world.violations == [])
    }

    @Test func `but not past the patience`() {
        var world = world([("601318.SH", "0.9"), ("601988.SH", "0.02")]) { $0.sellPatienceSeconds = 120 }
        world.start()
        world.run(to: TimeOfDay(9, 32, 59))
        #expect(buys(world).map(\.symbol) == [World.symbol("601318.SH")])
        world.run(to: TimeOfDay(9, 33, 5))
        #expect(buys(world).map(\.symbol) == [World.symbol("601318.SH"), World.symbol("601988.SH")])
    }

    @Test func `a part that is not worth an order waits for more cash`() {
        var world = world([("601318.SH", "0.9"), ("601988.SH", "0.05")]) { $0.minimumOrder = .yuan(99_000) }
        world.start()
        world.run(to: TimeOfDay(9, 35))
        #expect(buys(world).isEmpty)
    }

    @Test func `the largest gap comes first where it is to`() {
        let weights = [("601318.SH", "0.1"), ("601988.SH", "0.8")]
        for priority in Policy.BuyPriority.allCases {
            var world = world(weights) { $0.manner.buyPriority = priority }
            world.start()
            world.run(to: TimeOfDay(9, 35))
            #expect(buys(world).first?.symbol.description == (priority == .gap ? "601988.SH" : "601318.SH"))
        }
    }

    @Test func `a share of what the sells were expected to bring is kept`() {
        var world = world { $0.manner.proceedsReserve = .ppm(100_000) }
        world.start()
        world.run(to: TimeOfDay(9, 32))
        world.fillResting("600000.SH")
        world.run(to: TimeOfDay(15, 30))
        // A tenth of 200,000.
        #expect(world.cash >= .yuan(20_000))
        #expect(world.cash < .yuan(45_000))
        #expect(world.violations == [])
    }

    @Test func `E11: the sum over a split order is exact`() {
        var world = World(cash: 20_000_000)
        world.stocks[World.symbol("300750.SZ")] = World.Stock("10.00")
        world.target([("300750.SZ", "0.9999")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        let volumes = world.submitted.map(\.volume)
        #expect(volumes.allSatisfy { $0 <= 300_000 })
        #expect(volumes.reduce(0, +) == world.positions[World.symbol("300750.SZ")]?.volume)
        #expect(volumes.prefix(6).allSatisfy { $0 == 300_000 })
        #expect(world.violations == [])
    }
}

@Suite struct ParticipationTests {
    private let symbol = World.symbol("600000.SH")

    private func world(volume: Shares, share: Int64 = 100_000) -> World {
        var world = World { $0.execution.manner.participation = .ppm(share) }
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.volume = volume
        world.target([("600000.SH", "0.5")])
        return world
    }

    @Test func `a line stays within its share of what was traded, and goes on as more is`() {
        var world = world(volume: 100_000)
        world.start()
        world.run(to: TimeOfDay(9, 32))
        #expect(world.submitted.map(\.volume) == [10_000])
        world.stocks[symbol]?.volume = 399_990
        world.run(to: TimeOfDay(9, 34))
        #expect(world.submitted.map(\.volume) == [10_000, 29_900])
        world.stocks[symbol]?.volume = 500_000
        world.run(to: TimeOfDay(9, 36))
        #expect(world.submitted.map(\.volume) == [10_000, 29_900, 10_100])
        #expect(world.engine.book.rebalance?.results.first?.reason == nil)
        #expect(world.violations == [])
    }

    @Test func `what the volume did not allow is named at the end, and once in the journal`() {
        var world = world(volume: 100_000)
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.volume) == [10_000])
        #expect(world.engine.book.rebalance?.results.first?.reason == .participation)
        #expect(world.records.count { if case .denied(_, _, _, .participation, _) = $0 { true } else { false } } == 1)
    }

    @Test func `a volume that is not known allows nothing`() {
        var world = world(volume: 0)
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.results.first?.reason == .participation)
    }

    @Test func `sells are bound as well, those that risk demands are not`() {
        for isStopped in [false, true] {
            var world = world(volume: 5_000)
            world.batches = []
            world.hold("600000.SH", 1_000, at: "9.10")
            world.stocks[symbol]?.volume = 5_000
            if isStopped {
                world.restore(.entryAdjusted(symbol, Entry(shares: 1_000, cost: .yuan(10_000)), because: .external))
            }
            world.target([("600000.SH", isStopped ? "0.009" : "0.000001")])
            world.start()
            world.run(to: TimeOfDay(15, 30))
            #expect(world.submitted.map(\.volume) == [isStopped ? 1_000 : 500])
        }
    }
}

@Suite struct ResidualTests {
    private let symbol = World.symbol("600000.SH")

    private func world(_ residuals: Policy.Residuals) -> World {
        var world = World { $0.execution.manner.residuals = residuals }
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.manner = .fillPart(20_000)
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        return world
    }

    private func nextDay(_ world: inout World) {
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.orders = []
        world.fills = []
        world.run(to: TimeOfDay(15, 30))
    }

    @Test func `what the window left over is planned again the next day, through a crash too`() {
        var world = world(.carry)
        #expect(world.positions[symbol]?.volume == 20_000)
        #expect(world.engine.book.residuals == [TargetBatch.Line(symbol: symbol, weight: .ppm(500_000))])
        world.crash()
        world.run(to: TimeOfDay(15, 40))
        #expect(world.engine.book.residuals.count == 1)
        world.stocks[symbol]?.manner = .fill
        nextDay(&world)
        // The weight of an account that has paid its fees.
        #expect(world.positions[symbol]?.volume == 49_900)
        #expect(world.engine.book.residuals.isEmpty)
        #expect(world.violations == [])
    }

    @Test func `or waits for the next targets`() {
        var world = world(.drop)
        world.stocks[symbol]?.manner = .fill
        nextDay(&world)
        #expect(world.positions[symbol]?.volume == 20_000)
    }

    @Test func `new targets end what was carried`() {
        var world = world(.carry)
        world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
        world.target([("600036.SH", "0.2"), ("600000.SH", "0.2")], signalDay: World.today)
        world.stocks[symbol]?.manner = .fill
        nextDay(&world)
        #expect(world.engine.book.residuals.isEmpty)
        #expect(world.positions[symbol]?.volume == 20_000)
    }

    @Test func `a reason is carried if the day was too short for its line, and for no other`() {
        let carried = Reason.allCases.filter(\.isResidual)
        #expect(
            carried == [
                .cash, .unfilled, .partlyFilled, .windowClosed, .quoteStale, .quoteAbsurd, .participation,
            ])
        #expect(carried.allSatisfy { !$0.isBlock })
        #expect(Reason.allCases.allSatisfy { $0.explanation.count > 20 })
    }
}
