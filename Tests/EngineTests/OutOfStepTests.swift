import Engine
import Market
import Testing

/// Answers that come late, again, or never: what the simulation found, each as a small case.
@Suite struct OutOfStepTests {
    private func world() -> World {
        var world = World(cash: 100_000)
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        return world
    }

    /// The world at a time of the day, and its first order, at whose submit the stock behaves so.
    private func sent(_ manner: World.Manner, runTo time: TimeOfDay) throws -> (World, ClientOrderID) {
        var world = world()
        world.stocks[World.symbol("600000.SH")]?.manner = manner
        world.start()
        world.run(to: time)
        return (world, try #require(world.submitted.first?.clientOrderID, "no order left"))
    }

    @Test func `A09, G06: a rebalance that is closed is not begun again when the link comes back`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 33))
        #expect(world.engine.book.rebalance?.isClosed == true)
        world.send(.linkDown(reason: "test"))
        world.run(to: TimeOfDay(9, 34))
        world.connect()
        world.run(to: TimeOfDay(9, 40))
        let plans = world.records.filter { if case .planned = $0 { true } else { false } }
        #expect(plans.count == 1)
    }

    @Test func `D17: a refused cancel is asked for again at the next look, not at once`() throws {
        var (world, id) = try sent(.rest, runTo: TimeOfDay(14, 49, 59))
        _ = world.engine.handle(.timePassed, at: World.today.at(TimeOfDay(14, 50)))
        let refused = world.engine.handle(
            .cancelAnswered(id, isRequested: false, reason: "no"), at: World.today.at(TimeOfDay(14, 50, 1)))
        #expect(!refused.contains { if case .cancel = $0 { true } else { false } })
        let later = world.engine.handle(.timePassed, at: World.today.at(TimeOfDay(14, 50, 31)))
        #expect(later.contains { if case .cancel(id) = $0 { true } else { false } })
    }

    @Test func `C05: a snapshot that a later one has overtaken is not the account`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 10))
        var old = world.snapshot()
        old.asOf = World.today.at(TimeOfDay(9, 0))
        old.asset = AssetReport(cash: .yuan(9), frozenCash: .zero, marketValue: .zero, total: .yuan(9))
        world.send(.snapshotArrived(world.snapshot()))
        world.send(.snapshotArrived(old))
        world.run(to: TimeOfDay(9, 11))
        #expect(world.engine.account?.asset?.cash == .yuan(100_000))
    }

    @Test func `D20: an order that was placed by its answer and is in no list is asked for`() throws {
        var (world, id) = try sent(.lost, runTo: TimeOfDay(9, 31, 1))
        world.send(.submitAnswered(id, .placed(nil)))
        world.stocks[World.symbol("600000.SH")]?.manner = .fill
        world.run(to: TimeOfDay(15, 30))
        #expect(world.resolved.contains(id))
        #expect(world.engine.book.order(id)?.closure == .neverPlaced)
        #expect(world.engine.book.isDayClosed)
        #expect(world.violations == [])
    }

    @Test func `D12: nothing leaves against a working order of somebody else`() {
        var world = world()
        world.orders.append(
            OrderReport(
                clientOrderID: nil, brokerOrderID: "H1", symbol: World.symbol("600000.SH"), side: .sell,
                price: .fen(1100), volume: 500, status: .live, time: world.now))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.results.first?.reason == .denied)
    }

    @Test func `E16: a quote outside the day's limits orders nothing`() {
        var world = world()
        world.stocks[World.symbol("600000.SH")]?.price = .fen(10_000)
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.results.first?.reason == .quoteAbsurd)
    }
}
