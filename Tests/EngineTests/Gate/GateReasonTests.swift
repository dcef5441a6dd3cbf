import Engine
import Market
import Testing

/// Each reason of the gate, as a line of a day's plan ends with it.
@Suite struct GateReasonTests {
    private static let one = "600000.SH"

    private func ended(
        _ weight: String = "0.5", prepare: (inout World) -> Void = { _ in }, _ change: (inout Policy.Limits) -> Void
    ) -> (World, Reason?) {
        var world = World(cash: 100_000) { change(&$0.limits) }
        world.stocks[World.symbol(Self.one)] = World.Stock("10.00")
        world.target([(Self.one, weight)])
        prepare(&world)
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.violations == [])
        return (world, world.engine.book.rebalance?.results.first?.reason)
    }

    private func closed(equity: Int64) -> Record {
        .dayClosed(
            Record.DayClose(
                day: World.yesterday,
                asset: AssetReport(
                    cash: .yuan(100_000), frozenCash: .zero, marketValue: .yuan(equity - 100_000), total: .yuan(equity)),
                holdings: []))
    }

    @Test func `restricted`() {
        let (world, reason) = ended { $0.restricted = [World.symbol(Self.one)] }
        #expect(reason == .restricted && world.submitted.isEmpty)
    }

    @Test func `price_collar: the limit goes a percent through the offer, the collar is less`() {
        let (world, reason) = ended { $0.priceCollar = .ppm(5_000) }
        #expect(reason == .priceCollar && world.submitted.isEmpty)
        #expect(ended { $0.priceCollar = .ppm(10_000) }.1 == nil)
    }

    @Test func `order_cap: smaller than any lot, while a larger cap splits`() {
        let (world, reason) = ended { $0.orderValueMaximum = .yuan(15_000) }
        #expect(reason == nil)
        #expect(world.submitted.map(\.volume.count) == [1_400, 1_400, 1_400, 800])
        #expect(ended { $0.orderSharesMaximum = 2_000 }.0.submitted.map(\.volume.count) == [2_000, 2_000, 1_000])
    }

    @Test func `volume_share: what was never seen is not bought, and what was seen is, up to its share`() {
        #expect(ended { $0.volumeShare = .ppm(100_000) }.1 == .denied)
        let seen = Record.dayClosed(
            Record.DayClose(
                day: World.yesterday, asset: nil, holdings: [],
                traded: [.init(symbol: World.symbol(Self.one), volume: 49_999)]))
        #expect(ended(prepare: { $0.restore(seen) }) { $0.volumeShare = .ppm(100_000) }.1 == .volumeShare)
        #expect(ended(prepare: { $0.restore(seen) }) { $0.volumeShare = .ppm(200_000) }.1 == nil)
    }

    @Test func `position_cap`() {
        #expect(ended { $0.positionWeight = .ppm(400_000) }.1 == .positionCap)
        #expect(ended { $0.positionWeight = .ppm(520_000) }.1 == nil)
    }

    @Test func `turnover_cap`() {
        #expect(ended { $0.turnover = .ppm(400_000) }.1 == .turnover)
        #expect(ended { $0.turnover = .ppm(520_000) }.1 == nil)
    }

    @Test func `daily_loss: less than at the last close by more than the limit`() {
        let start = closed(equity: 110_000)
        #expect(ended(prepare: { $0.restore(start) }) { $0.loss = .ppm(90_000) }.1 == .dailyLoss)
        #expect(ended(prepare: { $0.restore(start) }) { $0.loss = .ppm(91_000) }.1 == nil)
    }

    @Test func `budget: orders of the day are used up`() {
        var world = World(cash: 100_000) { $0.limits.messagesPerDay = 2 }
        for index in 0..<4 { world.stocks[World.symbol("60000\(index).SH")] = World.Stock("10.00") }
        world.target((0..<4).map { ("60000\($0).SH", "0.2") })
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 2)
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [nil, nil, .budget, .budget])
    }

    @Test func `every reason has an explanation that says what to do or to expect`() {
        for reason in Reason.allCases { #expect(reason.explanation.count > 20, "\(reason.rawValue)") }
        #expect(Set(Reason.allCases.map(\.explanation)).count == Reason.allCases.count)
    }
}
