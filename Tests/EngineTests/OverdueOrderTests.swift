import Engine
import Market
import Testing

/// What a day leaves open is asked for on the days after it; time alone settles nothing, and today's orders do not wait.
@Suite struct OverdueOrderTests {
    private static let earlier = World.yesterday
    private static let id = ClientOrderID(day: earlier, epoch: 1, number: 1) ?? World.anyID

    /// A book that ended yesterday with one order in the given state, and today's targets.
    private func world(_ side: Side, _ state: OrderLife.State) -> World {
        var world = World(cash: 100_000)
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.restore(.dayBegan(OverdueOrderTests.earlier))
        let moment = OverdueOrderTests.earlier.at(TimeOfDay(14, 40))
        let submission = Submission(
            clientOrderID: OverdueOrderTests.id, symbol: World.symbol("600000.SH"), side: side,
            price: Make.price("10.00"), volume: 1_000, validUntil: moment.adding(seconds: 30))
        world.restore(
            .intended(Intent(submission: submission, day: OverdueOrderTests.earlier, decidedAt: moment)))
        world.restore(
            .orderChanged(OverdueOrderTests.id, state, filled: 0, brokerOrderID: nil, message: ""))
        return world
    }

    private func row(_ status: OrderStatus, filled: Shares) -> OrderReport {
        OrderReport(
            clientOrderID: OverdueOrderTests.id, brokerOrderID: "Y1", symbol: World.symbol("600000.SH"), side: .buy,
            price: Make.price("10.00"), volume: 1_000, filled: filled, status: status,
            time: OverdueOrderTests.earlier.at(TimeOfDay(14, 41)))
    }

    private let unknown = OrderLife.State.unknown(since: World.yesterday.at(TimeOfDay(14, 41)))

    @Test func `an order in doubt stays so over the night, and today is traded`() {
        var world = world(.sell, unknown)
        world.isAnswering = false
        world.hold("600000.SH", 1_000, at: "10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.engine.book.order(OverdueOrderTests.id)?.isUnknown == true)
        #expect(world.engine.book.tally.overdue == 1)
        #expect(world.engine.book.tally.unknown == 0)
        // A buy of what the old order was to sell: it cannot be live any more.
        #expect(world.submitted.map(\.side) == [.buy])
        #expect(world.engine.book.rebalance?.isClosed == true)
        #expect(world.alerts.contains { $0.code == "unresolved.\(OverdueOrderTests.id)" })
        #expect(world.violations == [])
    }

    @Test func `it is asked for again and again, at the pace of looking after orders`() {
        var world = world(.buy, unknown)
        world.isAnswering = false
        world.start()
        world.run(to: TimeOfDay(9, 10))
        #expect((15...22).contains(world.resolved.count), "\(world.resolved.count)")
        #expect(world.resolved.allSatisfy { $0 == OverdueOrderTests.id })
    }

    @Test func `the side's lasting word ends it: never placed`() {
        var world = world(.buy, unknown)
        world.start()
        world.run(to: TimeOfDay(9, 10))
        #expect(world.engine.book.order(OverdueOrderTests.id)?.closure == .neverPlaced)
        #expect(world.engine.book.tally.overdue == 0)
    }

    @Test(arguments: [
        (OrderStatus.filled, 1_000 as Shares, OrderLife.Closure.filled), (.partialCancelled, 300, .cancelled),
        // A terminal that never said the last word of it: it was placed, and its day is over.
        (.partial, 300, .expired), (.live, 0, .expired),
    ])
    func `the side's lasting word ends it: what it became`(
        status: OrderStatus, filled: Shares, closure: OrderLife.Closure
    ) {
        var world = world(.buy, unknown)
        world.orders = [row(status, filled: filled)]
        world.hidesOrders = true
        world.start()
        world.run(to: TimeOfDay(9, 10))
        let order = world.engine.book.order(OverdueOrderTests.id)
        #expect(order?.closure == closure)
        #expect(order?.filled == filled)
        #expect(order?.brokerOrderID == "Y1")
    }

    @Test func `an order at the broker whose last word was not heard is asked for, not called over`() {
        var world = world(.buy, .working(.live))
        world.isAnswering = false
        world.start()
        world.run(to: TimeOfDay(9, 10))
        #expect(world.engine.book.order(OverdueOrderTests.id)?.isUnknown == true)
        #expect(world.resolved.contains(OverdueOrderTests.id))
        world.isAnswering = true
        world.run(to: TimeOfDay(9, 12))
        #expect(world.engine.book.tally.unsettled == 0)
    }

    @Test func `an operator's word ends it`() {
        var world = world(.buy, unknown)
        world.isAnswering = false
        world.start()
        world.run(to: TimeOfDay(9, 10))
        world.send(
            .resolveRequested(OverdueOrderTests.id, .over(filled: 200), by: "ops", reason: "in yesterday's list"))
        world.run(to: TimeOfDay(9, 11))
        #expect(world.engine.book.order(OverdueOrderTests.id)?.closure == .resolved)
        #expect(world.engine.book.tally.overdue == 0)
    }

    @Test func `it outlives a crash and the fold of the journal gives the same book`() {
        var world = world(.buy, unknown)
        world.isAnswering = false
        world.start()
        world.run(to: TimeOfDay(9, 10))
        var book = Book()
        for record in world.records { book.apply(record) }
        #expect(book == world.engine.book)
        world.crash()
        world.run(to: TimeOfDay(9, 12))
        #expect(world.engine.book.tally.overdue == 1)
    }
}
