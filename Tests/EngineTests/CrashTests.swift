import Engine
import Market
import Testing

@Suite struct CrashTests {
    /// Sells and buys, with manners that need every kind of answer.
    private func world() -> World {
        var world = World(cash: 20_000)
        world.hold("600000.SH", 10_000, at: "10.00")
        world.hold("600010.SH", 5_000, at: "4.00")
        world.hold("600020.SH", 300, at: "30.00")
        world.stocks[World.symbol("600036.SH")] = World.Stock("40.00")
        world.stocks[World.symbol("600050.SH")] = World.Stock("5.00")
        world.target([("600036.SH", "0.4"), ("600050.SH", "0.3"), ("600020.SH", "0.1")])
        return world
    }

    @Test func `a crash at any effect ends the day on the same holdings, with no order doubled`() {
        var calm = world()
        calm.start()
        calm.run(to: TimeOfDay(15, 30))
        #expect(calm.violations == [])
        let expected = calm.positions.map { ($0.0, $0.1.volume) }
        var count = 0
        while true {
            var world = world()
            world.start()
            let isWhole = world.run(to: TimeOfDay(15, 30), effectLimit: count)
            if isWhole { break }
            world.crash()
            world.run(to: TimeOfDay(15, 30))
            #expect(world.violations == [], "cut after \(count) effects")
            #expect(world.engine.book.rebalance?.phase == .closed, "cut after \(count) effects")
            let got = world.positions.map { ($0.0, $0.1.volume) }
            #expect(got.elementsEqual(expected, by: ==), "cut after \(count) effects: \(got)")
            count += 1
        }
        #expect(count > 30)
    }

    @Test func `two crashes in a row at any pair of nearby effects do no harm either`() {
        for first in stride(from: 0, to: 60, by: 3) {
            for second in 0..<12 {
                var world = world()
                world.start()
                world.run(to: TimeOfDay(15, 30), effectLimit: first)
                world.crash()
                world.run(to: TimeOfDay(15, 30), effectLimit: second)
                world.crash()
                world.run(to: TimeOfDay(15, 30))
                #expect(world.violations == [], "cut after \(first) and \(second) effects")
                #expect(world.engine.book.rebalance?.phase == .closed)
            }
        }
    }

    @Test func `an order without an answer is resolved, never sent again`() {
        var world = world()
        world.stocks[World.symbol("600000.SH")]?.manner = .silent
        world.start()
        world.run(to: TimeOfDay(9, 32))
        let id = world.submitted.first { $0.symbol == World.symbol("600000.SH") }?.clientOrderID
        #expect(id != nil)
        if let id { world.send(.submitFailed(id, .unknown(reason: "no answer in 10 s"))) }
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.filter { $0.symbol == World.symbol("600000.SH") }.count == 1)
        #expect(world.resolved == [id])
        #expect(world.positions[World.symbol("600000.SH")]?.volume == 0)
        #expect(world.violations == [])
    }

    @Test func `an order that never arrived is decided anew under a new id`() {
        var world = world()
        world.stocks[World.symbol("600000.SH")]?.manner = .lost
        world.start()
        world.run(to: TimeOfDay(9, 32))
        let lost = world.submitted.first { $0.symbol == World.symbol("600000.SH") }?.clientOrderID
        world.stocks[World.symbol("600000.SH")]?.manner = .fill
        if let lost { world.send(.submitFailed(lost, .unknown(reason: "no answer in 10 s"))) }
        world.run(to: TimeOfDay(15, 30))
        let sent = world.submitted.filter { $0.symbol == World.symbol("600000.SH") }
        #expect(sent.count == 2)
        #expect(Set(sent.map(\.clientOrderID)).count == 2)
        #expect(world.sealed == [lost])
        #expect(world.positions[World.symbol("600000.SH")]?.volume == 0)
        #expect(world.violations == [])
    }

    @Test func `while the other side cannot say, the order stays unknown and nothing replaces it`() {
        var world = world()
        world.stocks[World.symbol("600000.SH")]?.manner = .lost
        world.isAnswering = false
        world.start()
        world.run(to: TimeOfDay(9, 32))
        let lost = world.submitted.first { $0.symbol == World.symbol("600000.SH") }?.clientOrderID
        if let lost { world.send(.submitFailed(lost, .unknown(reason: "no answer in 10 s"))) }
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.filter { $0.symbol == World.symbol("600000.SH") }.count == 1)
        #expect(lost.flatMap { world.engine.book.order($0) }?.isUnknown == true)
        let result = world.engine.book.rebalance?.results.first { $0.symbol == World.symbol("600000.SH") }
        #expect(result?.reason == .unresolved)
        #expect(world.alerts.contains { $0.code.hasPrefix("unresolved") })
        #expect(world.violations == [])
    }

    @Test func `records fold to the same book that the engine held`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(15, 30))
        var book = Book()
        for record in world.records { book.apply(record) }
        #expect(book == world.engine.book)
    }

    @Test func `N04: the same events give the same effects`() {
        func records() -> [Record] {
            var world = world()
            world.start()
            world.run(to: TimeOfDay(15, 30))
            return world.records
        }
        #expect(records() == records())
    }
}
