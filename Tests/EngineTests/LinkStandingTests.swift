import Market
import Testing

@testable import Engine

/// When a link that is up may be sent to, when it has to show itself first, and when it is left for good.
@Suite struct LinkStandingTests {
    private func hello(
        _ now: Timestamp, account: String = "42", isSimulated: Bool = true, skew milliseconds: Int64 = 0
    ) -> Event {
        .linkUp(
            Event.Hello(
                account: account, session: "s", tradingDay: World.today, time: now.adding(milliseconds: milliseconds),
                isBrokerUp: true, isSimulated: isSimulated))
    }

    private func world() -> World {
        var world = World(cash: 100_000)
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        return world
    }

    private func leaves(_ effects: [Effect]) -> Bool {
        effects.contains { if case .leave = $0 { true } else { false } }
    }

    private func alerts(_ world: World, _ code: String) -> Int { world.alerts.count { $0.code == code } }

    // MARK: For good

    @Test func `B10: another account is left for good, and a second hello changes nothing`() {
        var world = world()
        let now = World.today.at(TimeOfDay(9, 30))
        #expect(leaves(world.engine.handle(hello(now, account: "13"), at: now)))
        #expect(world.engine.leftBecause?.contains("restart qmtd") == true)
        #expect(!world.engine.link.isUp)
        // The right account on the same process: a person has to look first.
        #expect(leaves(world.engine.handle(hello(now), at: now.adding(seconds: 1))))
        #expect(!world.engine.link.isUp)
        _ = world.engine.handle(.linkDown(reason: "closed"), at: now.adding(seconds: 2))
        #expect(world.engine.link.whyNotReconciled.contains("another account"))
    }

