import Engine
import Market
import Testing

@Suite struct TradingStatesTests {
    /// One holding whose sell rests, and one buy that rests.
    private func world(
        _ onHalt: Policy.Limits.OnHalt = .cancel, isSimulated: Bool = true, patience: Int64 = 0
    ) -> World {
        var world = World(cash: 100_000) {
            $0.limits.onHalt = onHalt
            $0.isSimulated = isSimulated
            $0.execution.sellPatienceSeconds = patience
        }
        world.hold("600000.SH", 1_000, at: "10.00")
        world.stocks[World.symbol("600000.SH")]?.manner = .rest
        world.stocks[World.symbol("600001.SH")] = World.Stock("10.00")
        world.stocks[World.symbol("600001.SH")]?.manner = .rest
        world.target([("600001.SH", "0.5")])
        return world
    }

    private func statuses(_ world: World) -> [Side: OrderStatus] {
        Dictionary(world.orders.map { ($0.side, $0.status) }) { $1 }
    }

    private func begun(_ onHalt: Policy.Limits.OnHalt = .cancel) -> World {
        var world = world(onHalt)
        world.start()
        world.run(to: TimeOfDay(9, 35))
        #expect(statuses(world) == [.sell: .live, .buy: .live])
        return world
    }

    @Test func `a halt sets its flag first, then cancels what works`() throws {
        var world = begun()
        world.send(.haltRequested(by: "ops", reason: "news"))
        world.run(to: TimeOfDay(9, 36))
        #expect(statuses(world) == [.sell: .cancelled, .buy: .cancelled])
        let flag = try #require(world.records.firstIndex { if case .halted = $0 { true } else { false } })
        let cancel = try #require(world.records.firstIndex { if case .cancelRequested = $0 { true } else { false } })
        #expect(flag < cancel)
        #expect(world.alerts.last { $0.code == "halted" }?.text.contains("working orders are cancelled") == true)
    }

    @Test(arguments: [
        (Policy.Limits.OnHalt.cancelBuys, OrderStatus.live, OrderStatus.cancelled), (.keep, .live, .live),
    ])
    func `R06: what a halt cancels is set`(onHalt: Policy.Limits.OnHalt, sell: OrderStatus, buy: OrderStatus) {
        var world = begun(onHalt)
        world.send(.haltRequested(by: "ops", reason: "news"))
        world.run(to: TimeOfDay(9, 40))
        #expect(statuses(world) == [.sell: sell, .buy: buy])
    }

    @Test func `a crash between flag and cancel cancels after the restart`() {
        var world = begun()
        world.restore(.halted(.init(cause: .operator, by: "ops", reason: "news", since: world.now)))
        world.crash()
        world.run(to: TimeOfDay(9, 40))
        #expect(statuses(world) == [.sell: .cancelled, .buy: .cancelled])
        #expect(world.violations == [])
    }

