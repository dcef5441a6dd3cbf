import Market
import Testing

@testable import Engine

/// Two looks at stops and at the portfolio stop, its end, and the exposure, step by step.
@Suite struct StopLookTests {
    private static let one = RiskLook.one
    private static let two = RiskLook.two
    private static let entry = Entry(shares: 1_000, cost: .yuan(10_000))

    /// Two holdings of which `fallen` are below their stops.
    private func look(
        _ fallen: [Symbol] = [one], confirm seconds: Int64 = 3, readsOnDemand: Bool = false
    ) -> RiskLook {
        var look = RiskLook {
            $0.risk.stopLoss = .ppm(80_000)
            $0.risk.portfolioStop = .ppm(100_000)
            $0.risk.confirmSeconds = seconds
            $0.execution.readsOnDemand = readsOnDemand
        }
        for symbol in [StopLookTests.one, StopLookTests.two] {
            look.hold(symbol, 1_000, last: fallen.contains(symbol) ? "9.00" : "10.00", entry: StopLookTests.entry)
        }
        return look
    }

    private func stops(_ look: RiskLook) -> [Symbol] { look.engine.book.risk.stops.map(\.0) }

    @Test func `a stop waits for a second look, to the millisecond`() {
        var look = look()
        #expect(look.settles() == false)
        #expect(look.settles(after: 2_999) == false)
        #expect(stops(look).isEmpty)
        #expect(look.settles(after: 3_000) == true)
        #expect(stops(look) == [StopLookTests.one])
    }

    @Test(arguments: [(0, false, true), (1, false, false), (3, true, true), (-1, false, true)])
    func `where one look is enough, or only we trade, it counts at once`(
        seconds: Int64, readsOnDemand: Bool, isAtOnce: Bool
    ) {
        var look = look(confirm: seconds, readsOnDemand: readsOnDemand)
        #expect(look.settles() == isAtOnce)
        #expect(stops(look).isEmpty == !isAtOnce)
    }

    @Test func `only what both looks show counts`() {
        var look = look()
        #expect(look.settles() == false)
        look.engine.market[StopLookTests.two]?.last = Make.price("9.00")
        #expect(look.settles(after: 3_000) == true)
        #expect(stops(look) == [StopLookTests.one])
        // The other one has had its first look now, and waits for its second.
        #expect(look.settles(after: 4_000) == false)
        #expect(look.settles(after: 6_999) == false)
        #expect(look.settles(after: 7_000) == true)
        #expect(stops(look) == [StopLookTests.one, StopLookTests.two])
    }

    @Test func `a look in between that shows nothing begins anew`() {
        var look = look()
        #expect(look.settles() == false)
        look.engine.market[StopLookTests.one]?.last = Make.price("10.00")
        #expect(look.settles(after: 1_000) == true)
        look.engine.market[StopLookTests.one]?.last = Make.price("9.00")
        #expect(look.settles(after: 3_000) == false)
        #expect(look.settles(after: 5_999) == false)
        #expect(look.settles(after: 6_000) == true)
    }

    @Test func `the account must be down in both looks`() {
        var look = look()
        #expect(look.settles() == false)
        look.peak(1_000_000)
        #expect(look.settles(after: 3_000) == true)
        #expect(stops(look) == [StopLookTests.one])
        #expect(look.engine.book.risk.liquidation == nil)
        var down = self.look([])
        down.peak(1_000_000)
        #expect(down.settles() == false)
        down.engine.market[StopLookTests.one]?.last = Make.price("9.00")
        #expect(down.settles(after: 3_000) == true)
        #expect(stops(down).isEmpty)
        #expect(down.engine.book.risk.liquidation?.bound == .yuan(900_000))
        #expect(down.engine.book.trading.reduction?.cause == .risk)
        let began = down.engine.book.risk.liquidation
        down.engine.market[StopLookTests.one]?.last = Make.price("10.00")
        #expect(down.settling(after: 9_000) == 0)
        #expect(down.engine.book.risk.liquidation == began)
    }

