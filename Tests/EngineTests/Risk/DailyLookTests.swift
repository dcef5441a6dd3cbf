import Market
import Testing

@testable import Engine

/// The daily look at entries, peak and flows, step by step.
@Suite struct DailyLookTests {
    private static let one = RiskLook.one
    private static let two = RiskLook.two
    private static let entry = Entry(shares: 1_000, cost: .yuan(10_000))

    @Test func `the look is made once a day`() {
        var look = RiskLook()
        #expect(look.review() == 1)
        #expect(look.review() == 0)
        look.now = World.today.advanced(by: 1).at(TimeOfDay(9, 31))
        #expect(look.review() == 1)
    }

    @Test func `an account without anything that had something is not looked at`() {
        func records(equity: Int64?, cash: Money = .zero, frozen: Money = .zero, shares: Int64 = 0) -> Int {
            var look = RiskLook()
            look.cash = cash
            look.frozen = frozen
            if shares > 0 { look.hold(DailyLookTests.one, shares) }
            if let equity { look.peak(1, equity: Money(li: equity)) }
            return look.review()
        }
        #expect(records(equity: 1) == 0)
        #expect(records(equity: nil) == 1)
        #expect(records(equity: 0) == 1)
        #expect(records(equity: -1) == 1)
        #expect(records(equity: 1, cash: Money(li: 1)) == 1)
        #expect(records(equity: 1, frozen: Money(li: 1)) == 1)
        #expect(records(equity: 1, shares: 1) == 1)
    }

    @Test func `entries follow the holdings, but where only we trade and no stop asks for them`() {
        func entry(readsOnDemand: Bool, hasStop: Bool) -> Shares? {
            var look = RiskLook {
                $0.execution.readsOnDemand = readsOnDemand
                if hasStop { $0.risk.stopLoss = .ppm(80_000) }
            }
            look.hold(DailyLookTests.one, 600, entry: DailyLookTests.entry)
            look.review()
            return look.engine.book.entries[DailyLookTests.one]?.shares
        }
        #expect(entry(readsOnDemand: false, hasStop: false) == 600)
        #expect(entry(readsOnDemand: false, hasStop: true) == 600)
        #expect(entry(readsOnDemand: true, hasStop: true) == 600)
        #expect(entry(readsOnDemand: true, hasStop: false) == 1_000)
    }

    @Test func `the entry of what is no more held ends`() {
        var look = RiskLook()
        look.hold(DailyLookTests.one, 1, entry: Entry(shares: 1, cost: .yuan(10)))
        look.holdings = SymbolMap()
        look.review()
        #expect(look.engine.book.entries[DailyLookTests.one] == nil)
    }

