import Engine
import Market
import Testing

@Suite struct ScheduleTests {
    private let symbol = World.symbol("600000.SH")

    /// By hand, of the day's phases (ashare-rules 2.2).
    private func mayLeave(_ style: Policy.Style, _ time: TimeOfDay) -> Bool {
        let isWindow =
            time >= TimeOfDay(9, 31) && time < TimeOfDay(11, 30) || time >= TimeOfDay(13, 0) && time < TimeOfDay(14, 50)
        return isWindow || style == .openAuction && time >= TimeOfDay(9, 15, 5) && time < TimeOfDay(9, 20)
    }

    private static var moments: [TimeOfDay] {
        var moments = (0..<1440).map { TimeOfDay(milliseconds: Int32($0) * 60_000) }
        for border in [(9, 15), (9, 20), (9, 25), (9, 30), (9, 31), (11, 30), (13, 0), (14, 50), (14, 57), (15, 0)] {
            let at = TimeOfDay(Int32(border.0), Int32(border.1)).milliseconds
            for second in -10...10 { moments.append(TimeOfDay(milliseconds: at + Int32(second) * 1000)) }
            moments += [TimeOfDay(milliseconds: at - 1), TimeOfDay(milliseconds: at + 1)]
        }
        return moments
    }

    @Test(arguments: Policy.Style.allCases)
    func `orders may leave in their own minutes only, each minute of a day and each second around its borders`(
        style: Policy.Style
    ) {
        var execution = Policy.Execution()
        execution.manner.style = style
        let stock = InstrumentClass(venue: .shanghai, board: .main, kind: .stock)
        for time in ScheduleTests.moments {
            let phase = stock.sessionPhase(on: World.today, at: time, isTradingDay: true)
            #expect(Schedule.allows(execution, at: time, in: phase) == mayLeave(style, time), "\(style) at \(time)")
            let closed = stock.sessionPhase(on: World.today, at: time, isTradingDay: false)
            #expect(!Schedule.allows(execution, at: time, in: closed))
        }
    }

    @Test(arguments: Policy.Style.allCases)
    func `E24: a start at any moment of the day sends and cancels at no forbidden time`(style: Policy.Style) {
        for (number, time) in ScheduleTests.moments.enumerated()
        where time >= TimeOfDay(9, 0) && number % (number >= 1440 ? 7 : 29) == 0 {
            var world = World {
                $0.execution.manner.style = style
                $0.execution.manner.repriceAfterSeconds = 45
                $0.execution.pricing = .passive
            }
            world.stocks[symbol] = World.Stock("10.00")
            world.stocks[symbol]?.manner = .rest
            world.hold("600036.SH", 1_000, at: "40.00")
            world.target([("600000.SH", "0.5")])
            world.now = World.today.at(time)
            world.start()
            world.run(to: TimeOfDay(15, 30))
            for moment in world.submittedAt {
                #expect(mayLeave(style, moment.timeOfDay), "started at \(time), sent at \(moment)")
            }
            for moment in world.cancelledAt {
                let at = moment.timeOfDay
                let mayCancel =
                    at >= TimeOfDay(9, 15) && at < TimeOfDay(9, 20) || at >= TimeOfDay(9, 30) && at < TimeOfDay(11, 30)
                    || at >= TimeOfDay(13, 0) && at < TimeOfDay(14, 57)
                #expect(mayCancel, "started at \(time), cancelled at \(moment)")
            }
            let isLate = time >= TimeOfDay(14, 50)
            #expect(world.submitted.isEmpty == isLate, "started at \(time)")
            #expect(world.violations == [], "started at \(time)")
        }
    }

    @Test func `an order must have arrived before its phase or the window ends`() {
        var execution = Policy.Execution()
        execution.windowEnd = TimeOfDay(14, 50)
        #expect(Schedule.deadline(execution, at: TimeOfDay(9, 19, 59)) == TimeOfDay(9, 20))
        #expect(Schedule.deadline(execution, at: TimeOfDay(11, 29, 59)) == TimeOfDay(11, 30))
        #expect(Schedule.deadline(execution, at: TimeOfDay(13, 0)) == TimeOfDay(14, 50))
        execution.windowEnd = TimeOfDay(10, 0)
        #expect(Schedule.deadline(execution, at: TimeOfDay(9, 31)) == TimeOfDay(10, 0))
    }

    @Test func `a holiday and the end of the calendar send nothing, and the end is told`() {
        for day in [Day("2026-03-07"), Day("2026-04-06")] {
            guard let day else { continue }
            var world = World()
            world.stocks[symbol] = World.Stock("10.00")
            world.target([("600000.SH", "0.5")], signalDay: day.advanced(by: -1))
            world.now = day.at(TimeOfDay(9, 0))
            world.start()
            world.run(to: TimeOfDay(15, 30))
            #expect(world.submitted.isEmpty)
            #expect(world.alerts.contains { $0.code == "calendar" } == (day > World.calendar.last))
        }
    }
}

