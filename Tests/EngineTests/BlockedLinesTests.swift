import Engine
import Market
import Testing

@Suite struct BlockedLinesTests {
    private let symbol = World.symbol("600000.SH")

    /// A target of half the account whose security is in the way on the first day, and not on the second.
    private func world(_ policy: Policy.BlockedLines, _ block: (inout World.Stock) -> Void) -> World {
        var world = World { $0.execution.blockedLines = policy }
        var stock = World.Stock("10.00")
        block(&stock)
        world.stocks[symbol] = stock
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

    @Test func `a suspended line is planned again the next day, where it is carried`() {
        var world = world(.carry) { $0.isSuspended = true }
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.blocked == [TargetBatch.Line(symbol: symbol, weight: .ppm(500_000))])
        world.stocks[symbol]?.isSuspended = false
        nextDay(&world)
        #expect(world.positions[symbol]?.volume == 50_000)
        #expect(world.engine.book.blocked.isEmpty)
        #expect(world.violations == [])
    }

    @Test func `it stays carried while it is blocked, through a crash too`() {
        var world = world(.carry) {
            $0.price = $0.up ?? $0.price
            $0.hasAsks = false
        }
        nextDay(&world)
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.blocked.count == 1)
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.crash()
        world.stocks[symbol]?.hasAsks = true
        world.stocks[symbol]?.price = .fen(1_000)
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[symbol]?.volume == 50_000)
        #expect(world.violations == [])
    }

    @Test func `a line that is dropped waits for the next targets`() {
        var world = world(.drop) { $0.isSuspended = true }
        world.stocks[symbol]?.isSuspended = false
        nextDay(&world)
        #expect(world.submitted.isEmpty)
    }

    @Test func `new targets end what was carried`() {
        var world = world(.carry) { $0.isSuspended = true }
        world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
        world.target([("600036.SH", "0.2")], signalDay: World.today)
        world.stocks[symbol]?.isSuspended = false
        nextDay(&world)
        #expect(world.submitted.map(\.symbol) == [World.symbol("600036.SH")])
        #expect(world.engine.book.blocked.isEmpty)
    }

    @Test func `a sell that the lower limit kept back is carried as a target of nothing`() {
        var world = World { $0.execution.blockedLines = .carry }
        world.hold("600000.SH", 1_000, at: "10.00")
        world.stocks[symbol]?.price = .fen(900)
        world.stocks[symbol]?.hasBids = false
        world.target([])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        world.stocks[symbol]?.hasBids = true
        nextDay(&world)
        #expect(world.positions[symbol]?.volume == 0)
        #expect(world.violations == [])
    }
}
