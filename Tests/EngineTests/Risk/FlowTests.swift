import Engine
import Market
import Testing

/// D26, D27, R01, R07: deposits, withdrawals and corporate actions are neither profit nor loss.
@Suite struct FlowTests {
    private static let symbol = World.symbol(RiskMaker.one)

    /// A day that closes quietly, and the night after it.
    private func night(_ change: (inout World) -> Void) -> World {
        var world = World(cash: 500_000) {
            $0.risk.stopLoss = nil
            $0.risk.portfolioStop = .ppm(100_000)
        }
        world.hold(RiskMaker.one, 50_000, at: "10.00")
        world.start()
        world.run(to: TimeOfDay(15, 30))
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        change(&world)
        return world
    }

    private func flows(_ world: World) -> [AccountFlow] {
        world.records.compactMap { if case .flowObserved(let flow) = $0 { flow } else { nil } }
    }

    @Test func `D27, R07: a withdrawal of half the account lowers the peak by half, and fires nothing`() {
        var world = night { $0.cash = .zero }
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).map(\.amount) == [-.yuan(500_000)])
        #expect(world.engine.book.peakEquity == .yuan(500_000))
        #expect(world.engine.book.trading.isArmed && world.submitted.isEmpty)
        #expect(world.alerts.contains { $0.code == "account_flow" })
    }

    @Test(arguments: [true, false])
    func `D27: a withdrawal is no loss of the day, where equity is looked at`(looks: Bool) {
        var world = World(cash: 500_000) { policy in
            policy.risk.stopLoss = nil
            policy.risk.drawdownLimit = nil
            policy.risk.portfolioStop = looks ? .ppm(100_000) : nil
            policy.limits.loss = .ppm(50_000)
        }
        world.hold(RiskMaker.one, 50_000, at: "10.00")
        world.start()
        world.run(to: TimeOfDay(15, 30))
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.cash = .yuan(400_000)
        world.target([(RiskMaker.one, "0.8")], signalDay: World.today)
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.isEmpty == !looks)
    }

    @Test func `D27: a deposit is no profit, and the drawdown stays what it was`() {
        var world = night { world in
            world.restore(
                .equityObserved(equity: .yuan(1_000_000), peak: .yuan(1_050_000), at: World.today.at(TimeOfDay(9, 31))))
            world.cash = .yuan(1_500_000)
        }
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).map(\.amount) == [.yuan(1_000_000)])
        #expect(world.engine.book.peakEquity == .yuan(2_100_000))
    }

    @Test func `a flow within the day is found at the close, and not again`() {
        var world = night { _ in }
        world.run(to: TimeOfDay(12, 0))
        world.cash = .yuan(400_000)
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).map(\.amount) == [-.yuan(100_000)])
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).count == 1)
        #expect(world.engine.book.peakEquity == .yuan(900_000))
    }

    @Test func `somebody else's order whose fills are not listed yet is no flow`() {
        var world = night { _ in }
        world.run(to: TimeOfDay(12, 0))
        world.cash = .yuan(450_000)
        world.positions[FlowTests.symbol]?.volume = 54_950
        world.orders.append(
            OrderReport(
                clientOrderID: nil, brokerOrderID: "B77", symbol: FlowTests.symbol, side: .buy,
                price: Make.price("10.10"), volume: 4_950, filled: 4_950, status: .filled, message: "", time: world.now)
        )
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).isEmpty)
        #expect(world.engine.book.isDayClosed)
    }

    @Test func `less than the tolerance is nothing`() {
        var world = night { $0.cash = .yuan(500_400) }
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).isEmpty)
    }

    @Test func `D26: a dividend is waited for, and is neither a loss on its ex-date nor a deposit when it comes`() {
        var world = night { world in
            world.stocks[FlowTests.symbol] = World.Stock("9.00")
        }
        world.run(to: TimeOfDay(15, 30))
        // Without it the fall of 5 % would be a loss.
        #expect(world.engine.book.risk.receivable == .yuan(50_000))
        #expect(world.engine.book.equity == .yuan(1_000_000) && world.engine.book.peakEquity == .yuan(1_000_000))
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.cash = .yuan(545_000)
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.risk.receivables.isEmpty)
        #expect(flows(world).allSatisfy { $0.amount == .zero })
        #expect(flows(world).map(\.dividends) == [.zero, .yuan(45_000)])
        #expect(world.engine.book.equity == .yuan(995_000) && world.engine.book.peakEquity == .yuan(1_000_000))
    }

    private typealias Payment = (prices: [String], came: Int64, awaited: [String])
    private static let payments: [Payment] = [
        (["9.60", "9.70"], 3_500, []), (["9.60", "9.70"], 3_150, []), (["9.60", "9.70"], 2_000, [RiskMaker.two]),
        (["9.60", "9.70"], 1_500, [RiskMaker.one]), (["9.90", "9.60"], 2_000, [RiskMaker.one]),
        (["9.90", "9.60"], 500, [RiskMaker.two]), (["9.80", "9.70"], 2_000, []),
    ]

    @Test(arguments: payments)
    func `D26: of several dividends those are taken for paid whose sum fits what came best`(
        prices: [String], came: Int64, awaited: [String]
    ) {
        // 5,000 shares of each: 0.40 a share are 2,000. Of 1,000 and 1,500, 2,000 could be both without their tax.
        var world = World(cash: 500_000) {
            $0.risk.stopLoss = nil
            $0.risk.portfolioStop = .ppm(100_000)
        }
        for code in [RiskMaker.one, RiskMaker.two] { world.hold(code, 5_000, at: "10.00") }
        world.start()
        world.run(to: TimeOfDay(15, 30))
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        for (code, price) in zip([RiskMaker.one, RiskMaker.two], prices) {
            world.stocks[World.symbol(code)] = World.Stock(price)
        }
        world.cash += .yuan(came)
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).allSatisfy { $0.amount == .zero })
        #expect(world.engine.book.risk.receivables.map { "\($0.symbol)" } == awaited)
        #expect(flows(world).map(\.dividends).reduce(.zero, +) == .yuan(came))
    }

    @Test func `D26: bonus shares are no transfer of shares`() {
        var world = night { world in
            world.stocks[FlowTests.symbol] = World.Stock("5.00")
            world.positions[FlowTests.symbol] = World.Position(volume: 100_000, sellable: 100_000)
        }
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).isEmpty && world.engine.book.equity == .yuan(1_000_000))
    }

    @Test func `shares that are taken out of the account are a withdrawal at their reference price`() {
        var world = night { world in
            world.positions[FlowTests.symbol] = World.Position(volume: 30_000, sellable: 30_000)
        }
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).map(\.amount) == [-.yuan(200_000)])
        #expect(world.engine.book.peakEquity == .yuan(800_000) && world.engine.book.trading.isArmed)
    }

    @Test func `trades of the day, ours and a stranger's, are no flows`() {
        var world = night { world in
            world.fills.append(
                FillReport(
                    tradeID: "S1", clientOrderID: nil, symbol: FlowTests.symbol, side: .sell, price: .fen(1_000),
                    volume: 10_000, amount: .yuan(100_000), time: world.now.adding(seconds: 60)))
            world.cash += .yuan(100_000) - World.fee(.sell, .yuan(100_000))
            world.positions[FlowTests.symbol] = World.Position(volume: 40_000, sellable: 40_000)
            world.target([(RiskMaker.one, "0.2")], signalDay: World.today)
        }
        world.run(to: TimeOfDay(15, 30))
        #expect(!world.submitted.isEmpty)
        #expect(flows(world).isEmpty)
    }

    @Test func `a reference price that cannot be believed makes no dividend`() {
        var world = night { world in
            world.stocks[FlowTests.symbol] = World.Stock("10.00", previous: "1.00")
        }
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.risk.receivables.isEmpty)
    }

    @Test
    func `E15: after a close that only an old quote told, what comes in is not divided into dividend and deposit`() {
        var world = World(cash: 500_000) {
            $0.risk.stopLoss = nil
            $0.risk.portfolioStop = .ppm(100_000)
        }
        world.hold(RiskMaker.one, 50_000, at: "10.00")
        world.start()
        world.run(to: TimeOfDay(14, 0))
        // The stock closes at 10.40, which nobody sees, and is 10.00 after a dividend of 0.40.
        world.stocks[FlowTests.symbol] = World.Stock("10.40", previous: "10.00")
        world.stocks[FlowTests.symbol]?.quoteTime = world.now.adding(seconds: -86_400)
        world.run(to: TimeOfDay(15, 30))
        #expect(world.engine.book.lastClose?.holdings.map(\.close) == [nil])
        world.now = world.now.day.advanced(by: 1).at(TimeOfDay(8, 59))
        world.stocks[FlowTests.symbol] = World.Stock("10.00")
        world.cash = .yuan(520_000)
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).isEmpty)
    }

    @Test func `E15: the peak is made of today's prices, and of the reference where the quote is of yesterday`() {
        var world = night { world in
            world.stocks[FlowTests.symbol] = World.Stock("10.80", previous: "10.00")
            world.stocks[FlowTests.symbol]?.quoteTime = world.now.adding(seconds: -86_400)
        }
        world.run(to: TimeOfDay(9, 40))
        #expect(world.engine.book.equity == .yuan(1_000_000) && world.engine.book.peakEquity == .yuan(1_000_000))
    }

    @Test func `the first day of an account has no flow to find`() {
        var world = World(cash: 500_000)
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(flows(world).isEmpty && world.engine.book.peakEquity == .yuan(500_000))
    }
}
