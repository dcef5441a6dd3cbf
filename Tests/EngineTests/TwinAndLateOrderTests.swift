import Engine
import Market
import Testing

/// Two orders of one id, orders that come after all, and rows that have lost our id.
@Suite struct TwinAndLateOrderTests {
    private let symbol = World.symbol("600000.SH")

    private func world(_ manner: World.Manner, cash: Int64 = 100_000) -> World {
        var world = World(cash: cash)
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.manner = manner
        world.target([("600000.SH", "0.5")])
        return world
    }

    private func twin(of row: OrderReport, number: Word?, _ status: OrderStatus = .live) -> OrderReport {
        var twin = row
        twin.brokerOrderID = number
        twin.status = status
        return twin
    }

    // MARK: Two orders of one id

    @Test(arguments: [World.Manner.fill, .rest])
    func `D22: two orders with one id of ours halt, and both numbers are named`(manner: World.Manner) throws {
        var world = world(manner)
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        let row = try #require(world.orders.first)
        world.orders.append(twin(of: row, number: "B99"))
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 32))
        let reason = try #require(world.engine.book.trading.halt?.reason)
        #expect(reason.contains("B1") && reason.contains("B99"))
        // Whoever resumes has looked: the second one is somebody else's.
        world.send(.resumeRequested(by: "ops", reason: "cancelled B99"))
        world.run(to: TimeOfDay(9, 34))
        #expect(world.engine.book.trading.isArmed)
    }

    @Test func `D22: two orders that are new to us in one list are found`() throws {
        var world = world(.silent)
        world.start()
        world.run(to: TimeOfDay(9, 31, 5))
        let row = try #require(world.orders.first)
        #expect(world.engine.book.orders.first?.brokerOrderID == nil)
        world.orders.append(twin(of: row, number: "B99"))
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 32))
        #expect(world.engine.book.trading.halt?.reason.contains("B99") == true)
    }

    @Test func `Q8: a row without a number beside the same one with a number is one order`() throws {
        var world = world(.rest)
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        let row = try #require(world.orders.first)
        world.orders.append(twin(of: row, number: nil, .pending))
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 33))
        #expect(world.engine.book.trading.isArmed)
    }

    @Test func `D22: a refused row beside a real one, and a number that changes, are one order`() throws {
        var world = world(.rest)
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        let row = try #require(world.orders.first)
        world.orders.append(twin(of: row, number: "B99", .rejected))
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 33))
        #expect(world.engine.book.trading.isArmed)
        world.orders = [twin(of: row, number: "B7")]
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 34))
        #expect(world.engine.book.trading.isArmed)
    }

    @Test func `D22: a second row that sells what is not there is not bought back`() {
        #expect(Holding(volume: 0, workingSells: 200).projected == 0)
        #expect(Holding(volume: 500, workingBuys: 100, workingSells: 200).projected == 400)
    }

    // MARK: Orders that come after all

    /// A day on which the first order was settled as never placed, and another has been sent in its place.
    private func settled() throws -> (World, Submission) {
        var world = world(.lost)
        world.start()
        world.run(to: TimeOfDay(9, 31, 5))
        let first = try #require(world.submitted.first)
        world.stocks[symbol]?.manner = .rest
        world.send(.submitFailed(first.clientOrderID, .sealed(reason: "1012 sealed")))
        world.run(to: TimeOfDay(9, 33))
        #expect(world.submitted.count == 2)
        return (world, first)
    }

    private func late(_ first: Submission, filled: Shares) -> OrderReport {
        OrderReport(
            clientOrderID: first.clientOrderID, brokerOrderID: "L1", symbol: first.symbol, side: first.side,
            price: first.price, volume: first.volume, filled: filled, status: filled > 0 ? .partial : .live,
            time: World.today.at(TimeOfDay(9, 33)))
    }

    private func fill(_ first: Submission, _ id: Word, _ shares: Shares) -> FillReport {
        FillReport(
            tradeID: id, clientOrderID: first.clientOrderID, brokerOrderID: "L1", symbol: first.symbol,
            side: first.side, price: first.price, volume: shares, amount: first.price * shares,
            time: World.today.at(TimeOfDay(9, 33)))
    }

    @Test func `C05: an order that comes after it was never placed halts, is not opened again, and its fills count`()
        throws
    {
        var (world, first) = try settled()
        world.send(.orderReported(late(first, filled: 0)))
        world.send(.fillReported(fill(first, "TL1", 300)))
        world.send(.fillReported(fill(first, "TL1", 300)))
        world.run(to: TimeOfDay(9, 35))
        let order = try #require(world.engine.book.order(first.clientOrderID))
        #expect(order.closure == .neverPlaced)
        #expect(order.brokerOrderID == "L1")
        #expect(order.filled == 300)
        #expect(world.engine.book.entries[symbol]?.shares == 300)
        let reason = try #require(world.engine.book.trading.halt?.reason)
        #expect(reason.contains("never placed") && reason.contains("L1") && reason.contains("\(first.clientOrderID)"))
        #expect(world.alerts.contains { $0.code == "late_order.\(first.clientOrderID)" && $0.level == .critical })
    }

    @Test func `C05: a fill alone is evidence enough`() throws {
        var (world, first) = try settled()
        world.send(.fillReported(fill(first, "TL1", 100)))
        world.run(to: TimeOfDay(9, 35))
        #expect(world.engine.book.trading.halt != nil)
        #expect(world.engine.book.order(first.clientOrderID)?.filled == 100)
    }

    @Test func `C05: a promise about an order that the broker has shown is not believed`() throws {
        var world = world(.rest)
        // So that the order is there to be looked at.
        var policy = world.engine.policy
        policy.limits.onHalt = .keep
        world.engine = Engine(policy: policy, calendar: World.calendar)
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        let first = try #require(world.submitted.first)
        world.send(.resolveAnswered(first.clientOrderID, .neverPlaced))
        world.run(to: TimeOfDay(9, 32))
        #expect(world.engine.book.order(first.clientOrderID)?.isOpen == true)
        #expect(world.engine.book.trading.halt?.reason.contains("promises") == true)
        #expect(world.submitted.count == 1)
    }

    @Test func `C05: a refused row of it is no order`() throws {
        var (world, first) = try settled()
        var row = late(first, filled: 0)
        row.status = .rejected
        world.send(.orderReported(row))
        world.run(to: TimeOfDay(9, 35))
        #expect(world.engine.book.trading.isArmed)
    }

    @Test func `C05: after a resume it does not halt again, over a crash too`() throws {
        var (world, first) = try settled()
        world.orders.append(late(first, filled: 0))
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 35))
        #expect(world.engine.book.trading.halt != nil)
        world.send(.resumeRequested(by: "ops", reason: "cancelled L1"))
        world.run(to: TimeOfDay(9, 36))
        world.crash()
        world.run(to: TimeOfDay(9, 38))
        #expect(world.engine.book.trading.isArmed)
    }

    @Test func `an operator's word that an order never was placed is no better than a side's`() throws {
        var world = world(.lost)
        world.isAnswering = false
        world.start()
        world.run(to: TimeOfDay(9, 31, 5))
        let first = try #require(world.submitted.first)
        world.send(.submitFailed(first.clientOrderID, .unknown(reason: "no answer")))
        world.run(to: TimeOfDay(9, 33))
        world.send(.resolveRequested(first.clientOrderID, .neverPlaced, by: "ops", reason: "not in the list"))
        world.run(to: TimeOfDay(9, 33, 1))
        world.send(.orderReported(late(first, filled: 0)))
        world.run(to: TimeOfDay(9, 34))
        #expect(world.engine.book.trading.halt?.reason.contains("never placed") == true)
        #expect(world.engine.book.order(first.clientOrderID)?.closure == .neverPlaced)
    }

    @Test func `fills of more than an order is for halt and are not counted`() throws {
        var world = world(.rest)
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        let first = try #require(world.submitted.first)
        world.send(.fillReported(fill(first, "T1", first.volume)))
        world.send(.fillReported(fill(first, "T2", 100)))
        world.run(to: TimeOfDay(9, 32))
        #expect(world.engine.book.order(first.clientOrderID)?.filled == first.volume)
        #expect(world.engine.book.trading.halt?.reason.contains("more than") == true)
    }

    // MARK: Rows without our id

    @Test func `D23 Q8: rows that lost our id are known by the broker's number`() throws {
        var world = world(.rest)
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        world.orders[0].clientOrderID = nil
        world.orders[0].status = .live
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 33))
        #expect(world.engine.link.isReconciled)
        #expect(world.engine.account?.orders.known?.first?.clientOrderID == world.submitted.first?.clientOrderID)
    }

    @Test func `D23 Q7: a row without an id is not known by what it looks like`() throws {
        var world = world(.rest)
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        world.isAnswering = false
        world.orders[0].clientOrderID = nil
        world.orders[0].brokerOrderID = "B50"
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 34))
        #expect(world.engine.book.orders.map(\.isUnknown) == [true])
        #expect(world.alerts.contains { $0.code.hasPrefix("unresolved.") })
        #expect(world.engine.account?.orders.known?.first?.clientOrderID == nil)
    }

    @Test func `D23 Q8: with rows that stay nameless a person is told, and the day is closed all the same`() throws {
        var world = world(.fill)
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        world.orders[0].clientOrderID = nil
        world.orders[0].brokerOrderID = nil
        for index in world.fills.indices { world.fills[index].clientOrderID = nil }
        world.send(.notificationsMissed)
        world.run(to: TimeOfDay(9, 40))
        #expect(!world.engine.link.isReconciled)
        let alert = try #require(world.alerts.first { $0.code == "account_unusable" })
        #expect(alert.text.contains("remark") && alert.text.contains("terminal"))
        world.run(to: TimeOfDay(15, 5))
        #expect(!world.engine.book.isDayClosed)
        world.run(to: TimeOfDay(15, 10))
        #expect(world.engine.book.isDayClosed)
        #expect(world.alerts.count { $0.code == "account_unusable" } == 1)
    }

    @Test func `D28: what cannot be read is asked for each second in the day, and seldom at night`() {
        var world = world(.fill)
        world.start()
        world.run(to: TimeOfDay(9, 20))
        func pause(_ time: TimeOfDay) -> Int64? {
            let now = World.today.at(time)
            _ = world.engine.handle(.notificationsMissed, at: now)
            _ = world.engine.handle(.snapshotFailed(reason: "no answer"), at: now)
            return world.engine.nextWake.map { $0.milliseconds(since: now) }
        }
        #expect(pause(TimeOfDay(9, 20)) == 1_000)
        #expect(pause(TimeOfDay(15, 3)) == 1_000)
        #expect(pause(TimeOfDay(16, 0)) == 30_000)
        #expect(pause(TimeOfDay(23, 0)) == 30_000)
    }
}