    @Test(arguments: [("2026-03-02", "2026-03-03", true), ("2026-02-27", "2026-03-03", false)])
    func `only a close of the trading day before makes a lower reference a dividend`(
        close: String, day: String, isDividend: Bool
    ) throws {
        var look = RiskLook()
        look.closed(on: try #require(Day(close)), [(DailyLookTests.one, 1_000, "10.00")])
        look.hold(DailyLookTests.one, 1_000, last: "9.50", reference: "9.50", entry: DailyLookTests.entry)
        look.review()
        #expect(look.engine.book.entries[DailyLookTests.one]?.cost == (isDividend ? .yuan(9_500) : .yuan(10_000)))
    }

    @Test func `a calendar that does not know the day before makes no dividend`() throws {
        var look = RiskLook()
        look.closed(on: try #require(Day("2026-02-20")), [(DailyLookTests.one, 1_000, "10.00")])
        look.hold(DailyLookTests.one, 1_000, last: "9.50", reference: "9.50", entry: DailyLookTests.entry)
        look.now = try #require(Day("2026-02-23")).at(TimeOfDay(9, 31))
        look.review()
        #expect(look.engine.book.entries[DailyLookTests.one]?.cost == .yuan(10_000))
    }

    @Test func `a stop that stands is not ended, and nothing is recorded of it`() {
        var look = RiskLook { $0.risk.stopLoss = .ppm(80_000) }
        look.hold(DailyLookTests.one, 1_000, entry: DailyLookTests.entry)
        look.engine.restore(.stopFired(DailyLookTests.one, stop(endedOn: nil)))
        #expect(look.review() == 1)
        #expect(look.engine.book.risk.stops[DailyLookTests.one] != nil)
    }

    private func stop(endedOn day: Day?) -> RiskStanding.Stop {
        RiskStanding.Stop(
            reason: .stopLoss, since: Make.noon, last: Make.price("9.00"), bound: AveragePrice(Make.price("9.20")),
            endedOn: day)
    }

    @Test(
        arguments: [
            ("9.50", "10.00", true, "9.50"), ("12.00", "10.00", true, "10.00"), (nil, "10.00", true, "10.00"),
            ("9.50", "10.00", false, "10.00"), ("9.50", nil, false, "9.50"), ("12.00", nil, true, "12.00"),
        ] as [(String?, String?, Bool, String)])
    func `equity is marked with the last price inside the limits, else with the reference`(
        last: String?, reference: String?, hasLimits: Bool, mark: String
    ) {
        let security = Make.security(
            last: last, previous: reference, up: hasLimits ? "11.00" : nil, down: hasLimits ? "9.00" : nil)
        #expect(Engine.riskMark(security, on: Make.noon.day) == Make.price(mark))
    }

    @Test func `a price of another day is no mark where there is a reference`() {
        let security = Make.security(last: "9.50", previous: "10.00", up: "11.00", down: "9.00")
        #expect(Engine.riskMark(security, on: Make.noon.day.advanced(by: 1)) == Make.price("10.00"))
    }

    @Test func `the close asks for what is held, and for what was held where equity matters`() {
        let rows = [(DailyLookTests.two, 1), (DailyLookTests.one, 0)].map {
            PositionReport(symbol: $0.0, volume: Shares(Int64($0.1)), sellable: 0)
        }
        let third = World.symbol("000001.SZ")
        var look = RiskLook { $0.risk.portfolioStop = .ppm(100_000) }
        look.closed([(third, 100, "10.00"), (DailyLookTests.two, 100, "10.00")])
        #expect(look.engine.closingSymbols(rows) == [third, DailyLookTests.two])
        #expect(look.engine.closingSymbols([]) == [third, DailyLookTests.two])
        var off = RiskLook()
        #expect(off.engine.closingSymbols(rows) == [DailyLookTests.two])
        off.closed([(third, 100, "10.00")])
        #expect(off.engine.closingSymbols(rows) == [DailyLookTests.two])
    }

    @Test func `the close asks for what was traded today as well, where equity matters`() {
        let third = World.symbol("600519.SH")
        var sold = fill(millisecondsAgo: 60_000)
        sold.symbol = third
        for looks in [true, false] {
            var look = RiskLook { if looks { $0.risk.portfolioStop = .ppm(100_000) } }
            look.account(fills: [sold])
            #expect(look.engine.closingSymbols([]) == (looks ? [third] : []))
        }
    }

    // MARK: Flows

    private func deposit(
        equity: Money = .yuan(200_000), on day: Day = World.yesterday, looks: Bool = true, readsOnDemand: Bool = false,
        orders: [OrderReport] = [], fills: [FillReport] = []
    ) -> Money {
        var look = RiskLook {
            if looks { $0.risk.portfolioStop = .ppm(100_000) }
            $0.execution.readsOnDemand = readsOnDemand
        }
        look.closed(on: day)
        look.engine.market[DailyLookTests.one] = Make.security()
        look.cash = .yuan(200_000)
        look.account(orders: orders, fills: fills)
        look.takeFlows(equity)
        return look.engine.book.risk.flowOfDay.cash
    }

    private func fill(millisecondsAgo milliseconds: Int64, _ shares: Int64 = 100, broker: Word? = "B1") -> FillReport {
        FillReport(
            tradeID: "T1", clientOrderID: nil, brokerOrderID: broker, symbol: DailyLookTests.one, side: .sell,
            price: .fen(1), volume: Shares(shares), amount: .zero, commission: .zero,
            time: World.today.at(TimeOfDay(9, 31)).adding(milliseconds: -milliseconds))
    }

    private func order(_ filled: Int64, isOurs: Bool = false) -> OrderReport {
        OrderReport(
            clientOrderID: isOurs ? World.anyID : nil, brokerOrderID: "B1", symbol: DailyLookTests.one, side: .sell,
            price: .fen(1), volume: 100, filled: Shares(filled), status: .live, time: World.today.at(TimeOfDay(9, 30)))
    }

    @Test func `flows are looked for once equity matters, is there, and the close is of an earlier day`() {
        #expect(deposit() == .yuan(100_000))
        #expect(deposit(looks: false) == .zero)
        #expect(deposit(equity: .zero) == .zero)
        #expect(deposit(equity: -.yuan(1)) == .zero)
        #expect(deposit(equity: Money(li: 1)) == .yuan(100_000))
        #expect(deposit(on: World.today) == .zero)
        #expect(deposit(on: World.today.advanced(by: 1)) == .zero)
    }

    @Test func `cash may lag its fills by the settling time, but not where only we trade`() {
        #expect(deposit(fills: [fill(millisecondsAgo: 9_999)]) == .zero)
        #expect(deposit(readsOnDemand: true, fills: [fill(millisecondsAgo: 9_999)]) != .zero)
    }

    @Test func `at the settling time the fill is in the cash`() {
        var look = RiskLook { $0.risk.portfolioStop = .ppm(100_000) }
        look.closed([(DailyLookTests.one, 100, "10.00")])
        look.engine.market[DailyLookTests.one] = Make.security()
        look.cash = .yuan(200_000)
        look.account(fills: [fill(millisecondsAgo: 10_000)])
        look.takeFlows(.yuan(200_000))
        #expect(look.engine.book.risk.flowOfDay.cash == .yuan(100_000))
    }

    @Test func `an order whose fills are not all there keeps flows back, but not where only we trade`() {
        #expect(deposit(orders: [order(100)]) == .zero)
        #expect(deposit(orders: [order(0)]) == .yuan(100_000))
        #expect(deposit(orders: [order(100, isOurs: true)]) == .zero)
        #expect(deposit(readsOnDemand: true, orders: [order(100)]) == .yuan(100_000))
    }

    @Test func `fills are those of the order when they add up to what it says`() {
        let two = [fill(millisecondsAgo: 0, 60), fill(millisecondsAgo: 0, 40)]
        #expect(!Engine.isTorn([order(100)], two))
        #expect(Engine.isTorn([order(99)], two))
        #expect(Engine.isTorn([order(100)], [two[0]]))
        #expect(!Engine.isTorn([order(60)], [two[0], fill(millisecondsAgo: 0, 40, broker: "B2")]))
        #expect(!Engine.isTorn([order(0)], []))
        #expect(Engine.isTorn([order(1)], []))
        #expect(Engine.isTorn([order(1, isOurs: true)], []))
        #expect(Engine.isTorn([order(0), order(1)], []))
    }

    @Test(arguments: [(101_000, 0), (101_001, 1), (-101_000, 0), (-101_001, 1)] as [(Int64, Int)])
    func `up to its share of equity and a yuan nothing is a flow`(change: Int64, records: Int) {
        var look = RiskLook {
            $0.risk.portfolioStop = .ppm(100_000)
            $0.risk.flowTolerance = .ppm(500)
        }
        look.closed()
        look.account()
        look.cash += Money(li: change)
        #expect(look.takeFlows(.yuan(200_000)) == records)
    }

    @Test func `the day's flows add up, those of another day are over`() {
        var look = RiskLook { $0.risk.portfolioStop = .ppm(100_000) }
        look.closed()
        look.account()
        look.cash = .yuan(150_000)
        #expect(look.takeFlows(.yuan(150_000)) == 1)
        look.cash = .yuan(170_000)
        #expect(look.takeFlows(.yuan(170_000)) == 1)
        #expect(look.takeFlows(.yuan(170_000)) == 0)
        #expect(look.engine.book.risk.flowOfDay.cash == .yuan(70_000))
        #expect(look.engine.book.risk.flowOfDay.day == World.today)
        look.now = World.today.advanced(by: 1).at(TimeOfDay(9, 31))
        look.takeFlows(.yuan(170_000))
        #expect(look.engine.book.risk.flowOfDay.cash == .yuan(70_000))
        #expect(look.engine.book.risk.flowOfDay.day == World.today.advanced(by: 1))
    }

    @Test func `the peak keeps its ratio to equity with what is waited for, less what has come`() {
        let third = World.symbol("000001.SZ")
        var look = RiskLook { $0.risk.portfolioStop = .ppm(100_000) }
        look.closed([(DailyLookTests.one, 10_000, "10.00"), (DailyLookTests.two, 10_000, "10.00")])
        look.hold(DailyLookTests.one, 10_000, last: "7.00", reference: "7.00")
        look.hold(DailyLookTests.two, 10_000, last: "8.00", reference: "8.00")
        look.hold(third, 10_000)
        look.account([(DailyLookTests.one, 10_000), (DailyLookTests.two, 10_000), (third, 10_000)])
        look.expect(World.symbol("000002.SZ"), .yuan(50_000), since: 1)
        look.expect(World.symbol("000003.SZ"), .yuan(40_000), since: 91)
        look.peak(2_000_000)
        look.takeFlows(.yuan(1_000_000))
        // 100,000 in shares came; 50,000, 30,000 and 20,000 are to come: 1,100,000 where 1,000,000 were.
        #expect(look.engine.book.peakEquity == .yuan(2_200_000))
        #expect(look.engine.book.risk.receivable == .yuan(100_000))
    }

    @Test func `of a flow a person is told which way it went, of a dividend nobody is`() {
        func told(_ cash: Int64) -> [String] {
            var look = RiskLook { $0.risk.portfolioStop = .ppm(100_000) }
            look.closed()
            look.account()
            look.cash = .yuan(cash)
            look.takeFlows(.yuan(100_000))
            return look.alerts.map(\.text)
        }
        #expect(told(150_000).first?.hasPrefix("\(Money.yuan(50_000)) came into the account") == true)
        #expect(told(50_000).first?.hasPrefix("\(Money.yuan(50_000)) left the account") == true)
        #expect(told(100_000) == [])
        var look = RiskLook { $0.risk.portfolioStop = .ppm(100_000) }
        look.closed()
        look.account()
        look.expect(DailyLookTests.one, .yuan(50_000), since: 1)
        look.cash = .yuan(150_000)
        #expect(look.takeFlows(.yuan(150_000)) == 1)
        #expect(look.alerts.isEmpty)
    }

    @Test func `a peak keeps its ratio, and begins anew where nothing was there or is left`() {
        func scaled(_ peak: Int64, by flow: Int64, to equity: Int64) -> Int64 {
            AccountFlow.scaled(Money(li: peak), by: Money(li: flow), to: Money(li: equity)).li
        }
        #expect(scaled(120, by: 100, to: 200) == 240)
        #expect(scaled(100, by: -1, to: 2) == 66)
        #expect(scaled(100, by: 7, to: 7) == 7)
        #expect(scaled(100, by: 8, to: 7) == 7)
        #expect(scaled(100, by: 6, to: 7) == 700)
        #expect(scaled(100, by: -7, to: 0) == 0)
        #expect(scaled(100, by: -7, to: -2) == 0)
    }
}
