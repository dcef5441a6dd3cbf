import Market
import Testing

@testable import History

@Suite struct SyntheticPartsTests {
    @Test func `the generator is SplitMix64`() {
        // The published first outputs for the seed 1234567.
        var random = SyntheticRandom(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func `draws stay in their bounds and reach them`() {
        var random = SyntheticRandom(seed: 3)
        var seen: Set<Int64> = []
        for _ in 0..<2000 { seen.insert(random.within(-3...4)) }
        #expect(seen == Set(-3...4))
        #expect(random.below(1) == 0)
        #expect(random.below(0) == 0)
    }

    @Test func `draws around zero have the deviation asked for`() {
        var random = SyntheticRandom(seed: 9)
        let draws = (0..<20_000).map { _ in random.around(deviation: 10_000) }
        let mean = draws.reduce(0, +) / 20_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
        #expect(abs(mean) < 300)
        #expect(9_700 * 9_700 < variance && variance < 10_300 * 10_300)
        #expect(draws.allSatisfy { abs($0) <= 35_000 })
    }

    @Test func `the calendar skips weekends and holidays on both sides`() throws {
        var scenario = SyntheticScenario.small
        scenario.firstDay = try #require(Day("2026-08-06"))
        scenario.holidays = try ["2026-08-05", "2026-08-11"].map { try #require(Day($0)) }
        scenario.dayCount = 4
        scenario.calendarDaysBefore = 2
        scenario.calendarDaysAfter = 1
        let calendar = SyntheticCalendar(scenario)
        #expect(
            calendar.days.map(\.description) == [
                "2026-08-03", "2026-08-04", "2026-08-06", "2026-08-07", "2026-08-10", "2026-08-12", "2026-08-13",
            ])
        #expect(calendar.sessions == Array(calendar.days[2..<6]))
    }

    @Test func `stocks have codes that the rules know, and say that they are invented`() {
        var random = SyntheticRandom(seed: 1)
        let scenario = SyntheticScenario.small
        let stocks = SyntheticStock.all(scenario, SyntheticCalendar(scenario).sessions, &random)
        #expect(stocks.count == 50)
        #expect(stocks.map(\.symbol) == Set(stocks.map(\.symbol)).sorted())
        for stock in stocks {
            #expect(InstrumentClass(stock.symbol) == stock.rules)
            #expect(stock.rules.board == stock.board)
            #expect(stock.name.hasPrefix("Synthetic 00"))
            #expect(Price.fen(200)...Price.fen(20_099) ~= stock.startPrice)
            #expect(stock.usualVolume > 0)
        }
        #expect(stocks.count { $0.board == .main } == 27)
        #expect(stocks.count { $0.firstSession > 0 } == 4)
        #expect(stocks.count { $0.riskWarnedFrom != nil } == 4)
        #expect(stocks.allSatisfy { $0.riskWarnedFrom == nil || $0.firstSession == 0 && $0.board == .main })
    }

    @Test func `a listing day counts from the first session`() {
        var random = SyntheticRandom(seed: 1)
        let scenario = SyntheticScenario.small
        let stocks = SyntheticStock.all(scenario, SyntheticCalendar(scenario).sessions, &random)
        for stock in stocks {
            let session = stock.firstSession
            #expect(stock.listingDay(session) == (session > 0 ? 1 : nil))
            #expect(stock.listingDay(session + 299) == (session > 0 ? 300 : nil))
            #expect(stock.listingDay(session + 300) == nil)
        }
    }

    @Test func `each kind of event gives the day that it names`() throws {
        let scenario = SyntheticScenario.small
        var random = SyntheticRandom(seed: 1)
        let stock = try #require(
            SyntheticStock.all(scenario, SyntheticCalendar(scenario).sessions, &random).first { $0.board == .chinext })
        let day = scenario.firstDay
        let limits = stock.rules.priceLimits(on: day, previousClose: stock.startPrice)
        func bar(_ event: SyntheticWalk.Event) -> DayBar {
            var walk = SyntheticWalk(stock, scenario)
            return walk.step(day, session: 1, market: 0, forced: event, &random).bar
        }
        for event in [SyntheticWalk.Event.lockedUp, .lockedDown] {
            let bar = bar(event)
            #expect(Set([bar.open, bar.high, bar.low, bar.close]) == [event == .lockedUp ? limits.up : limits.down])
            #expect(bar.volume > 0 && bar.volume.count < stock.usualVolume)
        }
        #expect(bar(.closesAtLimitUp).close == limits.up)
        #expect(bar(.closesAtLimitDown).close == limits.down)
        #expect(bar(.suspended).isSuspended)
        #expect(bar(.suspended).close == stock.startPrice)
        #expect(!bar(.ordinary).isSuspended)
    }

    @Test func `nothing falls below one yuan`() throws {
        var scenario = SyntheticScenario.small
        scenario.dayCount = 200
        scenario.highestStartYuan = 2
        scenario.perMillion.lockedDown = 500_000
        for sheet in try SyntheticMarket(scenario).sheets {
            #expect(sheet.bars.allSatisfy { $0.low >= .fen(100) }, "\(sheet.day)")
        }
    }
}