    @Test func `A15: a daemon whose account was taken sends nothing more until it is started anew`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 20))
        world.send(.superseded(epoch: 9))
        world.run(to: TimeOfDay(9, 25))
        world.connect()
        world.run(to: TimeOfDay(15, 10))
        #expect(world.submitted.isEmpty)
        #expect(alerts(world, "superseded") == 1)
        guard case .refused(let reason) = world.engine.link.state else {
            Issue.record("the link is \(world.engine.link.state)")
            return
        }
        #expect(reason.contains("epoch 9") && reason.contains("restart"))
    }

    @Test func `A15: what was on its way when the account was taken is in doubt, and settled after a restart`() {
        var world = world()
        world.stocks[World.symbol("600000.SH")]?.manner = .lost
        world.start()
        world.run(to: TimeOfDay(9, 31, 5))
        #expect(world.engine.book.tally.inFlight == 1)
        world.send(.superseded(epoch: 9))
        world.run(to: TimeOfDay(9, 32))
        #expect(world.engine.book.tally.unknown == 1)
        #expect(world.resolved.isEmpty)
        world.stocks[World.symbol("600000.SH")]?.manner = .fill
        world.crash()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.count == 2)
        #expect(world.violations == [])
    }

    @Test func `B10: a connection that is given up is told with what to do`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 10))
        world.send(.linkGivenUp(reason: "the QMT side refused us: fenced"))
        world.run(to: TimeOfDay(9, 11))
        #expect(alerts(world, "link_refused") == 1)
        #expect(world.engine.link.whyNotReconciled.contains("fenced"))
        #expect(world.engine.link.whyNotReconciled.contains("restart qmtd"))
    }

    // MARK: Clocks

    @Test func `D30: a side whose clock is wrong is taken by itself once it is right`() {
        var world = world()
        world.send(hello(world.now, skew: 300_000))
        world.run(to: TimeOfDay(9, 20))
        #expect(!world.engine.link.isUp)
        #expect(world.engine.link.whyNotReconciled.contains("300000 ms"))
        world.send(.clockHeard(world.now.adding(milliseconds: 2_001)))
        world.run(to: TimeOfDay(9, 21))
        #expect(!world.engine.link.isUp)
        world.send(.clockHeard(world.now.adding(milliseconds: -2_000)))
        world.run(to: TimeOfDay(9, 22))
        #expect(world.engine.link.isUp && world.engine.link.isReconciled)
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.count == 1)
        #expect(alerts(world, "clock_skew") == 1)
    }

    @Test func `F01: what waits for its next try does not wait an hour more because the clock was set back`() {
        var world = world()
        world.hidesOrders = true
        world.start()
        world.run(to: TimeOfDay(9, 35))
        #expect(world.submitted.isEmpty)
        world.now = world.now.adding(milliseconds: -3_600_000)
        world.send(.clockStepped(milliseconds: -3_600_000))
        world.run(to: TimeOfDay(8, 36))
        world.hidesOrders = false
        world.now = world.now.adding(milliseconds: 3_600_000)
        world.send(.clockStepped(milliseconds: 3_600_000))
        world.send(.clockHeard(world.now))
        world.run(to: world.now.adding(seconds: 120).timeOfDay)
        #expect(world.engine.link.isReconciled)
        #expect(world.submitted.count == 1)
    }

    @Test func `M05: the account's number in somebody else's words is not passed on`() {
        var world = World { $0.account = "8800417752" }
        for event: Event in [
            .brokerChanged(isUp: false, reason: "account 8800417752 logged out"),
            .snapshotFailed(reason: "8800417752: no such account"), .linkDown(reason: "kicked 8800417752"),
            .linkGivenUp(reason: "8800417752 is fenced"),
        ] {
            world.send(event)
            world.run(to: TimeOfDay(9, 10))
            #expect(!world.engine.link.whyNotReconciled.contains("8800417752"))
        }
        #expect(world.alerts.contains { $0.text.contains("account ***752 logged out") })
        #expect(world.alerts.contains { $0.text.contains("***752 is fenced") })
        #expect(!world.alerts.contains { $0.text.contains("8800417752") })
    }

    @Test func `F01: after a step of our clock no order leaves until the other side agrees with it`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 30))
        world.send(.clockStepped(milliseconds: 30_000))
        world.run(to: TimeOfDay(9, 45))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.whyNotSending(at: world.now)?.contains("clock") == true)
        #expect(alerts(world, "clock_step") == 1)
        world.send(.clockHeard(world.now.adding(milliseconds: 30_000)))
        world.run(to: TimeOfDay(9, 50))
        #expect(world.submitted.isEmpty)
        world.send(.clockHeard(world.now))
        world.run(to: TimeOfDay(9, 55))
        #expect(world.submitted.count == 1)
        #expect(world.engine.whyNotSending(at: world.now) == nil)
    }

    @Test func `F01: a new connection has compared the clocks`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 30))
        world.send(.clockStepped(milliseconds: -6_000))
        world.send(.linkDown(reason: "test"))
        world.run(to: TimeOfDay(9, 32))
        world.connect()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.count == 1)
    }

    // MARK: Flapping

    /// Loses the link so often, a second after each hello, and comes back the last time.
    private func flap(_ world: inout World, _ count: Int) {
        for number in 0..<count {
            world.send(.linkDown(reason: "flap"))
            world.run(to: TimeOfDay(9, 20, Int32(2 * number)))
            world.connect()
            world.run(to: TimeOfDay(9, 20, Int32(2 * number + 1)))
        }
    }

    @Test func `B07: after too many losses no order leaves until the link has held, and one alert says so`() {
        var world = World(cash: 100_000) {
            $0.execution.flapHoldSeconds = 900
            $0.execution.flapWindowSeconds = 600
        }
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(9, 19))
        flap(&world, 8)
        world.run(to: TimeOfDay(9, 35, 13))
        #expect(world.engine.link.isReconciled)
        #expect(world.submitted.isEmpty)
        #expect(alerts(world, "link_flapping") == 1)
        #expect(world.engine.whyNotSending(at: world.now)?.contains("more than 5 times") == true)
        world.run(to: TimeOfDay(9, 35, 20))
        #expect(world.submitted.count == 1)
    }

    @Test func `B07: as many losses as are allowed change nothing`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 19))
        flap(&world, 5)
        world.run(to: TimeOfDay(9, 31, 5))
        #expect(alerts(world, "link_flapping") == 0)
        #expect(world.submitted.count == 1)
    }

    @Test func `B07: connections that never came about are no losses`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 19))
        for _ in 0..<20 { world.send(.linkDown(reason: "could not connect")) }
        world.run(to: TimeOfDay(9, 20))
        world.connect()
        world.run(to: TimeOfDay(9, 31, 5))
        #expect(alerts(world, "link_flapping") == 0)
        #expect(world.submitted.count == 1)
    }

    @Test func `B07: a link that has held begins anew`() {
        var work = Work()
        var execution = Policy.Execution()
        execution.flapHoldSeconds = 60
        let start = World.today.at(TimeOfDay(10, 0))
        for second in 0..<6 { _ = work.countLoss(at: start.adding(seconds: Int64(second)), execution) }
        work.linkCame(at: start.adding(seconds: 6), execution)
        #expect(work.steadyAt == start.adding(seconds: 66))
        var again = work
        let isTooOftenYet = again.countLoss(at: start.adding(seconds: 65), execution)
        #expect(isTooOftenYet)
        let isTooOften = work.countLoss(at: start.adding(seconds: 66), execution)
        #expect(!isTooOften)
        #expect(work.steadyAt == nil)
    }
}
