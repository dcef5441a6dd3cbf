import Market
import Testing

@testable import History

@Suite struct SyntheticMarketTests {
    /// A rough market: little of everything is left out, whatever the seed.
    private static func rough(seed: UInt64) -> SyntheticScenario {
        var scenario = SyntheticScenario.small
        scenario.seed = seed
        scenario.perMillion = SyntheticScenario.Rates(
            suspension: 20_000, lockedUp: 30_000, lockedDown: 30_000, closeAtLimitUp: 40_000,
            closeAtLimitDown: 40_000, cashExDate: 20_000, bonusExDate: 20_000)
        return scenario
    }

    @Test(arguments: [1, 2, 3, 20_260_803, UInt64.max]) func `every bar keeps the rules`(seed: UInt64) throws {
        let market = try SyntheticMarket(SyntheticMarketTests.rough(seed: seed))
        for sheet in market.sheets {
            #expect(sheet.bars.map(\.symbol) == sheet.bars.map(\.symbol).sorted())
            for bar in sheet.bars {
                let comment: Comment = "seed \(seed) \(sheet.day) \(bar)"
                let rules = try #require(InstrumentClass(bar.symbol), comment)
                for price in [bar.open, bar.high, bar.low, bar.close, bar.previousClose] {
                    #expect(rules.isOnTick(price, on: sheet.day), comment)
                }
                #expect(bar.low <= min(bar.open, bar.close) && max(bar.open, bar.close) <= bar.high, comment)
                let limits = rules.priceLimits(
                    on: sheet.day, previousClose: bar.previousClose,
                    conditions: LimitConditions(
                        isRiskWarned: bar.isRiskWarned ?? false, listingDay: bar.listingDay))
                #expect(limits.contains(bar.high) && limits.contains(bar.low), comment)
                if bar.isSuspended {
                    #expect(bar.volume == 0, comment)
                    #expect(Set([bar.open, bar.high, bar.low, bar.close]) == [bar.previousClose], comment)
                } else {
                    #expect(bar.volume > 0 && bar.volume.count.isMultiple(of: 100), comment)
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3]) func `reference prices follow the closes but for ex-dates`(seed: UInt64) throws {
        let market = try SyntheticMarket(SyntheticMarketTests.rough(seed: seed))
        var last: SymbolMap<(close: Price, factor: Int64)> = SymbolMap()
        var cash = 0
        var bonus = 0
        for (sheet, factors) in zip(market.sheets, market.factors) {
            for (bar, factor) in zip(sheet.bars, factors) {
                let comment: Comment = "seed \(seed) \(sheet.day) \(bar)"
                guard let before = last[bar.symbol] else {
                    #expect(factor == 1_000_000, comment)
                    last[bar.symbol] = (bar.close, factor)
                    continue
                }
                if bar.previousClose == before.close {
                    #expect(factor == before.factor, comment)
                } else {
                    #expect(!bar.isSuspended, comment)
                    // Half up of factor × close ÷ reference.
                    let double = before.factor * before.close.li * 2 + bar.previousClose.li
                    #expect(factor == double / (bar.previousClose.li * 2), comment)
                    let lowered = (before.close.li - bar.previousClose.li) * 100
                    #expect(lowered > 0 && lowered != before.close.li * 10, comment)
                    if lowered < before.close.li * 10 { cash += 1 } else { bonus += 1 }
                }
                last[bar.symbol] = (bar.close, factor)
            }
        }
        #expect(cash > 5 && bonus > 5)
    }

    @Test func `a market has all that makes days difficult`() throws {
        let market = try SyntheticMarket.demo
        let bars = market.sheets.flatMap(\.bars)
        #expect(market.sheets.count == 60)
        #expect(market.stocks.count == 300)
        #expect(Set(market.stocks.map(\.board)) == Set(Board.allCases))
        #expect(bars.count { $0.isSuspended } > 20)
        #expect(
            bars.count { !$0.isSuspended && $0.open == $0.high && $0.high == $0.low && $0.close > $0.previousClose }
                > 20)
        #expect(
            bars.count { !$0.isSuspended && $0.open == $0.high && $0.high == $0.low && $0.close < $0.previousClose }
                > 20)
        #expect(bars.contains { $0.isRiskWarned == true } && bars.contains { $0.isRiskWarned == false })
        // ST from the middle on.
        let turned = try #require(market.stocks.first { ($0.riskWarnedFrom ?? 0) > 0 })
        let warned = market.sheets.map { sheet in sheet.bars.first { $0.symbol == turned.symbol }?.isRiskWarned }
        #expect(warned == Array(repeating: false, count: 30) + Array(repeating: true, count: 30))
    }

