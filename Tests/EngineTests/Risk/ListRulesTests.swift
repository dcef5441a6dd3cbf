import Engine
import Market
import Testing

/// Lists: what is on one is not bought, or is sold.
@Suite struct ListRulesTests {
    private static let reasons: [(Reason, @Sendable (inout RiskMaker, Policy.Risk.ListAction) -> Void)] = [
        (
            .blackList,
            { maker, action in
                maker.policy.blackList = [.init(symbol: World.symbol(RiskMaker.one), until: World.today)]
                maker.policy.blackListAction = action
            }
        ),
        (
            .riskWarned,
            { maker, action in
                maker.policy.riskWarned = action
                maker.market[World.symbol(RiskMaker.one)] = ListRulesTests.named("*ST one")
            }
        ),
        (
            .boardExcluded,
            { maker, action in
                maker.policy.excludedBoards = [.main]
                maker.policy.excludedBoardsAction = action
            }
        ),
        (
            .penny,
            { maker, action in
                maker.policy.pennyBelow = Make.price("10.01")
                maker.policy.penny = action
            }
        ),
    ]

    private static func named(_ name: String, listed: Day? = nil) -> Security {
        let symbol = World.symbol(RiskMaker.one)
        return Security(
            symbol: symbol, kind: InstrumentClass(symbol),
            instrument: Instrument(
                symbol: symbol, name: name, tick: .fen(1), upLimit: .fen(1_100), downLimit: .fen(900),
                previousClose: .fen(1_000), isSuspended: false, listed: listed),
            quote: nil)
    }

    private func maker(held: Bool) -> RiskMaker {
        var maker = RiskMaker()
        maker.market[World.symbol(RiskMaker.one)] = Make.security(RiskMaker.one)
        if held { maker.hold(RiskMaker.one) }
        return maker
    }

    @Test(arguments: [0, 1, 2, 3])
    func `no_buy keeps what is held and buys nothing, sell ends it, off does nothing`(place: Int) {
        let (reason, set) = ListRulesTests.reasons[place]
        for (isHeld, action, weight, hold) in [
            (true, Policy.Risk.ListAction.noBuy, Int64(100_000), Planner.Target.Hold.noBuy),
            (false, .noBuy, 0, .none), (true, .sell, 0, .none), (false, .sell, 0, .none), (true, .off, 100_000, .none),
        ] {
            var maker = maker(held: isHeld)
            set(&maker, action)
            let outcome = maker.apply([(RiskMaker.one, 100_000)])
            #expect(outcome.weights == [weight] && outcome.holds == [hold], "\(reason) \(action) \(isHeld)")
            #expect(outcome.overlays == [action == .off ? [] : [reason]])
        }
    }

    @Test func `a black list ends with its day`() {
        var maker = maker(held: false)
        maker.policy.blackList = [.init(symbol: World.symbol(RiskMaker.one), until: World.yesterday)]
        #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [100_000])
        maker.policy.blackList[0].until = nil
        #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [0])
    }

    @Test func `a price at the bound is not below it`() {
        var maker = maker(held: false)
        maker.policy.pennyBelow = Make.price("10.00")
        #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [100_000])
    }

    @Test(arguments: [
        ("ST one", true), ("*ST one", true), ("S*ST one", true), ("SST one", true), ("XDST one", true),
        ("DR*ST o", true), ("NST one", true), ("退市一", true), ("一退", true), ("STAR", true), ("Sone", false),
        ("BEST", false), ("XD one", false), ("平安银行", false),
    ])
    func `names under a risk warning`(name: String, isWarned: Bool) {
        #expect(Security.isRiskWarned(name: name) == isWarned)
        #expect(Security.isRiskWarned(name: "") == nil)
    }

    @Test func `newly listed: counted in trading days, the day of listing the first`() {
        // Listed on a Friday; today, a Tuesday, is its third day.
        var maker = maker(held: false)
        maker.market[World.symbol(RiskMaker.one)] = ListRulesTests.named("one", listed: Day("2026-02-27"))
        for (days, weight) in [(2, Int64(100_000)), (3, 0)] {
            maker.policy.newlyListedDays = days
            let outcome = maker.apply([(RiskMaker.one, 100_000)])
            #expect(outcome.weights == [weight])
            #expect(outcome.overlays == [weight == 0 ? [.newlyListed] : []])
        }
        maker.market[World.symbol(RiskMaker.one)] = ListRulesTests.named("one", listed: nil)
        #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [100_000])
    }

    @Test func `what is suspended is not carried into a later day`() {
        for leaves in [true, false] {
            var world = World {
                $0.risk.leavesSuspended = leaves
                $0.execution.blockedLines = .carry
            }
            world.stocks[World.symbol(RiskMaker.one)] = World.Stock("10.00")
            world.stocks[World.symbol(RiskMaker.one)]?.isSuspended = true
            world.target([(RiskMaker.one, "0.5")])
            world.start()
            world.run(to: TimeOfDay(15, 30))
            if leaves { #expect(world.engine.book.rebalance?.lines.map(\.overlay) == [[.suspended]]) }
            #expect(world.engine.book.blocked.count == (leaves ? 0 : 1))
        }
    }

    @Test func `locks: neither bought nor sold, whatever targets and stops say`() {
        for target in ["0.9", "0.1", nil] {
            var world = World { $0.risk.locks = [World.symbol(RiskMaker.one)] }
            world.hold(RiskMaker.one, 20_000, at: "9.00")
            world.restore(
                .entryAdjusted(
                    World.symbol(RiskMaker.one), Entry(shares: 20_000, cost: .yuan(200_000)), because: .external))
            world.stocks[World.symbol(RiskMaker.two)] = World.Stock("40.00")
            world.target([(RiskMaker.two, "0.01")] + (target.map { [(RiskMaker.one, $0)] } ?? []))
            world.start()
            world.run(to: TimeOfDay(15, 30))
            #expect(world.positions[World.symbol(RiskMaker.one)]?.volume == 20_000)
            let line = world.engine.book.rebalance?.lines.first { $0.symbol == World.symbol(RiskMaker.one) }
            #expect(line?.overlay.contains(.locked) == true && line?.side == nil)
        }
    }

    @Test func `locked and stopped on a day without targets: nothing is sold`() {
        var world = World { $0.risk.locks = [World.symbol(RiskMaker.one)] }
        world.hold(RiskMaker.one, 1_000, at: "9.00")
        world.restore(
            .entryAdjusted(World.symbol(RiskMaker.one), Entry(shares: 1_000, cost: .yuan(10_000)), because: .external))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty && world.engine.book.rebalance?.lines.isEmpty == true)
    }

    @Test func `a list that sells acts on days without targets too`() {
        var world = World { $0.risk.riskWarned = .sell }
        world.hold(RiskMaker.one, 1_000, at: "10.00")
        world.hold(RiskMaker.two, 1_000, at: "40.00")
        world.stocks[World.symbol(RiskMaker.one)]?.name = "*ST one"
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.symbol) == [World.symbol(RiskMaker.one)])
        #expect(world.engine.book.rebalance?.lines.map(\.overlay) == [[.riskWarned]])
    }
}
