import Engine
import Market
import Testing

@Suite struct RebalanceTests {
    @Test func `an empty account buys what the targets name, rounded down to lots`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.stocks[World.symbol("000001.SZ")] = World.Stock("7.77")
        world.target([("600000.SH", "0.5"), ("000001.SZ", "0.3")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.violations == [])
        #expect(world.positions[World.symbol("600000.SH")]?.volume == 50_000)
        #expect(world.positions[World.symbol("000001.SZ")]?.volume == 38_600)
        #expect(world.engine.book.rebalance?.phase == .closed)
        #expect(world.engine.book.rebalance?.results.allSatisfy { $0.reason == nil } == true)
        #expect(world.engine.book.isDayClosed)
    }

    @Test func `E23: sells leave first, and buys spend what they brought`() {
        var world = World(cash: 1_000)
        world.hold("600000.SH", 10_000, at: "10.00")
        world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
        world.target([("600036.SH", "0.95")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.violations == [])
        #expect(world.submitted.map(\.side) == [.sell, .buy])
        #expect(world.positions[World.symbol("600000.SH")]?.volume == 0)
        #expect(world.positions[World.symbol("600036.SH")]?.volume == 2_300)
    }

    @Test func `a buy waits until the sell is filled`() {
        var world = World(cash: 1_000)
        world.hold("600000.SH", 10_000, at: "10.00")
        world.stocks[World.symbol("600000.SH")]?.manner = .rest
        world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
        world.target([("600036.SH", "0.95")])
        world.start()
        world.run(to: TimeOfDay(9, 35))
        #expect(world.submitted.map(\.side) == [.sell])
        world.fillResting("600000.SH")
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.side) == [.sell, .buy])
        #expect(world.violations == [])
    }

    @Test func `cash of a late sell is spent when it comes`() {
        var world = World(cash: 50_000)
        world.hold("600000.SH", 10_000, at: "10.00")
        world.stocks[World.symbol("600000.SH")]?.manner = .rest
        world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
        world.target([("600036.SH", "0.95")])
        world.start()
        // Patience ends at 09:41; the first buy takes the cash that is there.
        world.run(to: TimeOfDay(10, 30))
        #expect(world.positions[World.symbol("600036.SH")]?.volume == 1_200)
        world.fillResting("600000.SH")
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[World.symbol("600036.SH")]?.volume == 3_500)
        #expect(world.violations == [])
    }

    @Test func `cash that lags behind the fills is waited for, at any millisecond, and then believed`() {
        for (seconds, isWorthWaiting) in [(3, true), (60, false)] {
            var world = World(cash: 1_000)
            world.now = World.today.at(TimeOfDay(9, 40)).adding(milliseconds: 137)
            world.hold("600000.SH", 10_000, at: "10.00")
            world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
            world.target([("600036.SH", "0.95")])
            world.lag = (world.now.adding(milliseconds: Int64(seconds) * 1000 + 461), .yuan(99_000))
            world.start()
            world.run(to: TimeOfDay(9, 40, 40))
            let bought = world.positions[World.symbol("600036.SH")]?.volume ?? 0
            #expect(bought == (isWorthWaiting ? 2_300 : 0), "lag of \(seconds) s")
            world.run(to: TimeOfDay(15, 30))
            #expect(world.violations == [])
            #expect(world.engine.book.rebalance?.phase == .closed)
        }
    }

    @Test func `an account in debt buys nothing and does not crash`() {
        var world = World(cash: -500)
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.phase == .closed)
    }

    @Test func `what cannot be paid has the reason cash`() {
        var world = World(cash: 10_000)
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
        world.target([("600000.SH", "0.5"), ("600036.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        let results = world.engine.book.rebalance?.results ?? []
        #expect(results.map(\.held) == [500, 100])
        #expect(results.map(\.target) == [500, 100])
        #expect(world.violations == [])
        var poor = World(cash: 10_000) { $0.execution.cashBuffer = .ppm(500_000) }
        poor.stocks = world.stocks
        poor.batches = world.batches
        poor.start()
        poor.run(to: TimeOfDay(15, 30))
        #expect(poor.engine.book.rebalance?.results.map(\.reason) == [.cash, .cash])
    }

    @Test func `E24 F08: no order leaves before the window, in the lunch break, or after it`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(9, 30, 59))
        #expect(world.submitted.isEmpty)
        world.run(to: TimeOfDay(9, 31))
        #expect(world.submitted.count == 1)

        var late = World()
        late.stocks = world.stocks
        late.batches = world.batches
        late.now = World.today.at(TimeOfDay(11, 45))
        late.start()
        late.run(to: TimeOfDay(12, 59, 59))
        #expect(late.submitted.isEmpty)
        late.run(to: TimeOfDay(13, 0))
        #expect(late.submitted.count == 1)

        var tooLate = World()
        tooLate.stocks = world.stocks
        tooLate.batches = world.batches
        tooLate.now = World.today.at(TimeOfDay(14, 50))
        tooLate.start()
        tooLate.run(to: TimeOfDay(15, 30))
        #expect(tooLate.submitted.isEmpty)
    }

    @Test func `R10: orders leave at the allowed rate`() {
        var world = World {
            $0.execution.ordersPerSecond = 2; $0.execution.inFlightMaximum = 100
        }
        for index in 0..<7 { world.stocks[World.symbol("60000\(index).SH")] = World.Stock("10.00") }
        world.target((0..<7).map { ("60000\($0).SH", "0.1") })
        world.start()
        world.run(to: TimeOfDay(9, 31))
        #expect(world.submitted.count == 2)
        world.run(to: TimeOfDay(9, 31, 1))
        #expect(world.submitted.count == 4)
        world.run(to: TimeOfDay(9, 31, 3))
        #expect(world.submitted.count == 7)
    }

    @Test func `E19: an unfilled rest is cancelled at the end of the window and named`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.stocks[World.symbol("600000.SH")]?.manner = .fillPart(1_000)
        world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
        world.stocks[World.symbol("600036.SH")]?.manner = .rest
        world.target([("600000.SH", "0.5"), ("600036.SH", "0.4")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.orders.allSatisfy { $0.status.isFinal })
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [.partlyFilled, .unfilled])
        #expect(world.cash == .yuan(990_000) - World.fee(.buy, .yuan(10_000)))
    }

    @Test func `E01: the broker's refusal ends the line with its words`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.stocks[World.symbol("600000.SH")]?.manner = .reject("[260200] cash short")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 1)
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [.rejected])
        #expect(world.engine.book.orders.first?.message == "[260200] cash short")
    }

    @Test func `G03 G05: targets of another day are not traded and somebody hears of it`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")], signalDay: World.yesterday.advanced(by: -3))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.alerts.contains { $0.code == "targets_missing" })
    }

    @Test func `G03: a refused delivery leaves the holdings alone, even those at their stop`() {
        var world = World()
        world.hold("600000.SH", 1_000, at: "10.00")
        world.restore(
            .entryAdjusted(World.symbol("600000.SH"), Entry(shares: 1_000, cost: .yuan(20_000)), because: .external))
        world.refusals = ["targets.csv: line 3: weight is not a number; deliver the file again"]
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.alerts.contains { $0.code == "targets_refused" && $0.text.contains("line 3") })
    }

    @Test func `targets that come late are still traded in the window`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.start()
        world.run(to: TimeOfDay(10, 0))
        world.target([("600000.SH", "0.5")])
        world.run(to: TimeOfDay(10, 2))
        #expect(world.submitted.count == 1)
    }

    @Test func `G06: the same targets are not traded twice in a day`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(10, 0))
        world.crash()
        world.run(to: TimeOfDay(11, 0))
        world.target([("600000.SH", "0.9")])
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 1)
    }

    @Test func `E18 G14 G15: two strategies are netted by their capital before any order`() {
        var world = World {
            $0.strategies = [
                Policy.Strategy(name: "alpha", capital: .ppm(600_000)),
                Policy.Strategy(name: "beta", capital: .ppm(400_000)),
            ]
        }
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")], strategy: "alpha")
        world.start()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.isEmpty)
        #expect(world.alerts.contains { $0.code == "targets_incomplete" })
        world.target([("600000.SH", "0.25")], strategy: "beta")
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[World.symbol("600000.SH")]?.volume == 40_000)
    }

    @Test func `D12: working orders of anybody count into what is held`() {
        var world = World()
        world.hold("600000.SH", 1_000, at: "10.00")
        world.orders.append(
            OrderReport(
                clientOrderID: nil, brokerOrderID: "manual", symbol: World.symbol("600000.SH"), side: .buy,
                price: .fen(1000), volume: 4_000, status: .live, time: world.now))
        world.target([("600000.SH", "0.1")])
        world.start()
        world.run(to: TimeOfDay(9, 40))
        // 10 % of 1,010,000 is 10,100 shares; 1,000 held and 4,000 on their way.
        #expect(world.submitted.map(\.volume) == [5_100])
    }

    @Test func `a cancel that is refused is asked again, and decided once`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.stocks[World.symbol("600000.SH")]?.manner = .rest
        world.refusesCancels = true
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        let decided = world.records.filter { if case .cancelRequested = $0 { true } else { false } }
        #expect(decided.count == 1)
        #expect(world.violations == [])
    }
}
