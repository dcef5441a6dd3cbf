import Engine
import Market
import Testing

/// Stop-loss, take-profit, trailing stop and cool-down: through the engine, at the bound and a tick beside it.
@Suite struct ExitTests {
    private static let symbol = World.symbol(RiskMaker.one)

    private func day(
        last: String, entry: Entry, target: String? = nil, sellable: Int64? = nil,
        _ change: @escaping (inout Policy.Risk) -> Void
    ) -> World {
        var world = World { policy in
            policy.risk.stopLoss = nil
            policy.risk.drawdownLimit = nil
            change(&policy.risk)
        }
        world.hold(RiskMaker.one, entry.shares.count, sellable: sellable, at: last)
        world.restore(.entryAdjusted(ExitTests.symbol, entry, because: .external))
        if let target { world.target([(RiskMaker.one, target)]) }
        world.start()
        world.run(to: TimeOfDay(15, 30))
        return world
    }

    private static let entry = Entry(shares: 1_000, cost: .yuan(10_000))

    @Test(arguments: [("9.20", true), ("9.21", false), ("9.19", true)])
    func `stop-loss: last ≤ entry × 0.92 sells all, to the fen`(last: String, isSold: Bool) {
        let world = day(last: last, entry: ExitTests.entry) { $0.stopLoss = .ppm(80_000) }
        #expect(world.positions[ExitTests.symbol]?.volume == (isSold ? 0 : 1_000))
        #expect(world.engine.book.risk.stops[ExitTests.symbol]?.endedOn == (isSold ? World.today : nil))
        if isSold { #expect(world.engine.book.rebalance?.lines.map(\.overlay) == [[.stopLoss]]) }
        #expect(world.violations == [])
    }

    @Test func `a stop of what the targets do not name is sold for the stop, also while the plan waits`() {
        var world = World { policy in
            policy.risk.stopLoss = .ppm(80_000)
            policy.limits.approval.lines = 0
        }
        world.hold(RiskMaker.one, 1_000, at: "9.20")
        world.restore(.entryAdjusted(ExitTests.symbol, ExitTests.entry, because: .external))
        world.stocks[World.symbol(RiskMaker.two)] = World.Stock("20.00")
        world.target([(RiskMaker.two, "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        let lines = world.engine.book.rebalance?.lines ?? []
        #expect(lines.map(\.overlay) == [[.stopLoss], []])
        #expect(world.submitted.map(\.symbol) == [ExitTests.symbol])
        #expect(world.violations == [])
    }

    @Test(arguments: [("13.00", true), ("12.99", false)])
    func `take-profit: last ≥ entry × 1.30 sells all`(last: String, isSold: Bool) {
        let world = day(last: last, entry: ExitTests.entry) { $0.takeProfit = .ppm(300_000) }
        #expect(world.positions[ExitTests.symbol]?.volume == (isSold ? 0 : 1_000))
        if isSold { #expect(world.engine.book.rebalance?.lines.map(\.overlay) == [[.takeProfit]]) }
    }

    @Test(arguments: [("18.00", true), ("18.01", false)])
    func `trailing stop: last ≤ high × 0.90 sells all`(last: String, isSold: Bool) {
        let entry = Entry(shares: 1_000, cost: .yuan(10_000), high: Make.price("20.00"))
        let world = day(last: last, entry: entry) { $0.trailingStop = .ppm(100_000) }
        #expect(world.positions[ExitTests.symbol]?.volume == (isSold ? 0 : 1_000))
        if isSold { #expect(world.engine.book.rebalance?.lines.map(\.overlay) == [[.trailingStop]]) }
    }

    @Test func `trailing stop: without a high, or with one below it, the entry is the high`() {
        for high in [nil, Make.price("8.00")] {
            let entry = Entry(shares: 1_000, cost: .yuan(10_000), high: high)
            #expect(day(last: "9.00", entry: entry) { $0.trailingStop = .ppm(100_000) }.submitted.count == 1)
            #expect(day(last: "9.01", entry: entry) { $0.trailingStop = .ppm(100_000) }.submitted.isEmpty)
        }
    }

    @Test func `the high is that of looks and closes, and survives a crash`() {
        var world = day(last: "10.00", entry: ExitTests.entry) { $0.trailingStop = .ppm(100_000) }
        #expect(world.engine.book.entries[ExitTests.symbol]?.high == Make.price("10.00"))
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.stocks[ExitTests.symbol]?.price = Make.price("10.90")
        world.run(to: TimeOfDay(12, 0))
        #expect(world.engine.book.entries[ExitTests.symbol]?.high == Make.price("10.90"))
        world.stocks[ExitTests.symbol]?.price = Make.price("11.00")
        world.run(to: TimeOfDay(15, 30))
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.crash()
        #expect(world.engine.book.entries[ExitTests.symbol]?.high == Make.price("11.00"))
        world.stocks[ExitTests.symbol] = World.Stock("9.90", previous: "11.00")
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[ExitTests.symbol]?.volume == 0)
    }

    @Test func `R02: a stop needs two looks that show it`() {
        var world = World { $0.risk.confirmSeconds = 20 }
        world.hold(RiskMaker.one, 1_000, at: "9.00")
        world.restore(.entryAdjusted(ExitTests.symbol, ExitTests.entry, because: .external))
        world.start()
        world.run(to: TimeOfDay(9, 31))
        #expect(world.submitted.isEmpty && world.engine.book.risk.stops.isEmpty)
        world.stocks[ExitTests.symbol]?.price = Make.price("9.50")
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty && world.engine.book.risk.stops.isEmpty)
        #expect(world.engine.book.rebalance?.isClosed == true)
    }

    @Test(arguments: ["none", "outside", "suspended", "unlimited"])
    func `R02: no stop from a price that cannot be trusted`(what: String) {
        var world = World { $0.risk.drawdownLimit = nil }
        world.hold(RiskMaker.one, 1_000, at: "9.00")
        world.restore(.entryAdjusted(ExitTests.symbol, Entry(shares: 1_000, cost: .yuan(20_000)), because: .external))
        switch what {
        case "outside": world.stocks[ExitTests.symbol]?.price = Make.price("5.00")
        case "suspended": world.stocks[ExitTests.symbol]?.isSuspended = true
        case "unlimited":
            world.stocks[ExitTests.symbol]?.up = nil
            world.stocks[ExitTests.symbol]?.down = nil
        default: world.stocks[ExitTests.symbol] = nil
        }
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.risk.stops.isEmpty && world.submitted.isEmpty)
    }

    @Test
    func `R03, R04: a stop on shares that are locked is told, counts on, and sells when it can, whatever the price`() {
        var world = day(last: "9.00", entry: ExitTests.entry, sellable: 0) { $0.stopLoss = .ppm(80_000) }
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.results.map(\.reason) == [.notSellable])
        #expect(world.alerts.contains { $0.code == "stop_locked.600000.SH" })
        world.positions[ExitTests.symbol]?.sellable = 1_000
        world.stocks[ExitTests.symbol]?.price = Make.price("9.80")
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.positions[ExitTests.symbol]?.volume == 0)
        #expect(world.violations == [])
    }

    @Test func `R05: what a stop sold is not bought back on that day, nor while it cools down`() {
        var world = day(last: "9.00", entry: ExitTests.entry) {
            $0.stopLoss = .ppm(80_000)
            $0.cooldownDays = 1
        }
        #expect(world.positions[ExitTests.symbol]?.volume == 0)
        var held: [Shares] = []
        for _ in 0..<2 {
            world.target([(RiskMaker.one, "0.5")], signalDay: world.now.day)
            world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
            world.orders = []
            world.fills = []
            world.run(to: TimeOfDay(15, 30))
            held.append(world.positions[ExitTests.symbol]?.volume ?? 0)
            if held.count == 1 {
                #expect(world.engine.book.rebalance?.lines.map(\.overlay) == [[.coolDown]])
            }
        }
        #expect(held[0] == 0 && held[1] > 0)
        #expect(world.engine.book.risk.stops.isEmpty)
    }

    @Test func `a cool-down is counted in trading days`() {
        // A Friday: the next trading day is a Monday.
        var maker = RiskMaker { $0.stopLoss = .ppm(80_000) }
        let stop = RiskStanding.Stop(
            reason: .stopLoss, since: Make.noon, last: Make.price("9.00"), bound: AveragePrice(Make.price("9.20")),
            endedOn: Day("2026-03-06"))
        var book = Book()
        book.apply(.stopFired(ExitTests.symbol, stop))
        maker.standing = book.risk
        for (days, day, isBarred) in [
            (0, "2026-03-06", true), (0, "2026-03-09", false), (1, "2026-03-09", true), (1, "2026-03-10", false),
            (2, "2026-03-10", true), (2, "2026-03-11", false),
        ] {
            maker.policy.cooldownDays = days
            maker.day = Day(day) ?? World.today
            #expect(
                maker.apply([(RiskMaker.one, 100_000)]).overlays == [isBarred ? [.coolDown] : []],
                "\(days) days, on \(day)")
        }
    }

    @Test func `a high follows bonus shares and dividends, and ends with the holding`() {
        let entry = Entry(shares: 1_000, cost: .yuan(20_000), high: Make.price("24.00"))
        func change(_ held: Int64, _ reference: String?, _ close: String?) -> Entry? {
            EntryReview.change(
                of: entry, held: Shares(held), reference: reference.map(Make.price), lastClose: close.map(Make.price)
            )?.entry
        }
        #expect(change(2_000, "10.50", "21.00")?.high == Make.price("12.00"))
        #expect(change(1_000, "20.50", "21.00")?.high == Make.price("23.50"))
        #expect(change(1_500, "21.00", "21.00")?.high == Make.price("24.00"))
        #expect(change(0, "21.00", "21.00") == nil)
    }

    @Test func `D26: a reference of today against a close of longer ago is the market, no dividend`() {
        let change = EntryReview.change(
            of: ExitTests.entry, held: 1_000, reference: Make.price("8.00"), lastClose: Make.price("10.00"),
            isCloseOfYesterday: false)
        #expect(change == nil)
        // And without a reference more shares mean nothing yet.
        #expect(
            EntryReview.change(of: ExitTests.entry, held: 2_000, reference: nil, lastClose: Make.price("10.00")) == nil)
    }
}
