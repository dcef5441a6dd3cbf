import Engine
import Market
import Testing

@Suite struct BreakerTests {
    private func world(_ count: Int, _ change: (inout Policy.Limits) -> Void = { _ in }) -> World {
        var world = World(cash: 1_000_000) {
            $0.limits.refusalsPerKind = 2
            $0.limits.refusalsPerDay = 5
            $0.execution.inFlightMaximum = 1
            change(&$0.limits)
        }
        for index in 0..<count {
            let symbol = World.symbol("6000\(10 + index).SH")
            world.stocks[symbol] = World.Stock("10.00")
            world.stocks[symbol]?.manner = .reject("insufficient funds, short by \(index).50")
        }
        world.target((0..<count).map { ("6000\(10 + $0).SH", "0.04") })
        return world
    }

    @Test func `E21: a broker that refuses everything sees five orders, then only sells may leave`() {
        var world = world(20)
        world.start()
        world.run(to: TimeOfDay(10, 0))
        #expect(world.submitted.count == 5)
        #expect(world.engine.book.trading.reduction?.cause == .breaker)
        #expect(world.alerts.filter { $0.code == "reducing" }.count == 1)
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 5)
        #expect(world.engine.book.rebalance?.results.count { $0.reason == .reducing } == 15)
        #expect(world.violations == [])
    }

    @Test func `a resume counts anew, so that another five are tried at most`() {
        var world = world(20)
        world.start()
        world.run(to: TimeOfDay(10, 0))
        world.send(.resumeRequested(by: "ops", reason: "the broker says it is solved"))
        world.run(to: TimeOfDay(10, 30))
        #expect(world.submitted.count == 10)
        #expect(world.engine.book.trading.reduction?.cause == .breaker)
    }

    @Test func `E21: the other parts of a refused line are not sent`() {
        var world = World(cash: 1_000_000) {
            $0.limits.orderSharesMaximum = 1_000
            $0.execution.inFlightMaximum = 2
            $0.execution.ordersPerSecond = 2
        }
        world.stocks[World.symbol("600010.SH")] = World.Stock("10.00")
        world.stocks[World.symbol("600010.SH")]?.manner = .reject("no")
        world.target([("600010.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 2)
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [.rejected])
    }

    // The ladder prices what the cage refused anew, twice; that is not a loop.
    @Test func `E03: the breaker lets the ladder try again, and counts the one that ends the line`() {
        var world = World(cash: 1_000_000) {
            $0.limits.refusalsPerKind = 2
            $0.limits.refusalsPerDay = 3
            $0.execution.inFlightMaximum = 1
        }
        for code in ["600010.SH", "600011.SH", "600012.SH", "600013.SH"] {
            world.stocks[World.symbol(code)] = World.Stock("10.00")
            world.stocks[World.symbol(code)]?.manner = .reject("price is above the highest valid buy price 10.05")
        }
        world.target((0..<4).map { ("60001\($0).SH", "0.1") })
        world.start()
        world.run(to: TimeOfDay(15, 30))
        // Three for each of three lines, whose last ones are three refusals of the day; two for the fourth.
        #expect(world.submitted.count == 11)
        #expect(world.engine.book.trading.reduction?.cause == .breaker)
        let orders = world.engine.book.orders
        #expect(Breaker.refusals(orders, on: World.today) == 3)
        #expect(Breaker.refusals(Array(orders.prefix(8)), on: World.today) == 0)
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [.rejected, .rejected, .rejected, .rejected])
        #expect(world.violations == [])
    }

    @Test func `four refusals are not five`() {
        var world = world(4)
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 4)
        #expect(world.engine.book.trading.isArmed)
    }

    @Test func `off, every line is tried once`() {
        var world = world(20) {
            $0.refusalsPerKind = nil
            $0.refusalsPerDay = nil
        }
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 20)
    }

    private func order(_ number: Int, _ words: Word, _ side: Side = .buy, code: String = "600000.SH") -> OrderLife {
        var order = OrderLife(intent: Make.intent(number, code, side: side))
        order.state = .closed(.rejected)
        order.message = words
        return order
    }

    private func verdict(_ orders: [OrderLife], _ side: Side = .buy, day: Day = Make.day) -> String? {
        var limits = Policy.Limits()
        limits.refusalsPerKind = 2
        return Breaker.verdict(on: Make.symbol("600000.SH"), side, orders, limits, day: day)
    }

    @Test func `two of one kind end that side of that security for the day`() {
        let orders = [order(1, "short by 1.20"), order(2, "short by 33.10")]
        #expect(verdict(Array(orders.prefix(1))) == nil)
        #expect(verdict(orders)?.contains("refused it 2 times") == true)
        #expect(verdict(orders, .sell) == nil)
        #expect(verdict(orders, day: Make.day.advanced(by: 1)) == nil)
        #expect(verdict([orders[0], order(2, "short by 2", code: "600001.SH")]) == nil)
        #expect(verdict([orders[0], order(2, "price cage")]) == nil)
    }

    @Test func `three of the cage end it, however few others do`() {
        let orders = (1...3).map { order($0, "below the lowest valid sell price 9.80", .sell) }
        #expect(verdict(Array(orders.prefix(2)), .sell) == nil)
        #expect(verdict(orders, .sell)?.contains("refused it 3 times") == true)
    }

    @Test(arguments: ["没有创业板交易权限", "该证券停牌", "No PERMISSION for this board", "退市整理"] as [Word])
    func `E13: what does not change today is refused for the day at once`(words: Word) {
        #expect(verdict([order(1, words)])?.contains("for the day") == true)
    }

    @Test func `D20: an order that was placed and never existed counts, one that never left does not`() {
        var order = OrderLife(intent: Make.intent())
        order.state = .closed(.neverPlaced)
        #expect(Breaker.kind(of: order) == nil)
        order.wasPlaced = true
        #expect(Breaker.kind(of: order) == "vanished")
    }

    @Test func `D20: placed by its answer, gone from a later list, and promised never to have been`() throws {
        var world = world(1) { $0.refusalsPerDay = 1 }
        let symbol = World.symbol("600010.SH")
        world.stocks[symbol]?.manner = .lost
        world.start()
        world.run(to: TimeOfDay(9, 31, 5))
        let id = try #require(world.submitted.first?.clientOrderID)
        world.send(.submitAnswered(id, .placed(nil)))
        world.run(to: TimeOfDay(9, 32))
        world.connect()
        world.run(to: TimeOfDay(9, 32, 30))
        world.send(.resolveAnswered(id, .neverPlaced))
        world.run(to: TimeOfDay(9, 33))
        #expect(world.engine.book.order(id)?.closure == .neverPlaced)
        #expect(world.engine.book.trading.reduction?.cause == .breaker)
    }

    @Test func `a refused kind is refused through the gate, also after a crash`() {
        var world = world(1)
        let symbol = World.symbol("600010.SH")
        world.start()
        world.run(to: TimeOfDay(9, 20))
        for number in 90...91 {
            let id = ClientOrderID(day: World.today, epoch: 1, number: number) ?? World.anyID
            let intent = Intent(
                submission: Submission(
                    clientOrderID: id, symbol: symbol, side: .buy, price: .fen(1_000), volume: 100,
                    validUntil: world.now.adding(seconds: 30)),
                day: World.today, decidedAt: world.now)
            world.restore(.intended(intent))
            world.restore(
                .orderChanged(id, .closed(.rejected), filled: 0, brokerOrderID: nil, message: "cage \(number)"))
        }
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [.refusedToday])
    }
}
