import Market
import Testing

@testable import History

@Suite struct SyntheticTargetsTests {
    private let market: SyntheticMarket

    init() throws { market = try SyntheticMarket.demo }

    private func sheet(_ session: Int) -> SymbolMap<DayBar> {
        var bars = SymbolMap<DayBar>()
        for bar in market.sheets[session].bars { bars[bar.symbol] = bar }
        return bars
    }

    private func session(_ batch: SyntheticBatch) throws -> Int {
        try #require(market.sheets.firstIndex { $0.day == batch.signalDay })
    }

    @Test func `signals come each so many days once there is a look back`() throws {
        #expect(try market.batches.map(session) == [20, 25, 30, 35, 40, 45, 50, 55])
    }

    @Test func `weights and cash are exactly one`() {
        for batch in market.batches {
            #expect(batch.lines.count == 20)
            #expect(batch.lines.allSatisfy { $0.weightPerMillion == 47_500 })
            #expect(batch.lines.reduce(batch.cashPerMillion) { $0 + $1.weightPerMillion } == 1_000_000)
        }
    }

    @Test func `weights that do not divide leave the rest to cash`() throws {
        var scenario = SyntheticScenario.small
        scenario.targets.count = 7
        scenario.targets.investedPerMillion = 1_000_000
        let batch = try #require(try SyntheticMarket(scenario).batches.first)
        #expect(batch.lines.map(\.weightPerMillion) == Array(repeating: 142_857, count: 7))
        #expect(batch.cashPerMillion == 1)
    }

    @Test func `every batch holds STAR and Beijing, and no stock twice`() {
        for batch in market.batches {
            let symbols = batch.lines.map(\.symbol)
            #expect(symbols == Set(symbols).sorted())
            #expect(symbols.contains { InstrumentClass($0)?.board == .star })
            #expect(symbols.contains { InstrumentClass($0)?.board == .bse })
        }
    }

    @Test(arguments: 1...20) func `STAR and Beijing are there in small markets too`(seed: UInt64) throws {
        var scenario = SyntheticScenario.small
        scenario.seed = seed
        scenario.stocks = .init(shanghaiMain: 12, shenzhenMain: 12, chinext: 6, star: 1, beijing: 1)
        scenario.newListings = 0
        scenario.perMillion.suspension = 0
        scenario.targets.count = 2
        // Later, one of them may be suspended for having been a target before.
        let batch = try #require(try SyntheticMarket(scenario).batches.first)
        let boards = batch.lines.compactMap { InstrumentClass($0.symbol)?.board }
        #expect(Set(boards) == [.star, .bse], "seed \(seed)")
    }

    @Test func `the chosen are the best of those that can be`() throws {
        for batch in market.batches {
            let session = try session(batch)
            let now = sheet(session)
            func value(_ symbol: Symbol, _ session: Int) throws -> Double {
                let place = try #require(market.sheets[session].bars.firstIndex { $0.symbol == symbol })
                return Double(market.sheets[session].bars[place].close.li) * Double(market.factors[session][place])
            }
            let chosen = batch.lines.map(\.symbol)
            let isThereAlready = Set(market.sheets[session - 20].bars.map(\.symbol))
            var scores: [(symbol: Symbol, score: Double)] = []
            for (symbol, bar) in now
            where !bar.isSuspended && bar.isRiskWarned == false && isThereAlready.contains(symbol) {
                scores.append((symbol, try value(symbol, session) / value(symbol, session - 20)))
            }
            let best = scores.sorted { $0.score > $1.score }.prefix(18).map(\.symbol)
            // All but the two that may have given way to STAR and Beijing.
            #expect(Set(best).isSubset(of: Set(chosen)))
            #expect(chosen.allSatisfy { now[$0]?.isSuspended == false && now[$0]?.isRiskWarned == false })
        }
    }

    @Test func `on the next day one cannot be bought for its limit, and one is suspended`() throws {
        var outgoing = 0
        for (number, batch) in market.batches.enumerated() {
            let day = market.sheets[try session(batch) + 1]
            let bars = sheet(try session(batch) + 1)
            let targets = batch.lines.map(\.symbol)
            #expect(targets.contains { bars[$0]?.isSuspended == true })
            func limits(_ bar: DayBar) -> PriceLimits? {
                InstrumentClass(bar.symbol)?.priceLimits(
                    on: day.day, previousClose: bar.previousClose,
                    conditions: LimitConditions(isRiskWarned: bar.isRiskWarned == true, listingDay: bar.listingDay))
            }
            #expect(targets.compactMap { bars[$0] }.contains { !$0.isSuspended && $0.low == limits($0)?.up })
            let dropped =
                number == 0
                ? [] : Set(market.batches[number - 1].lines.map(\.symbol)).subtracting(targets).sorted()
            if dropped.compactMap({ bars[$0] }).contains(where: { !$0.isSuspended && $0.high == limits($0)?.down }) {
                outgoing += 1
            }
        }
        #expect(outgoing == market.batches.count - 1)
    }
}
