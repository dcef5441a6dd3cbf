import Market
import Testing

@testable import Engine

/// Single rules at their bounds, where they are off, and where what they look at is not there.
@Suite struct RuleBoundaryTests {
    private static let one = World.symbol(RiskMaker.one)

    private func standing(_ change: (inout RiskStanding) -> Void) -> RiskStanding {
        var standing = RiskStanding()
        change(&standing)
        return standing
    }

    private func stop(_ reason: Reason, endedOn day: Day? = nil) -> RiskStanding.Stop {
        RiskStanding.Stop(
            reason: reason, since: Make.noon, last: Make.price("9.00"), bound: AveragePrice(Make.price("9.20")),
            endedOn: day)
    }

    @Test func `what nobody knows of is touched by no rule about securities`() {
        let maker = RiskMaker {
            $0.leavesSuspended = true
            $0.riskWarned = .sell
            $0.pennyBelow = .fen(10_000)
            $0.newlyListedDays = 100
        }
        #expect(maker.apply([(RiskMaker.one, 100_000)]).overlays == [[]])
    }

    @Test func `suspended: only what is, and only with the rule on`() {
        var maker = RiskMaker { $0.leavesSuspended = true }
        for (code, isSuspended) in [(RiskMaker.one, true), (RiskMaker.two, false), (RiskMaker.star, nil)] {
            maker.market[World.symbol(code)] = Make.security(code, isSuspended: isSuspended)
        }
        let weights = [(RiskMaker.one, Int64(1)), (RiskMaker.two, 1), (RiskMaker.star, 1)]
        #expect(maker.apply(weights).overlays == [[.suspended], [], []])
        maker.policy.leavesSuspended = false
        maker.policy.stockCap = .one
        #expect(maker.apply(weights).overlays == [[], [], []])
    }

    @Test func `a stop of a rule that is off now does nothing`() {
        for (reason, isOn) in [
            (Reason.stopLoss, false), (.takeProfit, false), (.trailingStop, false), (.stopLoss, true),
            (.takeProfit, true), (.trailingStop, true),
        ] {
            var maker = RiskMaker {
                if isOn {
                    $0.stopLoss = .one
                    $0.takeProfit = .one
                    $0.trailingStop = .one
                }
            }
            maker.standing = standing { $0.stops[RuleBoundaryTests.one] = stop(reason) }
            #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [isOn ? 0 : 100_000], "\(reason)")
        }
    }

    @Test func `the bounds of stops, for people`() {
        let entry = Entry(shares: 3, cost: .yuan(30), high: Make.price("20.00"))
        var policy = Policy.Risk()
        policy.stopLoss = .ppm(80_000)
        policy.takeProfit = .ppm(300_000)
        policy.trailingStop = .ppm(100_000)
        #expect(StopLoss.bound(entry, Make.price("9.20"), policy) == AveragePrice(Make.price("9.20")))
        #expect(StopLoss.bound(entry, Make.price("9.21"), policy) == nil)
        #expect(TakeProfit.bound(entry, Make.price("13.00"), policy) == AveragePrice(Make.price("13.00")))
        #expect(TakeProfit.bound(entry, Make.price("12.99"), policy) == nil)
        #expect(TrailingStop.bound(entry, Make.price("18.00"), policy) == AveragePrice(Make.price("18.00")))
        let fresh = Entry(shares: 3, cost: .yuan(30))
        #expect(TrailingStop.bound(fresh, Make.price("9.00"), policy) == AveragePrice(Make.price("9.00")))
        #expect(TrailingStop.bound(fresh, Make.price("9.01"), policy) == nil)
    }

    @Test func `what cost nothing takes no profit, what cost one li does`() {
        var policy = Policy.Risk()
        policy.takeProfit = .ppm(300_000)
        #expect(TakeProfit.bound(Entry(shares: 100, cost: .zero), Make.price("1.00"), policy) == nil)
        #expect(TakeProfit.bound(Entry(shares: 1, cost: Money(li: 1)), Make.price("1.00"), policy) != nil)
    }

    @Test func `a single share is stopped too`() {
        var policy = Policy.Risk()
        policy.stopLoss = .ppm(80_000)
        let fired = Exit.fired(
            RuleBoundaryTests.one, Entry(shares: 1, cost: .yuan(20)), Make.security(), policy, at: Make.noon)
        #expect(fired?.reason == .stopLoss)
    }

    @Test func `shares of the peak are exact, rounded down`() {
        #expect(RiskMath.less(.yuan(1_000_000), .ppm(150_000)) == .yuan(850_000))
        #expect(RiskMath.less(Money(li: 7), .ppm(500_000)) == Money(li: 3))
        #expect(RiskMath.less(.yuan(1), .zero) == .yuan(1))
        #expect(RiskMath.less(.yuan(1), .one) == .zero)
    }

    @Test func `portfolio stop: a peak of nothing is nothing to lose`() {
        var policy = Policy.Risk()
        policy.portfolioStop = .ppm(100_000)
        #expect(PortfolioStop.bound(.zero, peak: .zero, policy) == nil)
        #expect(PortfolioStop.bound(-.yuan(1), peak: .zero, policy) == nil)
        #expect(PortfolioStop.bound(.zero, peak: Money(li: 1), policy) == .zero)
        #expect(PortfolioStop.bound(.yuan(90), peak: .yuan(100), policy) == .yuan(90))
        #expect(PortfolioStop.bound(.yuan(90) + Money(li: 1), peak: .yuan(100), policy) == nil)
    }