@Suite struct OpenAuctionTests {
    private let symbol = World.symbol("600000.SH")

    private func world(
        _ rest: Policy.AuctionRest = .window, manner: World.Manner = .rest
    ) -> World {
        var world = World {
            $0.execution.manner.style = .openAuction
            $0.execution.manner.auctionRest = rest
        }
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.manner = manner
        world.stocks[symbol]?.hasLast = false
        world.stocks[symbol]?.hasBids = false
        world.stocks[symbol]?.hasAsks = false
        world.target([("600000.SH", "0.5")])
        return world
    }

    private mutating func open(_ world: inout World, at price: Int64) {
        world.stocks[symbol]?.hasLast = true
        world.stocks[symbol]?.hasBids = true
        world.stocks[symbol]?.hasAsks = true
        world.stocks[symbol]?.price = .fen(price)
    }

    @Test func `orders leave for the call, priced by the collar from yesterday's close`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(9, 20))
        #expect(world.submittedAt.map(\.timeOfDay) == [TimeOfDay(9, 15, 5)])
        #expect(world.submitted.map(\.price) == [.fen(1010)])
        #expect(world.submitted.allSatisfy { $0.validUntil <= World.today.at(TimeOfDay(9, 20)) })
    }

    @Test func `its limit stays inside the day's limits`() {
        var world = World {
            $0.execution.manner.style = .openAuction
            $0.execution.collar = .ppm(200_000)
        }
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.hasLast = false
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(9, 20))
        #expect(world.submitted.map(\.price) == [.fen(1100)])
    }

    @Test mutating func `what the call left over goes on in the window at the window's price`() {
        var world = world(.window)
        world.start()
        world.run(to: TimeOfDay(9, 26))
        open(&world, at: 1030)
        world.stocks[symbol]?.manner = .fill
        world.run(to: TimeOfDay(15, 30))
        #expect(world.cancelledAt.map(\.timeOfDay) == [TimeOfDay(9, 31)])
        #expect(world.submittedAt.map(\.timeOfDay) == [TimeOfDay(9, 15, 5), TimeOfDay(9, 31)])
        #expect(world.submitted.map(\.price) == [.fen(1010), .fen(1040)])
        #expect(world.positions[symbol]?.volume == 48_000 || world.positions[symbol]?.volume == 50_000)
        #expect(world.violations == [])
    }

    @Test mutating func `what the call left over is dropped at the opening`() {
        var world = world(.drop)
        world.start()
        world.run(to: TimeOfDay(9, 26))
        open(&world, at: 1030)
        world.run(to: TimeOfDay(15, 30))
        #expect(world.cancelledAt.map(\.timeOfDay) == [TimeOfDay(9, 30)])
        #expect(world.submitted.count == 1)
        #expect(world.engine.book.rebalance?.results.first?.reason == .unfilled)
    }

    @Test func `targets that come too late for the call are told of, where nothing else may trade them`() {
        var world = world(.drop)
        world.now = World.today.at(TimeOfDay(9, 21))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.alerts.count { $0.code == "auction_missed" } == 1)
    }

    @Test mutating func `a start after the call goes on in the window`() {
        var world = world(.window, manner: .fill)
        open(&world, at: 1000)
        world.now = World.today.at(TimeOfDay(9, 20))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submittedAt.map(\.timeOfDay) == [TimeOfDay(9, 31)])
        #expect(world.positions[symbol]?.volume == 50_000)
    }

    @Test mutating func `a crash between the call and the opening sends nothing twice`() {
        var world = world(.window)
        world.start()
        world.run(to: TimeOfDay(9, 22))
        world.crash()
        open(&world, at: 1000)
        world.run(to: TimeOfDay(9, 26))
        world.fillResting("600000.SH")
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 1)
        #expect(world.positions[symbol]?.volume == 50_000)
        #expect(world.violations == [])
    }

    @Test mutating func `stops are looked at in the window, where there are prices`() {
        var world = World { $0.execution.manner.style = .openAuction }
        world.hold("600000.SH", 1_000, at: "9.10")
        world.restore(.entryAdjusted(symbol, Entry(shares: 1_000, cost: .yuan(10_000)), because: .external))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        // A stop is looked at twice.
        let confirmed = TimeOfDay(9, 31, 3)
        #expect(world.submittedAt.map(\.timeOfDay) == [confirmed])
    }
}
