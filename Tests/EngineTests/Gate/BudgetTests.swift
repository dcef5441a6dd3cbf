import Engine
import Market
import Testing

@Suite struct BudgetTests {
    private func world(_ count: Int, _ change: (inout Policy) -> Void) -> World {
        var world = World(cash: 1_000_000, policy: change)
        for index in 0..<count { world.stocks[World.symbol("6000\(10 + index).SH")] = World.Stock("10.00") }
        world.target((0..<count).map { ("6000\(10 + $0).SH", "0.03") })
        return world
    }

    private func most(_ world: World, within milliseconds: Int64) -> Int {
        let moments = world.records.compactMap { if case .intended(let intent) = $0 { intent.decidedAt } else { nil } }
        return moments.map { end in
            moments.count { $0 <= end && end.milliseconds(since: $0) < milliseconds }
        }.max() ?? 0
    }

    @Test func `R10: a minute's orders are kept to, and all leave in time`() {
        var world = world(20) { $0.limits.ordersPerMinute = 6 }
        world.start()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.count == 20)
        #expect(most(world, within: 60_000) == 6)
        #expect(world.violations == [])
    }

    @Test func `one security's orders in a minute are kept to`() {
        var world = World(cash: 1_000_000) {
            $0.limits.ordersPerSymbolMinute = 2
            $0.limits.orderSharesMaximum = 1_000
        }
        world.stocks[World.symbol("600010.SH")] = World.Stock("10.00")
        world.target([("600010.SH", "0.05")])
        world.start()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.count == 5)
        #expect(most(world, within: 60_000) == 2)
    }

    @Test func `R11: the rates of a second and of a minute, and the day's budget, survive crashes`() {
        for step in 1..<12 {
            var world = world(20) {
                $0.execution.ordersPerSecond = 3
                $0.limits.ordersPerMinute = 7
                $0.limits.messagesPerDay = 16
            }
            world.start()
            // A new process every few effects: each would begin with an empty count.
            for _ in 0..<40 {
                if world.run(to: TimeOfDay(9, 45), effectLimit: 10 + step) { break }
                world.crash()
            }
            world.run(to: TimeOfDay(9, 50))
            // Those that a crash kept from leaving count as well.
            let intended = world.records.count { if case .intended = $0 { true } else { false } }
            #expect(intended == 16 && world.submitted.count <= 16, "step \(step)")
            #expect(most(world, within: 1_000) <= 3, "step \(step)")
            #expect(most(world, within: 60_000) <= 7, "step \(step)")
        }
    }

    @Test func `cancels of the day are counted from the records, over a checkpoint too`() throws {
        var book = Book()
        book.apply(.dayBegan(World.today))
        let intent = Make.intent()
        book.apply(.intended(intent))
        book.apply(.cancelRequested(intent.submission.clientOrderID))
        book.apply(.cancelRequested(intent.submission.clientOrderID))
        #expect(book.controls.cancels == 2)
        var other = Book()
        other.apply(.checkpoint(book))
        #expect(other.controls.cancels == 2)
        other.apply(.dayBegan(World.today.advanced(by: 1)))
        #expect(other.controls.cancels == 0)
    }

    @Test func `traffic counts the day, the minute and the security`() {
        func order(_ number: Int, _ code: String, at seconds: Int64) -> OrderLife {
            OrderLife(intent: Make.intent(number, code, at: Make.noon.adding(seconds: seconds)))
        }
        var old = order(1, "600000.SH", at: 0)
        old.intent.day = World.yesterday
        let orders = [
            old, order(2, "600000.SH", at: 0), order(3, "600001.SH", at: 1), order(4, "600000.SH", at: 30),
        ]
        let traffic = Budget.traffic(
            orders, cancels: 2, of: Make.symbol("600000.SH"), on: Make.day, at: Make.noon.adding(seconds: 60))
        #expect(traffic == GateOrder.Traffic(orders: 3, cancels: 2, inMinute: 2, inMinuteOfSymbol: 1))
    }

    @Test func `the day's value is of what may fill and of what did`() {
        var filled = OrderLife(intent: Make.intent(1))
        filled.state = .closed(.cancelled)
        filled.fillValue = .yuan(300)
        let open = OrderLife(intent: Make.intent(2, side: .sell))
        #expect(Budget.value(of: [filled, open], on: Make.day) == .yuan(10_300))
    }

    @Test func `with the rule on, the close keeps what was traded of every line of the plan`() throws {
        var world = world(3) { $0.limits.volumeShare = .ppm(50_000) }
        world.start()
        world.run(to: TimeOfDay(15, 30))
        let close = try #require(world.engine.book.lastClose)
        #expect(close.traded?.map(\.symbol) == (10...12).map { World.symbol("6000\($0).SH") })
        var without = self.world(3) { _ in }
        without.start()
        without.run(to: TimeOfDay(15, 30))
        #expect(without.engine.book.lastClose?.day == World.today && without.engine.book.lastClose?.traded == nil)
    }

    @Test func `average volumes are of five days at most, and stand for nothing before the first`() {
        var book = Book()
        let symbol = Make.symbol("600000.SH")
        #expect(book.controls.averageVolume(of: symbol) == nil)
        for volume in 1...7 {
            book.apply(
                .dayClosed(
                    .init(
                        day: World.today, asset: nil, holdings: [],
                        traded: [.init(symbol: symbol, volume: Shares(Int64(volume) * 101))])))
        }
        #expect(book.controls.volumes[symbol]?.count == 5)
        #expect(book.controls.averageVolume(of: symbol) == 505)
    }
}
