import Engine
import Market
import Testing

/// Caps of the exposure: exactly at the cap, a part above it, and the groups.
@Suite struct CapRulesTests {
    @Test func `a security's cap: what is above it becomes it, what is at it stays`() {
        let maker = RiskMaker { $0.stockCap = .ppm(20_000) }
        let outcome = maker.apply([(RiskMaker.one, 20_000), (RiskMaker.two, 20_001)])
        #expect(outcome.weights == [20_000, 20_000])
        #expect(outcome.overlays == [[], [.stockCap]])
        #expect(outcome.verdicts.map(\.symbol) == [World.symbol(RiskMaker.two)])
    }

    @Test func `the cap of all: at it nothing happens, above it all shrink alike`() {
        let maker = RiskMaker { $0.totalCap = .ppm(800_000) }
        #expect(maker.apply([(RiskMaker.one, 400_000), (RiskMaker.two, 400_000)]).verdicts.isEmpty)
        let outcome = maker.apply([(RiskMaker.one, 600_000), (RiskMaker.two, 400_000)])
        #expect(outcome.weights == [480_000, 320_000])
        #expect(outcome.overlays == [[.totalCap], [.totalCap]])
        #expect(outcome.verdicts.count == 1)
    }

    @Test func `a board's cap shrinks that board only`() {
        let maker = RiskMaker { $0.boardCaps = [.init(board: .star, cap: .ppm(100_000))] }
        let outcome = maker.apply([(RiskMaker.one, 300_000), (RiskMaker.star, 200_000)])
        #expect(outcome.weights == [300_000, 100_000])
        #expect(outcome.overlays == [[], [.boardCap]])
        #expect(maker.apply([(RiskMaker.star, 100_000)]).verdicts.isEmpty)
    }

    private func industries() -> RiskInputs {
        var map = SymbolMap<String>()
        map[World.symbol(RiskMaker.one)] = "banks"
        map[World.symbol(RiskMaker.two)] = "banks"
        return RiskInputs(signalDay: World.yesterday, industryOf: map)
    }

    @Test func `an industry's cap, with one of its own, and what is in no industry`() {
        var maker = RiskMaker {
            $0.industryCap = .ppm(100_000)
            $0.industryCaps = [.init(industry: "banks", cap: .ppm(300_000))]
        }
        maker.inputs = industries()
        let outcome = maker.apply([(RiskMaker.one, 300_000), (RiskMaker.two, 300_000), (RiskMaker.star, 150_000)])
        #expect(outcome.weights == [150_000, 150_000, 100_000])
        #expect(outcome.overlays == [[.industryCap], [.industryCap], [.industryCap]])
        #expect(maker.apply([(RiskMaker.one, 300_000), (RiskMaker.star, 100_000)]).verdicts.isEmpty)
    }

    @Test func `without industries nothing is bought, or everything is one group`() {
        var maker = RiskMaker { $0.industryCap = .ppm(100_000) }
        maker.hold(RiskMaker.one)
        let kept = maker.apply([(RiskMaker.one, 300_000), (RiskMaker.two, 100_000)])
        #expect(kept.weights == [300_000, 0])
        #expect(kept.holds == [.noBuy, .none])
        maker.policy.missingInput = .cut
        #expect(maker.apply([(RiskMaker.one, 300_000), (RiskMaker.two, 100_000)]).weights == [75_000, 25_000])
    }

    @Test func `a cap comes after what multiplies`() {
        var maker = RiskMaker {
            $0.stockCap = .ppm(100_000)
            $0.drawdownLimit = .ppm(150_000)
        }
        maker.equity = .yuan(1)
        maker.peak = .yuan(1_000)
        let outcome = maker.apply([(RiskMaker.one, 180_000), (RiskMaker.two, 220_000)])
        #expect(outcome.weights == [90_000, 100_000])
        #expect(outcome.overlays == [[.drawdown], [.drawdown, .stockCap]])
    }
}

/// What the market's state allows.
@Suite struct MarketStateRuleTests {
    private func maker(_ name: String, _ value: String?, age: Int = 0) -> RiskMaker {
        var maker = RiskMaker {
            if name == "volatility" { $0.volatility = .init() } else { $0.regime = .init() }
        }
        let states = value.map {
            [RiskInputs.State(name: name, day: World.yesterday.advanced(by: -age), value: $0)]
        }
        maker.inputs = RiskInputs(signalDay: World.yesterday, states: states ?? [])
        return maker
    }

    @Test(arguments: [("25", 100_000), ("25.000001", 50_000), ("9.5", 100_000), ("80", 50_000)])
    func `volatility: above 25 the half`(value: String, weight: Int64) {
        let outcome = maker("volatility", value).apply([(RiskMaker.one, 100_000)])
        #expect(outcome.weights == [weight])
        #expect(outcome.overlays == [weight == 50_000 ? [.volatility] : []])
    }

    @Test(arguments: [("risk_on", 100_000), ("neutral", 70_000), ("risk_off", 30_000)])
    func `regime: each word has its exposure`(word: String, weight: Int64) {
        let outcome = maker("regime", word).apply([(RiskMaker.one, 100_000)])
        #expect(outcome.weights == [weight])
        #expect(outcome.overlays == [weight < 100_000 ? [.regime] : []])
    }

    @Test(arguments: ["missing", "old", "later", "word"])
    func `a value that is missing, too old, of a later day or no value keeps the last exposure, or cuts`(how: String) {
        for name in ["volatility", "regime"] {
            var maker =
                switch how {
                case "missing": maker(name, nil)
                case "old": maker(name, name == "regime" ? "risk_on" : "10", age: 6)
                case "later": maker(name, name == "regime" ? "risk_on" : "10", age: -1)
                default: maker(name, "?")
                }
            let least: Int64 = name == "regime" ? 30_000 : 50_000
            // There never was one.
            #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [least])
            var book = Book()
            book.apply(.marketExposureChanged(.init(volatility: .one, regime: .one)))
            maker.standing = book.risk
            #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [100_000])
            maker.policy.missingInput = .cut
            #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [least])
        }
        #expect(maker("volatility", "10", age: 5).apply([(RiskMaker.one, 100_000)]).weights == [100_000])
    }

    @Test func `through the engine: inputs are asked for, the exposure is durable, and refusals are told`() {
        var world = World {
            $0.risk.volatility = .init()
            $0.risk.stopLoss = nil
        }
        world.stocks[World.symbol(RiskMaker.one)] = World.Stock("10.00")
        world.riskInputs = RiskInputs(
            signalDay: World.yesterday,
            states: [.init(name: "volatility", day: World.yesterday, value: "31.2")], refusals: ["the file is odd"])
        world.target([(RiskMaker.one, "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[World.symbol(RiskMaker.one)]?.volume == 25_000)
        #expect(world.engine.book.exposure == .ppm(500_000))
        #expect(world.engine.book.risk.marketExposure.volatility == .ppm(500_000))
        #expect(world.alerts.contains { $0.code == "volatility" })
        #expect(world.alerts.contains { $0.code == "risk_inputs" })
        let line = world.engine.book.rebalance?.lines.first
        #expect(line?.overlay == [.volatility] && line?.asked == .ppm(500_000) && line?.weight == .ppm(250_000))
        #expect(
            world.engine.book.rebalance?.verdicts.map(\.description)
                == ["volatility: volatility 31.2 of 2026-03-02; all targets times 0.5"])
    }
}
