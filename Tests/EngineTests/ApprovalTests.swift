import Engine
import Market
import Testing

@Suite struct ApprovalTests {
    private func world(_ change: (inout Policy.Approval) -> Void) -> World {
        var world = World(cash: 100_000) { change(&$0.limits.approval) }
        world.hold("600000.SH", 5_000, at: "10.00")
        world.stocks[World.symbol("600001.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.1"), ("600001.SH", "0.5")])
        return world
    }

    private func held(_ world: World) -> Rebalance.Hold? { world.engine.book.rebalance?.hold }

    // Sells 3,500 shares and buys 7,500 of 150,000 yuan: turnover 110,000.
    @Test func `G13: a plan beyond its turnover waits, one at it does not`() throws {
        var world = world { $0.turnover = Weight("0.733333333333") }
        world.start()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.phase == .held)
        #expect(held(world)?.reasons.count == 1)
        #expect(world.alerts.filter { $0.code == "approval_needed" }.count == 1)
        var free = self.world { $0.turnover = Weight("0.733333333334") }
        free.start()
        free.run(to: TimeOfDay(9, 40))
        #expect(free.submitted.count == 2 && held(free) == nil)
    }

    @Test func `approved, exactly that plan goes on`() throws {
        var world = world { $0.lines = 1 }
        world.start()
        world.run(to: TimeOfDay(9, 40))
        let digest = try #require(held(world)?.digest)
        #expect(world.engine.refusal(ofApproving: digest) == nil)
        world.send(.approveRequested(digest: digest, by: "ops", reason: "looked"))
        world.run(to: TimeOfDay(10, 0))
        #expect(world.submitted.map(\.volume) == [3_500, 7_500])
        #expect(held(world)?.approval?.by == "ops")
        #expect(world.engine.refusal(ofApproving: digest) == .nothingWaits)
        #expect(world.violations == [])
    }

    @Test func `not approved by the end of the window, every line says so`() {
        var world = world { $0.lines = 1 }
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.isClosed == true)
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [.notApproved, .notApproved])
    }

    @Test func `K16: another digest is another plan`() throws {
        var world = world { $0.lines = 1 }
        world.start()
        world.run(to: TimeOfDay(9, 40))
        let digest = try #require(held(world)?.digest)
        #expect(world.engine.refusal(ofApproving: "0000000000000000") == .otherPlan(digest))
        world.send(.approveRequested(digest: "0000000000000000", by: "ops", reason: "a guess"))
        world.run(to: TimeOfDay(9, 41))
        #expect(held(world)?.approval == nil && world.submitted.isEmpty)
        // Newer targets make another plan, for which the old digest does not count.
        world.batches = []
        world.target([("600000.SH", "0.2"), ("600001.SH", "0.4")])
        world.run(to: TimeOfDay(9, 45))
        let next = try #require(held(world)?.digest)
        #expect(next != digest)
        #expect(world.engine.refusal(ofApproving: digest) == .otherPlan(next))
        world.send(.approveRequested(digest: digest, by: "ops", reason: "the old one"))
        world.run(to: TimeOfDay(9, 46))
        #expect(world.submitted.isEmpty)
    }

    @Test func `K16: an account that has changed voids the approval`() throws {
        var world = world { $0.lines = 1 }
        world.start()
        world.run(to: TimeOfDay(9, 40))
        let digest = try #require(held(world)?.digest)
        world.positions[World.symbol("600000.SH")] = .init(volume: 4_000, sellable: 4_000)
        world.send(.approveRequested(digest: digest, by: "ops", reason: "looked"))
        world.run(to: TimeOfDay(9, 45))
        #expect(world.submitted.isEmpty)
        #expect(held(world)?.digest != digest && held(world)?.approval == nil)
        #expect(world.alerts.contains { $0.code == "approval_void" })
    }

    @Test func `an approval is durable, and so is the waiting`() throws {
        var world = world { $0.lines = 1 }
        world.start()
        world.run(to: TimeOfDay(9, 40))
        let digest = try #require(held(world)?.digest)
        world.crash()
        world.run(to: TimeOfDay(9, 42))
        #expect(held(world)?.digest == digest && world.submitted.isEmpty)
        world.restore(.approved(digest: digest, by: "ops", reason: "looked", at: world.now))
        world.crash()
        world.run(to: TimeOfDay(10, 0))
        #expect(world.submitted.count == 2)
        #expect(world.violations == [])
    }

    @Test func `what risk demands is sold while the rest waits`() throws {
        var world = world { $0.lines = 1 }
        let symbol = World.symbol("600000.SH")
        world.restore(.dayBegan(World.yesterday))
        world.restore(.entryAdjusted(symbol, Entry(shares: 5_000, cost: .yuan(60_000)), because: .external))
        world.start()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.engine.book.rebalance?.phase == .held)
        #expect(world.submitted.map(\.symbol) == [symbol])
        #expect(world.submitted.map(\.volume) == [5_000])
        let digest = try #require(held(world)?.digest)
        world.send(.approveRequested(digest: digest, by: "ops", reason: "looked"))
        world.run(to: TimeOfDay(10, 0))
        #expect(world.submitted.map(\.side) == [.sell, .buy])
        #expect(world.violations == [])
    }

    @Test func `a halted plan is not sent by an approval`() throws {
        var world = world { $0.lines = 1 }
        world.start()
        world.run(to: TimeOfDay(9, 40))
        let digest = try #require(held(world)?.digest)
        world.send(.haltRequested(by: "ops", reason: "first look"))
        world.send(.approveRequested(digest: digest, by: "ops", reason: "looked"))
        world.run(to: TimeOfDay(9, 50))
        #expect(world.submitted.isEmpty)
    }

    // MARK: The guards

    private func reasons(
        _ lines: [PlanLine], equity: Int64 = 100_000, last: String = "10.00", _ change: (inout Policy.Approval) -> Void
    ) -> [String] {
        var approval = Policy.Approval()
        change(&approval)
        let plan = Rebalance(
            executionDay: Make.day, source: .targets(signalDay: World.yesterday, digests: ["d"]), phase: .selling,
            startedAt: Make.noon, equity: .yuan(equity), cash: .zero, lines: lines)
        return PlanGuards(approval).reasons(against: plan, market: Make.market(Make.security(last: last)))
    }

    private func line(_ side: Side?, _ shares: Int64, weight: Weight = .zero, sizing: String? = "10.00") -> PlanLine {
        PlanLine(
            symbol: Make.symbol("600000.SH"), weight: weight, target: 0, projected: 0,
            sizingPrice: sizing.map(Make.price), side: side, shares: Shares(shares))
    }

    @Test func `each guard lets its bound pass, and not a step more`() {
        #expect(reasons([line(.buy, 5_000)]) { $0.turnover = .ppm(500_000) } == [])
        #expect(reasons([line(.buy, 5_001)]) { $0.turnover = .ppm(500_000) }.count == 1)
        #expect(reasons([line(.sell, 5_000)]) { $0.sold = .ppm(500_000) } == [])
        #expect(reasons([line(.sell, 5_001)]) { $0.sold = .ppm(500_000) }.count == 1)
        #expect(reasons([line(.buy, 9_000)]) { $0.sold = .ppm(500_000) } == [])
        #expect(reasons([line(.buy, 100), line(.sell, 100)]) { $0.lines = 2 } == [])
        #expect(reasons([line(.buy, 100), line(.sell, 100)]) { $0.lines = 1 }.count == 1)
    }

    @Test func `G20: prices that moved since the sizing are seen both ways`() {
        #expect(reasons([line(.buy, 100)], last: "10.50") { $0.drift = .ppm(50_000) } == [])
        #expect(reasons([line(.buy, 100)], last: "10.51") { $0.drift = .ppm(50_000) }.count == 1)
        #expect(reasons([line(.buy, 100)], last: "9.49") { $0.drift = .ppm(50_000) }.count == 1)
    }

    @Test func `G04: an empty portfolio is asked about`() {
        #expect(reasons([line(.sell, 100)]) { $0.emptyPortfolio = true }.count == 1)
        #expect(reasons([line(.sell, 100), line(nil, 0, weight: .ppm(1))]) { $0.emptyPortfolio = true } == [])
        #expect(reasons([line(nil, 0)]) { $0.emptyPortfolio = true } == [])
    }

    @Test func `what cannot be compared waits`() {
        #expect(reasons([line(.buy, 100)], equity: 0) { $0.turnover = .ppm(500_000) }.count == 1)
        #expect(reasons([line(.buy, 100)]) { _ in } == [])
    }

    @Test func `a digest is of what the plan does`() {
        func digest(_ lines: [PlanLine], day: Day = Make.day) -> String {
            Rebalance(
                executionDay: day, source: .targets(signalDay: World.yesterday, digests: ["d"]), phase: .selling,
                startedAt: Make.noon, equity: .zero, cash: .zero, lines: lines
            ).digest
        }
        let one = digest([line(.buy, 100)])
        #expect(one == digest([line(.buy, 100), line(nil, 0)]))
        #expect(one != digest([line(.buy, 200)]))
        #expect(one != digest([line(.sell, 100)]))
        #expect(one != digest([line(.buy, 100)], day: World.yesterday))
    }
}