    @Test func `what is not held, or by nobody's entry, has no stop`() {
        for shares: Int64? in [nil, 0] {
            var look = look(confirm: 0)
            look.holdings[StopLookTests.one] = shares.map { Make.held($0) }
            #expect(look.settles() == true)
            #expect(stops(look).isEmpty)
        }
        var single = look([], confirm: 0)
        single.hold(StopLookTests.one, 1, last: "9.00", entry: Entry(shares: 1, cost: .yuan(10)))
        #expect(single.settles() == true)
        #expect(stops(single) == [StopLookTests.one])
    }

    @Test func `a stop that stands is not fired again, one that has ended is`() {
        var look = look(confirm: 0)
        #expect(look.settles() == true)
        #expect(look.settling(after: 5_000) == 0)
        #expect(look.engine.book.risk.stops[StopLookTests.one]?.since == look.now)
        var ended = look
        ended.engine.book.risk.stops[StopLookTests.one]?.endedOn = World.yesterday
        #expect(ended.settling(after: 5_000) == 1)
        #expect(ended.engine.book.risk.stops[StopLookTests.one]?.endedOn == nil)
    }

    @Test(arguments: [(1_000, 0), (999, 1), (0, 1)])
    func `that part of it cannot be sold is told`(sellable: Int64, alerts: Int) {
        var look = look(confirm: 0)
        look.hold(StopLookTests.one, 1_000, sellable: sellable, last: "9.00")
        #expect(look.settles() == true)
        #expect(look.alerts.count { $0.code.hasPrefix("stop_locked") } == alerts)
    }

    @Test func `highs are kept for a trailing stop, each of them once`() {
        func highs(_ fall: Weight?) -> RiskLook {
            var look = RiskLook {
                $0.risk.trailingStop = fall
                $0.risk.stopLoss = .ppm(500_000)
            }
            look.hold(StopLookTests.one, 1_000, entry: StopLookTests.entry)
            _ = look.settles()
            return look
        }
        #expect(highs(nil).engine.book.entries[StopLookTests.one]?.high == nil)
        var look = highs(.ppm(100_000))
        #expect(look.engine.book.entries[StopLookTests.one]?.high == Make.price("10.00"))
        #expect(look.settling() == 0)
        look.engine.market[StopLookTests.one]?.last = Make.price("9.99")
        #expect(look.settling() == 0)
        look.engine.market[StopLookTests.one]?.last = Make.price("10.01")
        #expect(look.settling() == 1)
        #expect(look.engine.book.entries[StopLookTests.one]?.high == Make.price("10.01"))
    }

    // MARK: The end of a liquidation

    private func liquidated(
        startedAfter seconds: Int64 = 0, held: Shares = 0, reason: Reason? = nil, locks: [Symbol] = [],
        _ change: (inout RiskLook) -> Void = { _ in }
    ) -> Int {
        var look = RiskLook {
            $0.risk.portfolioStop = .ppm(100_000)
            $0.risk.locks = locks
        }
        look.engine.restore(.liquidationBegan(.init(since: look.now, equity: .yuan(1), bound: .yuan(2))))
        let line = PlanLine(
            symbol: StopLookTests.one, weight: .zero, target: 0, projected: 0, sizingPrice: nil, reason: reason)
        look.engine.restore(
            .planned(
                Rebalance(
                    executionDay: World.today, source: .protection, phase: .selling,
                    startedAt: look.now.adding(seconds: seconds), equity: .zero, cash: .zero, lines: [line])))
        look.engine.restore(
            .rebalanceClosed(
                results: [.init(symbol: StopLookTests.one, target: 0, held: held, filled: 0, reason: nil)],
                at: look.now))
        change(&look)
        return look.ending()
    }

