import Engine
import Foundation
import Market
import Testing

/// The ladder under the gate, the budgets, the trading states and an approval.
@Suite struct LadderLimitsTests {
    private static let code = "600000.SH"
    private let symbol = World.symbol(LadderLimitsTests.code)

    /// Half of a million wanted at 10 yuan, in a book of 9.98 to `ask`, where nothing fills.
    private func world(ask: Price = .fen(1002), _ change: (inout Policy) -> Void = { _ in }) -> World {
        var world = World {
            $0.execution.pricing = .passive
            $0.execution.manner.repriceAfterSeconds = 30
            change(&$0)
        }
        var stock = World.Stock("10.00")
        stock.bid = .fen(998)
        stock.ask = ask
        stock.manner = .rest
        world.stocks[symbol] = stock
        world.target([(LadderLimitsTests.code, "0.5")])
        return world
    }

    // MARK: The price collar

    @Test func `no step goes past the price collar, so that the gate does not end the line`() {
        var world = world(ask: .fen(1050)) { $0.limits.priceCollar = .ppm(30_000) }
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.price) == [.fen(998), .fen(1024), .fen(1030)])
        #expect(world.engine.book.rebalance?.results.first?.reason == .unfilled)
        var free = self.world(ask: .fen(1050))
        free.start()
        free.run(to: TimeOfDay(15, 30))
        // The cage is two percent above the ask, and the collar one.
        #expect(free.submitted.map(\.price) == [.fen(998), .fen(1024), .fen(1060)])
    }

    @Test func `a sell's steps stay above it, on the tick`() throws {
        var security = Make.security(last: "3.33", previous: "3.33", up: "3.66", down: "3.00")
        security.bid = .fen(301)
        let prices = PricePolicy(day: Make.day, collar: .ppm(10_000), ticks: 0)
        var bounded = prices
        bounded.bound = .ppm(30_000)
        #expect(prices.limit(.sell, security, in: .continuous, step: 1) == .fen(301))
        // 3.33 times 0.97 is 3.2301.
        #expect(bounded.limit(.sell, security, in: .continuous, step: 1) == .fen(324))
        #expect(bounded.limit(.sell, security, in: .continuous) == .fen(301))
    }

    // MARK: Budgets

    @Test func `no order is replaced for which cancels would keep buys back`() {
        var world = world { $0.limits.cancelRatio = .ppm(50_000) }
        world.start()
        world.run(to: TimeOfDay(14, 49))
        // A twentieth of twenty orders is one cancel.
        #expect(world.cancelledAt.count == 1)
        #expect(world.engine.book.controls.cancels == 1)
        #expect(world.submitted.count == 2)
    }

    @Test func `a replacement is two messages of the day`() {
        for (maximum, replaced) in [(2, 0), (3, 1), (4, 1), (5, 2)] {
            var world = world { $0.limits.messagesPerDay = maximum }
            world.start()
            world.run(to: TimeOfDay(14, 49))
            #expect(world.submitted.count == replaced + 1, "\(maximum)")
            #expect(world.engine.book.denials.isEmpty)
        }
    }

    // MARK: Trading states

    private func replacing(_ change: (inout Policy) -> Void = { _ in }) -> World {
        var world = world(change)
        // The cancel of the first step is lost on its way.
        world.losesCancels = true
        world.start()
        world.run(to: TimeOfDay(9, 31, 45))
        #expect(world.engine.book.orders.map(\.isReplaced) == [true])
        return world
    }

    @Test(arguments: ["cancel-all", "halt", "reduce"])
    func `a cancel of all, a halt and reduce-only end a line that was about to be replaced`(what: String) {
        var world = replacing()
        switch what {
        case "cancel-all": world.send(.cancelAllRequested(by: "ops", reason: "looks odd"))
        case "halt": world.send(.haltRequested(by: "ops", reason: "looks odd"))
        default: world.send(.reduceOnlyRequested(by: "ops", reason: "looks odd"))
        }
        world.losesCancels = false
        world.run(to: TimeOfDay(9, 40))
        #expect(world.engine.book.orders.first?.closure == .cancelled)
        // It counts for the day all the same.
        #expect(world.engine.book.orders.map(\.isReplaced) == [true])
        world.send(.resumeRequested(by: "ops", reason: "it is not"))
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 1)
        #expect(world.engine.book.rebalance?.results.first?.reason == .unfilled)
        #expect(world.violations == [])
    }

    @Test func `left alone, it is asked for again and replaced`() {
        var world = replacing()
        world.losesCancels = false
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.count == 3)
    }

    @Test func `sells climb on while only sells may leave`() {
        var world = World {
            $0.execution.pricing = .passive
            $0.execution.manner.repriceAfterSeconds = 30
        }
        world.hold(LadderLimitsTests.code, 1_000, at: "10.00")
        world.stocks[symbol]?.bid = .fen(998)
        world.stocks[symbol]?.ask = .fen(1002)
        world.stocks[symbol]?.manner = .rest
        world.target([])
        world.start()
        world.run(to: TimeOfDay(9, 31, 20))
        world.send(.reduceOnlyRequested(by: "ops", reason: "sell only"))
        world.run(to: TimeOfDay(14, 49))
        #expect(world.submitted.map(\.price) == [.fen(1002), .fen(1000), .fen(989)])
    }

    @Test func `what risk sells climbs while the plan waits for approval`() {
        var world = world {
            $0.limits.approval.lines = 1
            $0.risk.stopLoss = .ppm(80_000)
        }
        let other = World.symbol("600036.SH")
        world.hold("600036.SH", 1_000, at: "10.00")
        world.stocks[other]?.bid = .fen(998)
        world.stocks[other]?.ask = .fen(1002)
        world.stocks[other]?.manner = .cross
        world.batches = []
        world.target([(LadderLimitsTests.code, "0.5"), ("600036.SH", "0.01")])
        world.restore(.dayBegan(World.yesterday))
        world.restore(.entryAdjusted(other, Entry(shares: 1_000, cost: .yuan(12_000)), because: .external))
        world.start()
        world.run(to: TimeOfDay(14, 49))
        #expect(world.engine.book.rebalance?.phase == .held)
        #expect(world.submitted.map(\.symbol) == [other, other, other])
        #expect(world.submitted.map(\.price) == [.fen(1002), .fen(1000), .fen(989)])
        #expect(world.positions[other]?.volume == 0)
        #expect(world.violations == [])
    }

    // MARK: Selling everything

    @Test func `an operator's flatten waits for no volume`() {
        var world = World { $0.execution.manner.participation = .ppm(1_000) }
        world.hold(LadderLimitsTests.code, 1_000, at: "10.00")
        world.start()
        world.run(to: TimeOfDay(9, 40))
        world.send(.flattenRequested(by: "ops", reason: "out"))
        world.run(to: TimeOfDay(9, 50))
        #expect(world.positions[symbol]?.volume == 0)
    }

    @Test func `nor is it for the opening call, which has no prices to judge by`() {
        var world = World { $0.execution.manner.style = .openAuction }
        world.hold(LadderLimitsTests.code, 1_000, at: "10.00")
        world.start()
        world.run(to: TimeOfDay(9, 10))
        world.send(.flattenRequested(by: "ops", reason: "out"))
        world.run(to: TimeOfDay(10, 0))
        #expect(world.submittedAt.map(\.timeOfDay) == [TimeOfDay(9, 31)])
        #expect(world.positions[symbol]?.volume == 0)
    }

    // MARK: The journal

    @Test func `what an order and a line remember survives a checkpoint`() throws {
        var order = OrderLife(intent: Make.intent())
        order.wasPlaced = true
        order.isReplaced = true
        order.isGivenUp = true
        order.firstFillAt = Make.noon
        order.lastFillAt = Make.noon.adding(seconds: 1)
        #expect(try JSONDecoder().decode(OrderLife.self, from: JSONEncoder().encode(order)) == order)
        var line = PlanLine(
            symbol: symbol, weight: .ppm(1), target: 0, projected: 100, sizingPrice: nil, overlay: [.stopLoss])
        line.decisionPrice = .fen(1001)
        #expect(try JSONDecoder().decode(PlanLine.self, from: JSONEncoder().encode(line)) == line)
    }
}
