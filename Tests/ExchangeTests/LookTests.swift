import Engine
import Exchange
import Market
import Testing

/// The short way to what trading needs to know says the same as the rows of a terminal do.
@Suite struct LookTests {
    @Test(arguments: [3, 17, 99] as [UInt64])
    func `a look says what instrument and quote say, at every moment of random days`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var market = RandomMarket()
        let configuration = SimulatedExchange.Configuration(openingCash: "1000.00", fees: Floor.fees)
        for start in ["2014-03-03", "2016-01-04", "2021-05-31", "2024-06-03"] as [Day] {
            var exchange = SimulatedExchange(configuration)
            for offset in 0..<6 {
                let day = start.advanced(by: offset)
                _ = try exchange.beginDay(market.sheet(on: day, &random), at: day.at("08:00:00"))
                for _ in 0..<40 {
                    let time = day.at(
                        TimeOfDay(milliseconds: Int32.random(in: 28_800_000...57_600_000, using: &random)))
                    let symbol = RandomMarket.symbols.randomElement(using: &random) ?? "600000.SH"
                    compare(&exchange, symbol, time, "seed \(seed), \(time) \(symbol)")
                }
            }
        }
    }

    @Test func `what is held without a bar is looked at as suspended`() throws {
        var floor = try Floor([.flat(at: "9.00")], holding: [("600000.SH", 100)])
        try floor.begin([.flat("600001.SH")], on: "2024-06-04")
        let time = floor.day.at("10:00:00")
        let look = floor.exchange.look(at: "600000.SH", at: time)
        let view = try #require(look)
        #expect((view.isSuspended, view.last, view.bid, view.ask) == (true, "9.00", nil, nil))
        #expect(floor.exchange.look(at: "600002.SH", at: time) == nil)
    }

    private func compare(
        _ exchange: inout SimulatedExchange, _ symbol: Symbol, _ time: Timestamp, _ note: Comment
    ) {
        let rows = Security.rows(
            exchange.instrument(symbol).map { [$0] } ?? [], exchange.quote(symbol, at: time).map { [$0] } ?? [],
            at: time)
        let view = exchange.look(at: symbol, at: time)
        guard let row = rows.first, let view else {
            #expect(rows.isEmpty == (view == nil), note)
            return
        }
        #expect(row.previousClose == view.previousClose, note)
        #expect(row.isSuspended == (view.isSuspended || view.isHalted), note)
        #expect(row.last == view.last, note)
        #expect(row.bid == view.bid, note)
        #expect(row.ask == view.ask, note)
        if !view.isSuspended { #expect(row.limits == view.limits, note) }
    }
}