    @Test func `drawdown and soft gate: nothing is deep below a peak of nothing`() {
        #expect(!Drawdown.isDeep(-.yuan(1), .zero, .ppm(150_000)))
        #expect(Drawdown.isDeep(-.yuan(1), Money(li: 1), .ppm(150_000)))
        var maker = RiskMaker { $0.softGate = .init() }
        maker.equity = .zero
        maker.peak = .zero
        #expect(maker.apply([(RiskMaker.one, 100_000)]).weights == [100_000])
    }

    @Test func `soft gate: one above its line, nothing below it, half in its middle`() {
        func factor(_ equity: Int64) -> Weight { SoftGate.factor(.yuan(equity), .yuan(100), .init()) }
        #expect(factor(120) == .one)
        #expect(factor(95) == .one)
        #expect(factor(90) == .ppm(500_000))
        #expect(factor(85) == .zero)
        #expect(factor(50) == .zero)
        #expect(factor(-10) == .zero)
    }

    @Test func `volatility: a value with more places than six is rounded, not missing`() {
        var maker = RiskMaker { $0.volatility = .init() }
        func weight(_ value: String) -> [Int64] {
            maker.inputs = RiskInputs(
                signalDay: World.yesterday,
                states: [.init(name: "volatility", day: World.yesterday, value: value)])
            return maker.apply([(RiskMaker.one, 100_000)]).weights
        }
        #expect(weight("24.12345678") == [100_000])
        #expect(weight("25.12345678") == [50_000])
    }

    @Test func `an industry stands once in the list, however many are in it`() {
        var map = SymbolMap<String>()
        for (code, name) in [(RiskMaker.one, "banks"), (RiskMaker.two, "banks"), (RiskMaker.star, "chips")] {
            map[World.symbol(code)] = name
        }
        let inputs = RiskInputs(signalDay: World.yesterday, industryOf: map)
        #expect(inputs.industries == ["banks", "chips"])
        #expect(inputs.industryOf.map(\.1) == [0, 0, 1])
    }

    @Test func `excluded boards: the board of the terminal counts, and others are left alone`() {
        var maker = RiskMaker { $0.excludedBoards = [.star] }
        let weights = [(RiskMaker.one, Int64(100_000)), (RiskMaker.star, 100_000)]
        #expect(maker.apply(weights).overlays == [[], [.boardExcluded]])
        var odd = Make.security()
        odd.kind = InstrumentClass(venue: .shanghai, board: .star, kind: .stock)
        maker.market[RuleBoundaryTests.one] = odd
        #expect(maker.apply(weights).overlays == [[.boardExcluded], [.boardExcluded]])
    }

    @Test func `lists that end after the last target name nothing`() {
        let maker = RiskMaker { $0.blackList = [.init(symbol: World.symbol("920002.BJ"), until: nil)] }
        #expect(maker.apply([(RiskMaker.one, 100_000)]).overlays == [[]])
    }

    @Test func `cool-down: days that are no trading days, of the future and of long ago`() throws {
        func bars(_ ended: String, _ day: String, _ days: Int) throws -> Bool {
            CoolDown.bars(try #require(Day(ended)), on: try #require(Day(day)), days: days, World.calendar)
        }
        // Sold on a Saturday, by somebody else's calendar: the Monday is the first day after it.
        #expect(try !bars("2026-03-07", "2026-03-09", 0))
        #expect(try bars("2026-03-07", "2026-03-09", 1))
        #expect(try bars("2026-03-05", "2026-03-04", 0))
        #expect(try bars("2026-03-05", "2026-03-05", 0))
        #expect(try !bars("2025-03-05", "2026-03-05", 5))
    }

    @Test func `newly listed: trading days are counted where weeks would mislead`() throws {
        let first = try #require(Day("2025-01-01"))
        let days = (0..<500).map { first.advanced(by: $0) }.filter { $0.weekday <= 5 }
        let calendar = try TradingCalendar(days: days)
        var maker = RiskMaker { $0.newlyListedDays = 250 }
        func overlay(daysAgo: Int) -> [Reasons] {
            let instrument = Instrument(
                symbol: RuleBoundaryTests.one, name: "name", tick: .fen(1), upLimit: nil, downLimit: nil,
                previousClose: .fen(1_000), isSuspended: false, listed: World.today.advanced(by: -daysAgo))
            maker.market[RuleBoundaryTests.one] = Security.rows([instrument], [], at: Make.noon).first
            var facts = maker.facts
            facts.calendar = calendar
            return RiskOverlay(facts).apply(to: RiskMaker.targets([(RiskMaker.one, 100_000)])).overlays
        }
        // 144 and 230 trading days, and more than 250.
        #expect(overlay(daysAgo: 200) == [[.newlyListed]])
        #expect(overlay(daysAgo: 320) == [[.newlyListed]])
        #expect(overlay(daysAgo: 400) == [[]])
    }

    // MARK: Entries

    @Test(arguments: [("5.150", true), ("5.151", false)])
    func `more shares are a bonus up to three per cent more value`(reference: String, isBonus: Bool) {
        let change = EntryReview.change(
            of: Entry(shares: 1_000, cost: .yuan(10_000)), held: 2_000, reference: Make.price(reference),
            lastClose: Make.price("10.00"))
        #expect(change?.because == (isBonus ? .bonus : .external))
    }

    @Test func `a dividend larger than the high leaves a high of nothing`() {
        let change = EntryReview.change(
            of: Entry(shares: 100, cost: .yuan(10), high: Make.price("0.50")), held: 100,
            reference: Make.price("9.00"), lastClose: Make.price("10.00"))
        #expect(change?.entry?.high == Price(li: 0))
        #expect(change?.entry?.cost == .zero)
    }
}