    @Test func `when a plan after it has left nothing to sell, trading halts, once`() {
        #expect(liquidated() == 1)
        #expect(liquidated(startedAfter: 1) == 1)
        #expect(liquidated(startedAfter: -1) == 0)
        #expect(liquidated(held: 1) == 0)
        #expect(liquidated(held: 100, reason: .unmanaged) == 1)
        #expect(liquidated(held: 100, locks: [StopLookTests.one]) == 1)
        #expect(liquidated(held: 100, locks: [StopLookTests.two]) == 0)
        #expect(liquidated { $0.now = World.today.advanced(by: 1).at(TimeOfDay(9, 31)) } == 0)
        #expect(liquidated { $0.engine.restore(.intended(Make.intent(side: .sell))) } == 0)
        #expect(liquidated { $0.engine.endLiquidation(at: $0.now) } == 0)
        #expect(liquidated { $0.engine.restore(.peakReset(at: $0.now)) } == 0)
    }

    @Test func `a resume without a liquidation leaves the peak alone`() {
        var look = look(confirm: 0)
        look.peak(10)
        #expect(look.settles() == true)
        #expect(look.forgetting() == 0)
        #expect(look.engine.book.peakEquity == .yuan(10))
        look.engine.restore(.liquidationBegan(.init(since: look.now, equity: .yuan(1), bound: .yuan(2))))
        #expect(look.forgetting() == 1)
        #expect(look.engine.book.peakEquity == nil)
    }

    // MARK: Exposure

    @Test func `the exposure of the market's state is recorded where it changes, by either rule alone`() {
        for isRegime in [true, false] {
            var look = RiskLook {
                if isRegime { $0.risk.regime = .init() } else { $0.risk.volatility = .init() }
            }
            #expect(look.exposing() == 2)
            let least: Weight = isRegime ? .ppm(300_000) : .ppm(500_000)
            #expect(look.engine.book.exposure == least)
            #expect(look.engine.book.risk.marketExposure.regime == (isRegime ? least : nil))
            #expect(look.engine.book.risk.marketExposure.volatility == (isRegime ? nil : least))
            #expect(look.exposing() == 0)
            #expect(look.alerts.map(\.code) == [isRegime ? "regime" : "volatility"])
        }
    }

    @Test func `with both rules off what they gave last is kept`() {
        var look = RiskLook()
        look.engine.restore(.marketExposureChanged(.init(volatility: .one, regime: .ppm(300_000))))
        #expect(look.exposing() == 0)
        #expect(look.engine.book.risk.marketExposure.regime == .ppm(300_000))
    }

    @Test func `more exposure than before is recorded, and nobody is warned`() {
        var look = RiskLook { $0.risk.regime = .init() }
        look.engine.restore(.exposureChanged(.ppm(100_000), reason: .regime))
        #expect(look.exposing() == 2)
        #expect(look.engine.book.exposure == .ppm(300_000))
        #expect(look.alerts.isEmpty)
    }

    private func cut(_ factor: Int64, applied: Int64 = 1_000_000) -> Weight? {
        var look = RiskLook { $0.risk.exposureStep = .ppm(50_000) }
        look.engine.book.risk.applied = .ppm(applied)
        return look.engine.cut(to: .init(factor: .ppm(factor), verdicts: []))?.rest
    }

    @Test func `holdings are cut from a fall by the step on, or to nothing`() {
        #expect(cut(950_000) == .ppm(950_000))
        #expect(cut(950_001) == nil)
        #expect(cut(1_000_000) == nil)
        #expect(cut(300_000, applied: 600_000) == .ppm(500_000))
        #expect(cut(600_000, applied: 600_000) == nil)
        #expect(cut(700_000, applied: 600_000) == nil)
        #expect(cut(0, applied: 40_000) == .zero)
        #expect(cut(10_000, applied: 40_000) == nil)
        #expect(cut(0, applied: 0) == nil)
    }

    @Test func `inputs without a refusal are no news`() {
        var look = RiskLook()
        look.engine.riskInputsArrived(RiskInputs(signalDay: World.yesterday), at: look.now)
        #expect(look.alerts.isEmpty)
        look.engine.riskInputsArrived(RiskInputs(signalDay: World.yesterday, refusals: ["odd"]), at: look.now)
        #expect(look.alerts.map(\.text) == ["odd"])
    }
}