    @Test func `a day is ordinary for most stocks, the first one too`() throws {
        for sheet in try SyntheticMarket.demo.sheets {
            let calm = sheet.bars.count { abs($0.close.li - $0.previousClose.li) * 100 < $0.previousClose.li * 7 }
            #expect(calm * 100 > sheet.bars.count * 85, "\(sheet.day)")
        }
    }

    @Test func `new listings begin on their day and jump`() throws {
        let market = try SyntheticMarket.demo
        let new = market.stocks.filter { $0.firstSession > 0 }
        #expect(new.count == 6)
        #expect(Set(new.map(\.board)) == Set(Board.allCases))
        for stock in new {
            let bars = market.sheets.flatMap(\.bars).filter { $0.symbol == stock.symbol }
            #expect(market.sheets[stock.firstSession].day == stock.listed)
            #expect(bars.count == 60 - stock.firstSession)
            #expect(bars.map(\.listingDay) == (1...bars.count).map { $0 })
            let first = try #require(bars.first)
            #expect(first.previousClose == stock.startPrice)
            #expect(first.open.li * 100 >= first.previousClose.li * 119)
        }
        let old = market.stocks.filter { $0.firstSession == 0 }
        #expect(old.allSatisfy { $0.listed < market.scenario.firstDay.advanced(by: -430) && $0.listed.weekday <= 5 })
        #expect(market.sheets[0].bars.allSatisfy { $0.listingDay == nil })
    }

    @Test func `every suspension ends, and lasts no longer than it may`() throws {
        var scenario = SyntheticMarketTests.rough(seed: 5)
        scenario.longestSuspension = 3
        let market = try SyntheticMarket(scenario)
        let first = try #require(market.stocks.first { $0.firstSession == 0 })
        var longest = 0
        for stock in market.stocks {
            let suspended = market.sheets.compactMap { sheet in
                sheet.bars.first { $0.symbol == stock.symbol }?.isSuspended
            }
            let runs = suspended.split(separator: false).map(\.count)
            longest = max(longest, runs.max() ?? 0)
        }
        // Two runs may meet, and a run made for the targets has two days.
        #expect(longest >= 3 && longest <= 9)
        #expect(first.symbol.description == "000001.SZ")
    }

    @Test func `the calendar reaches beyond the bars and keeps the holidays`() throws {
        let market = try SyntheticMarket.demo
        let calendar = try TradingCalendar(days: market.calendarDays)
        let last = try #require(market.sheets.last?.day)
        #expect(market.calendarDays.count == 20 + 60 + 30)
        #expect(market.calendarDays.count { $0 > last } == 30)
        #expect(market.calendarDays.allSatisfy { $0.weekday <= 5 && !market.scenario.holidays.contains($0) })
        #expect(try Array(calendar.tradingDays(in: market.scenario.firstDay...last)) == market.sheets.map(\.day))
    }

    @Test func `the same seed gives the same market, another one another`() throws {
        let market = try SyntheticMarket(.small)
        #expect(try SyntheticMarket(.small) == market)
        var other = SyntheticScenario.small
        other.seed += 1
        let otherMarket = try SyntheticMarket(other)
        #expect(otherMarket.sheets.map(\.day) == market.sheets.map(\.day))
        #expect(zip(otherMarket.sheets, market.sheets).allSatisfy { $0 != $1 })
    }

    @Test func `a scenario that is not possible is refused`() {
        var scenario = SyntheticScenario.small
        scenario.stocks.star = 0
        #expect(throws: ScenarioFailure.self) { try SyntheticMarket(scenario) }
    }
}
