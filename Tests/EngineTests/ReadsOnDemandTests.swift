import Engine
import Market
import Testing

/// A simulated account that is read only when something is to be decided, and then often its money alone.
@Suite struct ReadsOnDemandTests {
    @Test func `without a journal the same is done and only what closes something is told`() {
        var told = Engine(policy: World().engine.policy, calendar: World.calendar)
        var silent = told
        silent.tellsAllRecords = false
        let events: [Event] = [
            .started(run: 1, epoch: 1, afterUncleanEnd: false), .timePassed,
            .haltRequested(by: "ops", reason: "news"), .timePassed, .resumeRequested(by: "ops", reason: "clear"),
        ]
        for event in events {
            let effects = told.handle(event, at: Make.noon)
            let others = silent.handle(event, at: Make.noon)
            #expect(others == effects.filter { if case .record(.checkpoint) = $0 { true } else { !$0.isRecord } })
            #expect(silent.book == told.book)
            #expect(silent.emitted == told.emitted)
        }
        #expect(told.emitted > 4)
    }

    @Test func `cash that a sell frees goes to the next buy once, whole, beside a buy that still rests`() {
        var world = World(cash: 100_000) { $0.execution.readsOnDemand = true }
        world.hold("600000.SH", 10_000, at: "10.00")
        world.stocks[World.symbol("600000.SH")]?.manner = .rest
        world.stocks[World.symbol("600001.SH")] = World.Stock("10.00")
        world.stocks[World.symbol("600001.SH")]?.manner = .rest
        world.stocks[World.symbol("600004.SH")] = World.Stock("10.00")
        world.target([("600001.SH", "0.45"), ("600004.SH", "0.45")])
        world.start()
        // The sell rests; the first round of buys takes the cash that is there, most of it for the one that rests, too.
        world.run(to: TimeOfDay(10, 30))
        let first = world.positions[World.symbol("600004.SH")]?.volume ?? 0
        #expect(world.submitted.first?.side == .sell)
        #expect(first > 0 && first < 2_000)
        let sent = world.submitted.count
        // The list of orders is from before all this, and only money is read now: what the resting buy holds is out of it.
        world.fillResting("600000.SH")
        world.run(to: TimeOfDay(11, 0))
        #expect(world.positions[World.symbol("600004.SH")]?.volume == 9_000)
        #expect(world.submitted.count == sent + 1)
        world.fillResting("600001.SH")
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[World.symbol("600001.SH")]?.volume == 9_000)
        #expect(world.submitted.count == sent + 1)
        #expect(world.engine.book.rebalance?.phase == .closed)
        #expect(world.cash >= .zero)
        #expect(world.violations == [])
    }
}

extension Effect {
    fileprivate var isRecord: Bool {
        if case .record = self { true } else { false }
    }
}
