import Engine
import Market
import Testing

@Suite struct RiskTests {
    @Test func `a stop sells all on a day without targets`() {
        var world = World()
        world.hold("600000.SH", 1_050, at: "9.10")
        world.hold("600036.SH", 500, at: "40.00")
        let entry = Entry(shares: 1_050, cost: Make.price("10.00") * 1_050)
        world.restore(.entryAdjusted(Make.symbol("600000.SH"), entry, because: .external))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.symbol) == [Make.symbol("600000.SH")])
        #expect(world.positions[Make.symbol("600000.SH")]?.volume == 0)
        #expect(world.positions[Make.symbol("600036.SH")]?.volume == 500)
        #expect(world.engine.book.entries[Make.symbol("600000.SH")] == nil)
        #expect(world.violations == [])
    }

    @Test func `R05: a stop wins over a target of the same day`() {
        var world = World()
        world.hold("600000.SH", 1_000, at: "9.10")
        let entry = Entry(shares: 1_000, cost: .yuan(10_000))
        world.restore(.entryAdjusted(Make.symbol("600000.SH"), entry, because: .external))
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.side) == [.sell])
        #expect(world.engine.book.rebalance?.lines.map(\.overlay) == [[.stopLoss]])
    }

    @Test func `R01: the peak is durable and the cut is made once`() {
        var world = World(cash: 0)
        world.hold("600000.SH", 100_000, at: "10.00")
        world.restore(
            .entryAdjusted(Make.symbol("600000.SH"), Entry(shares: 100_000, cost: .yuan(900_000)), because: .external))
        world.restore(
            .equityObserved(equity: .yuan(1_300_000), peak: .yuan(1_300_000), at: World.yesterday.at(TimeOfDay(9, 31))))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.exposure == .ppm(500_000))
        #expect(world.positions[Make.symbol("600000.SH")]?.volume == 50_000)
        #expect(world.engine.book.peakEquity == .yuan(1_300_000))
        #expect(world.alerts.contains { $0.code == "drawdown" })
    }

    @Test func `D07 D26: entries follow bonus shares, dividends and strangers' trades`() {
        let entry = Entry(shares: 1_000, cost: .yuan(20_000))
        func change(_ held: Int64, _ reference: String?, _ close: String?) -> EntryReview.Change? {
            EntryReview.change(
                of: entry, held: Shares(held), reference: reference.map(Make.price), lastClose: close.map(Make.price))
        }
        // 10 for 10: twice the shares at half the price, the same cost.
        #expect(
            change(2_000, "10.50", "21.00") == .init(entry: Entry(shares: 2_000, cost: .yuan(20_000)), because: .bonus))
        // 0.50 a share in cash.
        #expect(
            change(1_000, "20.50", "21.00")
                == .init(entry: Entry(shares: 1_000, cost: .yuan(19_500)), because: .dividend))
        #expect(change(1_000, "21.00", "21.00") == nil)
        #expect(change(1_000, "21.00", nil) == nil)
        // Somebody bought 500 more, or sold 250.
        #expect(
            change(1_500, "21.00", "21.00")
                == .init(entry: Entry(shares: 1_500, cost: .yuan(30_500)), because: .external))
        #expect(
            change(750, "21.00", "21.00") == .init(entry: Entry(shares: 750, cost: .yuan(15_000)), because: .external))
        #expect(change(0, "21.00", "21.00") == .init(entry: nil, because: .ended))
    }
}
