import Engine
import Market
import Testing

/// Rules about the whole account: drawdown, soft gate, portfolio stop.
@Suite struct AccountRulesTests {
    private func maker(_ equity: Int64, _ change: (inout Policy.Risk) -> Void) -> RiskMaker {
        var maker = RiskMaker(change)
        maker.equity = Money(li: equity)
        maker.peak = .yuan(1_000_000)
        return maker
    }

    @Test(arguments: [(850_000_000, 100_000), (849_999_999, 50_000)])
    func `drawdown: at the limit nothing is cut, a li below it the half`(equity: Int64, weight: Int64) {
        let outcome = maker(equity) { $0.drawdownLimit = .ppm(150_000) }.apply([(RiskMaker.one, 100_000)])
        #expect(outcome.weights == [weight])
        #expect(outcome.overlays == [weight == 100_000 ? [] : [.drawdown]])
        #expect(outcome.targets[0].asked == .ppm(100_000))
    }

    @Test(arguments: [
        (1_000_000_000, 1_000_000), (950_000_000, 1_000_000), (949_999_999, 999_999), (900_000_000, 500_000),
        (850_000_000, 0), (10, 0), (-5, 0),
    ])
    func `soft gate: from one at 5 % in a line to nothing at 15 %`(equity: Int64, ppm: Int64) {
        let outcome = maker(equity) { $0.softGate = Policy.Risk.SoftGate() }.apply([(RiskMaker.one, 1_000_000)])
        #expect(outcome.weights == [ppm])
    }

    @Test func `rules that multiply are stacked, in any order the same`() {
        let outcome = maker(840_000_000) {
            $0.drawdownLimit = .ppm(150_000)
            $0.softGate = Policy.Risk.SoftGate(from: .ppm(60_000), to: .ppm(260_000))
        }.apply([(RiskMaker.one, 400_000)])
        #expect(outcome.weights == [100_000])
        #expect(outcome.overlays == [[.softGate, .drawdown]])
        #expect(outcome.overlays[0].list == [.drawdown, .softGate])
        #expect(outcome.exposure == .ppm(250_000))
        #expect(outcome.verdicts.map(\.description).count == 2)
    }

    @Test func `R13: an equity that is not known cuts nothing and fires nothing`() {
        var maker = maker(0) {
            $0.drawdownLimit = .ppm(150_000)
            $0.softGate = Policy.Risk.SoftGate()
            $0.portfolioStop = .ppm(100_000)
        }
        maker.equity = nil
        #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [100_000])
    }

    // MARK: Through the engine

    private func fallen(to price: String, _ change: @escaping (inout Policy) -> Void) -> World {
        var world = World(cash: 0) { policy in
            policy.risk.stopLoss = nil
            policy.risk.drawdownLimit = nil
            change(&policy)
        }
        world.hold(RiskMaker.one, 100_000, at: price)
        world.restore(
            .equityObserved(equity: .yuan(1_000_000), peak: .yuan(1_000_000), at: World.yesterday.at(TimeOfDay(9, 31))))
        return world
    }

    @Test(arguments: [("9.00", true), ("9.01", false)])
    func `portfolio stop: equity ≤ peak × 0.90 sells everything and halts`(price: String, hasFired: Bool) {
        var world = fallen(to: price) { $0.risk.portfolioStop = .ppm(100_000) }
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[World.symbol(RiskMaker.one)]?.volume == (hasFired ? 0 : 100_000))
        #expect(world.engine.book.trading.halt?.cause == (hasFired ? .risk : nil))
        if hasFired {
            #expect(world.engine.book.rebalance?.lines.map(\.overlay) == [[.portfolioStop]])
            #expect(world.records.contains { if case .reduced = $0 { true } else { false } })
        }
        #expect(world.violations == [])
    }

    @Test func `portfolio stop: wins over the targets, goes on over days, and ends with a resume and a new peak`() {
        var world = fallen(to: "9.00") { $0.risk.portfolioStop = .ppm(100_000) }
        world.positions[World.symbol(RiskMaker.one)]?.sellable = 60_000
        world.target([(RiskMaker.one, "0.9"), (RiskMaker.two, "0.1")])
        world.stocks[World.symbol(RiskMaker.two)] = World.Stock("40.00")
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.side) == [.sell])
        #expect(world.engine.book.trading.reduction?.cause == .risk)
        // The next day the rest can be sold; a crash in between changes nothing.
        world.positions[World.symbol(RiskMaker.one)]?.sellable = 40_000
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.orders = []
        world.fills = []
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[World.symbol(RiskMaker.one)]?.volume == 0)
        #expect(world.engine.book.trading.halt?.cause == .risk)
        #expect(world.engine.book.risk.liquidation != nil)
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.send(.resumeRequested(by: "op", reason: "looked"))
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.trading.isArmed && world.engine.book.risk.liquidation == nil)
        #expect(world.engine.book.peakEquity == world.engine.book.equity)
        #expect(world.violations == [])
    }

    @Test func `what is cut on a day without targets stays cut, and is not cut again`() {
        var world = fallen(to: "8.40") { $0.risk.drawdownLimit = .ppm(150_000) }
        let symbol = World.symbol(RiskMaker.one)
        world.start()
        var held: [Shares] = []
        // Down, up again, down again.
        for price in ["8.40", "9.20", "8.40"] {
            world.stocks[symbol] = World.Stock(price)
            world.run(to: TimeOfDay(15, 30))
            let volume = world.positions[symbol]?.volume ?? 0
            held.append(volume)
            world.positions[symbol]?.sellable = volume
            world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
            world.orders = []
            world.fills = []
        }
        #expect(held == [50_000, 50_000, 50_000])
        #expect(world.violations == [])
    }

    @Test func `a blank account of a terminal without data fires nothing`() {
        var world = World(cash: 0) { $0.risk.portfolioStop = .ppm(100_000) }
        world.restore(
            .equityObserved(equity: .yuan(1_000_000), peak: .yuan(1_000_000), at: World.yesterday.at(TimeOfDay(9, 31))))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.trading.isArmed && world.engine.book.peakEquity == .yuan(1_000_000))
    }

    @Test func `an absurd quote makes no peak`() {
        var world = World(cash: 0) { $0.risk.stopLoss = nil }
        world.hold(RiskMaker.one, 1_000, at: "10.00")
        world.stocks[World.symbol(RiskMaker.one)]?.price = Make.price("9000.00")
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.peakEquity == .yuan(10_000))
    }
}
