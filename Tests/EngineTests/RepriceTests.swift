import Engine
import Market
import Testing

@Suite struct RepriceTests {
    private static let code = "600000.SH"
    private let symbol = World.symbol(RepriceTests.code)

    /// Half of a million wanted at 10 yuan, in a book of 9.98 to 10.02.
    private func world(
        manner: World.Manner = .cross, _ change: (inout Policy.Execution) -> Void = { _ in }
    ) -> World {
        var world = World {
            $0.execution.pricing = .passive
            $0.execution.manner.repriceAfterSeconds = 30
            change(&$0.execution)
        }
        var stock = World.Stock("10.00")
        stock.bid = .fen(998)
        stock.ask = .fen(1002)
        stock.manner = manner
        world.stocks[symbol] = stock
        world.target([(RepriceTests.code, "0.5")])
        return world
    }

    private func times(_ world: World) -> [TimeOfDay] { world.submittedAt.map(\.timeOfDay) }

    @Test func `a resting buy climbs from its own side over the middle to the other side, a new intent each time`() {
        var world = world()
        world.start()
        world.run(to: TimeOfDay(15, 30))
        // The last one goes through the ask by the collar of 1 %.
        #expect(world.submitted.map(\.price) == [.fen(998), .fen(1000), .fen(1012)])
        #expect(world.submitted.map(\.volume) == [50_000, 50_000, 50_000])
        #expect(Set(world.submitted.map(\.clientOrderID)).count == 3)
        #expect(times(world) == [TimeOfDay(9, 31), TimeOfDay(9, 31, 30), TimeOfDay(9, 32)])
        #expect(world.positions[symbol]?.volume == 50_000)
        #expect(world.engine.book.rebalance?.results.first?.reason == nil)
        #expect(world.records.count { if case .replacing = $0 { true } else { false } } == 2)
        #expect(world.violations == [])
    }

    @Test func `a resting sell comes down likewise, rounded to its own side`() {
        var world = World {
            $0.execution.pricing = .mid
            $0.execution.manner.repriceAfterSeconds = 30
            $0.execution.manner.ticks = 2
        }
        world.hold(RepriceTests.code, 1_000, at: "10.00")
        world.stocks[symbol]?.bid = .fen(997)
        world.stocks[symbol]?.ask = .fen(1002)
        world.stocks[symbol]?.manner = .cross
        world.target([])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        // Between 9.97 and 10.02 lies 9.995; two ticks below the bid is 9.95.
        #expect(world.submitted.map(\.price) == [.fen(1000), .fen(995)])
        #expect(world.positions[symbol]?.volume == 0)
        #expect(world.violations == [])
    }