    @Test func `what is cancelled by a halt does not come back with the resume`() {
        var world = begun()
        world.send(.haltRequested(by: "ops", reason: "news"))
        world.run(to: TimeOfDay(9, 36))
        world.send(.resumeRequested(by: "ops", reason: "over"))
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 2)
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [.unfilled, .unfilled])
    }

    @Test func `20: only sells leave from a reduce on, and working buys are cancelled`() {
        var world = begun()
        world.send(.reduceOnlyRequested(by: "ops", reason: "careful"))
        world.run(to: TimeOfDay(9, 40))
        #expect(statuses(world) == [.sell: .live, .buy: .cancelled])
        world.send(.reduceOnlyRequested(by: "other", reason: "again"))
        world.run(to: TimeOfDay(9, 41))
        #expect(world.engine.book.trading.reduction?.by == "ops")
        world.send(.haltRequested(by: "ops", reason: "worse"))
        world.run(to: TimeOfDay(9, 42))
        #expect(statuses(world)[.sell] == .cancelled)
        world.send(.reduceOnlyRequested(by: "ops", reason: "no way back"))
        world.run(to: TimeOfDay(9, 43))
        #expect(world.engine.book.trading.halt?.reason == "worse")
    }

    @Test func `cancel-all cancels what works and ends its lines, also after a crash`() {
        var world = begun()
        world.restore(.cancelAllAsked(by: "ops", reason: "look", at: world.now))
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(statuses(world) == [.sell: .cancelled, .buy: .cancelled])
        #expect(world.submitted.count == 2)
        #expect(world.engine.book.trading.isArmed)
    }

    @Test func `cancel-all is for the day and for what was decided before it`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 10))
        world.send(.cancelAllRequested(by: "ops", reason: "nothing works yet"))
        world.run(to: TimeOfDay(9, 40))
        #expect(statuses(world) == [.sell: .live, .buy: .live])
        world.send(.cancelAllRequested(by: "ops", reason: "now"))
        world.run(to: TimeOfDay(9, 41))
        #expect(statuses(world) == [.sell: .cancelled, .buy: .cancelled])
        var book = world.engine.book
        #expect(book.controls.cancelAllCount == 2)
        book.apply(.dayBegan(World.today.advanced(by: 1)))
        #expect(book.controls.cancelAllCount == 0)
    }

    @Test
    func `an account that nobody armed sends nothing, a resume arms it, and a halt before that changes nothing of it`()
    {
        var engine = Engine(policy: world(isSimulated: false).engine.policy, calendar: World.calendar)
        func tell(_ event: Event) -> [Record] {
            engine.handle(event, at: World.today.at(TimeOfDay(9, 0))).compactMap {
                if case .record(let record) = $0 { record } else { nil }
            }
        }
        _ = tell(.started(run: 1, epoch: 1, afterUncleanEnd: false))
        #expect(engine.book.trading == .disabled)
        #expect(engine.refusalOfFlatten != nil)
        _ = tell(.reduceOnlyRequested(by: "ops", reason: "x"))
        #expect(engine.book.trading == .disabled)
        _ = tell(.haltRequested(by: "ops", reason: "not today"))
        #expect(engine.book.trading.halt?.wasDisabled == true)
        let records = tell(.resumeRequested(by: "ops", reason: "go"))
        #expect(records.contains { if case .armed(let account, _, _, _) = $0 { account == "42" } else { false } })
        #expect(engine.book.trading.isArmed)
        _ = tell(.haltRequested(by: "ops", reason: "again"))
        #expect(engine.book.trading.halt?.wasDisabled == nil)
        #expect(
            tell(.resumeRequested(by: "ops", reason: "go")).contains { if case .resumed = $0 { true } else { false } })
    }

    @Test func `what the daemon finds itself halts with its own cause`() {
        var world = begun()
        world.send(.troubleFound(.disk, reason: "12 MiB are free"))
        world.run(to: TimeOfDay(9, 40))
        #expect(world.engine.book.trading.halt?.cause == .disk)
        #expect(world.engine.book.trading.halt?.by == "qmtd")
    }

    @Test func `flatten cancels, sells what can be sold, and halts`() {
        var world = world()
        world.hold("600002.SH", 500, sellable: 300, at: "20.00")
        world.hold("600003.SH", 700, at: "5.00", ours: false)
        world.start()
        world.run(to: TimeOfDay(9, 35))
        world.stocks[World.symbol("600000.SH")]?.manner = .fill
        world.send(.flattenRequested(by: "boss", reason: "out"))
        world.run(to: TimeOfDay(10, 30))
        #expect(statuses(world)[.buy] == .cancelled)
        #expect(world.positions[World.symbol("600000.SH")]?.volume == 0)
        #expect(world.positions[World.symbol("600002.SH")]?.volume == 200)
        #expect(world.positions[World.symbol("600003.SH")]?.volume == 700)
        #expect(world.engine.book.trading.halt?.by == "boss")
        #expect(world.engine.book.controls.flatten == nil)
        #expect(world.violations == [])
    }

    @Test func `flatten goes on after a crash at any point, and ends halted`() {
        for cut in 1..<30 {
            var world = world(patience: 600)
            world.start()
            world.run(to: TimeOfDay(9, 35))
            world.stocks[World.symbol("600000.SH")]?.manner = .fill
            world.send(.flattenRequested(by: "boss", reason: "out"))
            world.run(to: TimeOfDay(9, 36), effectLimit: cut)
            let isAsked = world.records.contains { if case .flattenAsked = $0 { true } else { false } }
            if !isAsked { continue }
            world.crash()
            world.run(to: TimeOfDay(10, 30))
            #expect(world.positions[World.symbol("600000.SH")]?.volume == 0, "cut \(cut)")
            #expect(world.engine.book.trading.halt?.by == "boss", "cut \(cut)")
            #expect(world.engine.refusalOfFlatten?.contains("Resume first") == true)
            #expect(world.violations == [], "cut \(cut)")
        }
    }
}