    @Test func `nothing is replaced where nobody asked for it`() {
        var world = world { $0.manner.repriceAfterSeconds = 0 }
        world.start()
        world.run(to: TimeOfDay(14, 49))
        #expect(world.submitted.count == 1)
        #expect(world.cancelledAt.isEmpty)
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.rebalance?.results.first?.reason == .unfilled)
    }

    @Test func `an order that fills while its cancel is on the way is not replaced`() {
        var world = world(manner: .rest)
        world.fillsOnCancel = true
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 1)
        #expect(world.positions[symbol]?.volume == 50_000)
        #expect(world.violations == [])
    }

    @Test func `only what did not fill is replaced`() {
        var world = world(manner: .fillPart(3_000))
        world.start()
        world.run(to: TimeOfDay(9, 31, 29))
        world.stocks[symbol]?.manner = .cross
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.volume) == [50_000, 47_000, 47_000])
        #expect(world.positions[symbol]?.volume == 50_000)
        #expect(world.violations == [])
    }

    @Test func `a remainder that is no lawful order rests on`() {
        var world = world(manner: .fillPart(49_950))
        world.start()
        world.run(to: TimeOfDay(14, 49))
        #expect(world.submitted.count == 1)
        #expect(world.cancelledAt.isEmpty)
    }

    @Test func `no more orders of a line are replaced than allowed`() {
        var world = world(manner: .rest) { $0.manner.repricesPerLine = 1 }
        world.start()
        world.run(to: TimeOfDay(14, 49))
        #expect(world.submitted.count == 2)
        #expect(world.cancelledAt.count == 1)
    }

    @Test func `no more orders of a day are replaced than allowed, over a restart too`() {
        var world = world(manner: .rest) { $0.manner.repricesPerDay = 3 }
        let other = World.symbol("600036.SH")
        world.stocks[other] = world.stocks[symbol]
        world.batches = []
        world.target([(RepriceTests.code, "0.3"), ("600036.SH", "0.3")])
        world.start()
        world.run(to: TimeOfDay(9, 31, 45))
        #expect(world.cancelledAt.count == 2)
        world.crash()
        world.run(to: TimeOfDay(14, 49))
        #expect(world.cancelledAt.count == 3)
        #expect(world.violations == [])
    }

    @Test func `an order that can do no better rests on`() {
        var world = world(manner: .rest) { $0.pricing = .opposite }
        world.start()
        world.run(to: TimeOfDay(14, 49))
        #expect(world.submitted.count == 1)
        // The market runs away, and then it can.
        world.stocks[symbol]?.ask = .fen(1020)
        world.stocks[symbol]?.price = .fen(1018)
        world.run(to: TimeOfDay(14, 49, 40))
        #expect(world.submitted.map(\.price) == [.fen(1012), .fen(1030)])
    }

    @Test func `nothing is cancelled over lunch, and nothing sent`() {
        var world = world(manner: .rest) {
            $0.windowStart = TimeOfDay(11, 29, 50)
            $0.manner.repricesPerLine = 2
        }
        world.start()
        world.run(to: TimeOfDay(14, 0))
        #expect(world.cancelledAt.map(\.timeOfDay) == [TimeOfDay(13, 0), TimeOfDay(13, 0, 30)])
        #expect(times(world) == [TimeOfDay(11, 29, 50), TimeOfDay(13, 0), TimeOfDay(13, 0, 30)])
    }

    @Test func `a cancel that was lost is asked for again, and nothing is sent before it is answered`() {
        var world = world()
        world.losesCancels = true
        world.start()
        world.run(to: TimeOfDay(9, 32, 20))
        #expect(world.submitted.count == 1)
        #expect(world.cancelledAt.count == 1)
        world.losesCancels = false
        world.run(to: TimeOfDay(9, 32, 50))
        #expect(world.cancelledAt.count >= 2)
        #expect(world.submitted.count == 2)
        #expect(world.violations == [])
    }

    @Test func `a crash at any point of a ladder sends nothing twice and loses nothing`() {
        var cut = 0
        while cut < 400 {
            var world = world()
            world.start()
            if world.run(to: TimeOfDay(15, 30), effectLimit: cut) { break }
            world.crash()
            world.run(to: TimeOfDay(15, 30))
            #expect(world.violations == [], "cut after \(cut) effects")
            #expect(world.positions[symbol]?.volume == 50_000, "cut after \(cut) effects")
            cut += 1
        }
        #expect(cut > 20)
    }

    @Test func `a halt keeps an order from being cancelled for another that could not leave`() {
        var world = world(manner: .rest)
        world.start()
        world.run(to: TimeOfDay(9, 31, 10))
        world.send(.haltRequested(by: "ops", reason: "wait"))
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.count == 1)
        #expect(!world.records.contains { if case .replacing = $0 { true } else { false } })
    }

    @Test func `somebody else's cancel still ends the line`() {
        var world = world(manner: .rest)
        world.start()
        world.run(to: TimeOfDay(9, 31, 10))
        world.orders[0].status = .cancelled
        world.send(.orderReported(world.orders[0]))
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 1)
        #expect(world.engine.book.rebalance?.results.first?.reason == .cancelledElsewhere)
    }
}

@Suite struct LockedMarketTests {
    private let symbol = World.symbol("600000.SH")

    @Test func `E03: an order that the cage refused is priced anew twice, at the touch, and then given up`() {
        var world = World()
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.manner = .reject("price is above the highest valid buy price 10.05")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.price) == [.fen(1010), .fen(1000), .fen(1000)])
        #expect(world.engine.book.rebalance?.results.first?.reason == .rejected)
    }

    @Test func `any other refusal ends the line at once`() {
        var world = World()
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.manner = .reject("[260200] cash short")
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 1)
    }

    @Test func `E04: a buy at the upper limit is skipped, or rests there once`() {
        for manner in Policy.LockedBuys.allCases {
            var world = World {
                $0.execution.manner.lockedBuys = manner
                $0.execution.manner.repriceAfterSeconds = 30
            }
            var stock = World.Stock("11.00", previous: "10.00")
            stock.hasAsks = false
            stock.manner = .rest
            world.stocks[symbol] = stock
            world.target([("600000.SH", "0.5")])
            world.start()
            world.run(to: TimeOfDay(14, 49))
            #expect(world.submitted.map(\.price) == (manner == .rest ? [.fen(1100)] : []))
            #expect(world.cancelledAt.isEmpty)
            world.run(to: TimeOfDay(15, 30))
            #expect(world.engine.book.rebalance?.results.first?.reason == (manner == .rest ? .unfilled : .limitUp))
        }
    }

    @Test func `E05: a stop at the lower limit rests one order there, tells, and does so again the next day`() {
        var world = World { $0.execution.manner.repriceAfterSeconds = 30 }
        world.hold("600000.SH", 1_000, at: "9.00")
        world.restore(.entryAdjusted(symbol, Entry(shares: 1_000, cost: .yuan(10_000)), because: .external))
        world.stocks[symbol]?.previousClose = .fen(1000)
        world.stocks[symbol]?.up = .fen(1100)
        world.stocks[symbol]?.down = .fen(900)
        world.stocks[symbol]?.hasBids = false
        world.stocks[symbol]?.manner = .rest
        world.start()
        world.run(to: TimeOfDay(14, 49))
        #expect(world.submitted.map(\.price) == [.fen(900)])
        #expect(world.cancelledAt.isEmpty)
        #expect(world.alerts.count { $0.code == "limit_down.600000.SH" } == 1)
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.rebalance?.results.first?.reason == .unfilled)
        #expect(world.violations == [])
    }

    @Test func `a sell that only targets want is not sent into a locked market`() {
        var world = World()
        world.hold("600000.SH", 1_000, at: "9.00")
        world.stocks[symbol]?.previousClose = .fen(1000)
        world.stocks[symbol]?.down = .fen(900)
        world.stocks[symbol]?.hasBids = false
        world.target([])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.results.first?.reason == .limitDown)
    }
}

@Suite struct QuoteTests {
    private let symbol = World.symbol("600000.SH")

    @Test func `E15: nothing is priced from a quote that stands still, and the line goes on when it moves`() {
        var world = World()
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.quoteTime = World.today.at(TimeOfDay(9, 31))
        world.stocks[symbol]?.manner = .fill
        world.target([("600000.SH", "0.5")])
        world.now = World.today.at(TimeOfDay(9, 32, 1))
        world.start()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.submitted.isEmpty)
        #expect(world.records.count { if case .denied(_, _, _, .quoteStale, _) = $0 { true } else { false } } == 1)
        world.stocks[symbol]?.quoteTime = nil
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 1)
        #expect(world.engine.book.rebalance?.results.first?.reason == nil)
    }

    @Test func `a line whose quote never moves ends with that reason`() {
        var world = World()
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.quoteTime = World.today.at(TimeOfDay(9, 25))
        world.target([("600000.SH", "0.5")])
        world.now = World.today.at(TimeOfDay(10, 0))
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.results.first?.reason == .quoteStale)
    }

    @Test func `a quote is stale one millisecond after its minute of session, and lunch is none`() {
        var security = Make.security()
        let day = World.today
        func isStale(_ quote: TimeOfDay, _ now: Timestamp) -> Bool {
            security.quoteTime = day.at(quote)
            return security.isStale(at: now, seconds: 60)
        }
        #expect(!isStale(TimeOfDay(10, 0), day.at(TimeOfDay(10, 1))))
        #expect(isStale(TimeOfDay(10, 0), day.at(TimeOfDay(10, 1)).adding(milliseconds: 1)))
        #expect(!isStale(TimeOfDay(11, 29, 30), day.at(TimeOfDay(13, 0, 30))))
        #expect(isStale(TimeOfDay(11, 29, 30), day.at(TimeOfDay(13, 0, 30)).adding(milliseconds: 1)))
        #expect(!isStale(TimeOfDay(9, 15), day.at(TimeOfDay(9, 31))))
        #expect(isStale(TimeOfDay(10, 0), day.advanced(by: 1).at(TimeOfDay(9, 31))))
        #expect(!security.isStale(at: day.at(TimeOfDay(14, 0)), seconds: 0))
        security.quoteTime = nil
        #expect(!security.isStale(at: day.at(TimeOfDay(14, 0)), seconds: 60))
    }

    @Test func `E16: quotes outside the limits, crossed, or of another unit are absurd`() {
        #expect(!Make.security().isAbsurd())
        #expect(Make.security(last: "11.01").isAbsurd())
        #expect(Make.security(last: "8.99").isAbsurd())
        #expect(!Make.security(last: "11.00").isAbsurd())
        var crossed = Make.security()
        crossed.bid = .fen(1001)
        crossed.ask = .fen(1000)
        #expect(crossed.isAbsurd())
        crossed.bid = .fen(1000)
        #expect(!crossed.isAbsurd())
        crossed.ask = .fen(1101)
        #expect(crossed.isAbsurd())
        // The close that we saw ourselves: a bonus issue divides by less than eight.
        #expect(!Make.security().isAbsurd(lastClose: .fen(8000)))
        #expect(Make.security().isAbsurd(lastClose: .fen(8001)))
        #expect(Make.security().isAbsurd(lastClose: .fen(124)))
        #expect(!Make.security().isAbsurd(lastClose: .fen(125)))
    }

    @Test func `a security without a price is not ordered`() {
        var world = World()
        world.stocks[symbol] = World.Stock("10.00")
        world.stocks[symbol]?.hasLast = false
        world.target([("600000.SH", "0.5")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty)
        #expect(world.engine.book.rebalance?.results.first?.reason == .noPrice)
    }
}
