import Exchange
import Market
import Testing

@Suite struct DayRollTests {
    private let symbol: Symbol = "600000.SH"

    @Test func `a new day forgets orders and fills, gives freezes back and starts the ids again`() throws {
        var floor = try Floor([.flat()], cash: "100000.00", holding: [(symbol, 1000)])
        floor.buy(symbol, 100, at: "10.01", "10:00:00")
        let id: ClientOrderID = "20240603-1-99"
        floor.submit(symbol, .buy, 100, at: "9.50", "10:01:00", id: id)
        floor.sell(symbol, 500, at: "10.90", "10:02:00")
        floor.advance(to: "15:00:00")
        #expect(floor.exchange.orderReports.map(\.status) == [.filled, .live, .live], "open orders stay as they are")
        #expect(floor.exchange.frozenCash > .zero)
        _ = floor.heard()
        try floor.begin([.flat()], on: "2024-06-04")
        #expect(floor.heard() == [.tradingDay("2024-06-04")])
        #expect(floor.exchange.frozenCash == .zero)
        #expect(floor.exchange.cash == "100000.00" - "1001.00" - floor.fee(.buy, "1001.00", 100))
        #expect(floor.exchange.order(.client(id)) == nil)
        let snapshot = floor.exchange.snapshot(at: floor.exchange.now, sequence: 7)
        #expect(snapshot.orders == .empty)
        #expect(snapshot.fills == .empty)
        #expect(floor.position(symbol)?.sellable == 1100)
        #expect(floor.position(symbol)?.frozen == 0)
        let first = floor.buy(symbol, 100, at: "10.01", "10:00:00")
        #expect(first.report.brokerOrderID == "1")
        #expect(floor.exchange.fillReports.map(\.tradeID) == ["1"])
        #expect(floor.exchange.brokenInvariants() == [])
    }

    @Test func `yesterday's ids mean nothing today`() throws {
        var floor = try Floor([.flat()])
        let id: ClientOrderID = "20240603-1-99"
        floor.buy(symbol, 100, at: "9.50", "10:00:00")
        floor.submit(symbol, .buy, 100, at: "9.50", "10:01:00", id: id)
        #expect(floor.exchange.cancel(.client(id), at: floor.day.at("10:02:00")).0 == .requested)
        try floor.begin([.flat()], on: "2024-06-04")
        floor.buy(symbol, 100, at: "9.50", "10:00:00")
        #expect(floor.exchange.order(.client(id)) == nil)
        let cancellation = floor.exchange.cancel(.client(id), at: floor.day.at("10:02:00")).0
        #expect(cancellation == .refused(.unknownOrder))
        let again = floor.submit(symbol, .buy, 300, at: "9.50", "10:03:00", id: id)
        #expect(floor.exchange.order(.client(id)) == again.report)
    }

    @Test func `what the market had still to do yesterday happens before the new day`() throws {
        var floor = try Floor([.sample()])
        floor.buy(symbol, 100, at: "9.80", "09:31:00")
        _ = floor.heard()
        try floor.begin([.flat(at: "10.10", previousClose: "10.10")], on: "2024-06-04")
        let heard = floor.heard()
        #expect(heard.fills.map(\.price) == ["9.80"])
        #expect(heard.last == .tradingDay("2024-06-04"))
        #expect(floor.position(symbol)?.sellable == 100)
    }

    @Test func `days go forward only, and a refused day changes nothing`() throws {
        var floor = try Floor([.flat()])
        let before = floor.exchange
        #expect(throws: SimulatedExchange.DayFailure.notAfter(Floor.day, asked: Floor.day)) {
            try floor.begin([.flat()], on: Floor.day)
        }
        #expect(throws: SimulatedExchange.DayFailure.notAscending("600000.SH")) {
            _ = try floor.exchange.beginDay(
                DaySheet(day: "2024-06-04", bars: [.flat("600001.SH"), .flat("600000.SH")]),
                at: Floor.day.at("16:00:00"))
        }
        #expect(throws: SimulatedExchange.DayFailure.notAscending("600000.SH")) {
            _ = try floor.exchange.beginDay(
                DaySheet(day: "2024-06-04", bars: [.flat(), .flat()]), at: Floor.day.at("16:00:00"))
        }
        #expect(floor.exchange == before)
    }

    @Test func `broker ids start where the configuration says`() throws {
        var floor = try Floor([.flat()]) {
            $0.brokerOrderIDStart = 1_080_000
            $0.exchangeOrderIDStart = 42
        }
        let order = floor.buy(symbol, 100, at: "9.90", "10:00:00")
        #expect(order.report.brokerOrderID == "1080000")
        #expect(order.report.exchangeOrderID == "42")
        #expect(floor.cancel(order, "10:01:00") == .requested)
    }

    @Test func `a day may begin the evening before, or late`() throws {
        var floor = try Floor([.flat()])
        _ = try floor.exchange.beginDay(DaySheet(day: "2024-06-04", bars: [.flat()]), at: Floor.day.at("20:00:00"))
        let early = floor.exchange.submit(
            Submission(
                clientOrderID: "e-1", symbol: symbol, side: .buy, price: "10.00", volume: 100,
                validUntil: Floor.day.at("21:00:00")), at: Floor.day.at("20:30:00")
        ).0
        #expect(early.rejection == .notTradingDay(Floor.day))
        #expect(floor.buy(symbol, 100, at: "10.01", "10:00:00").report.status == .filled)

        var late = try Floor([.flat()])
        _ = try late.exchange.beginDay(
            DaySheet(day: "2024-06-04", bars: [.sample()]), at: ("2024-06-04" as Day).at("10:10:00"))
        let order = late.buy(symbol, 100, at: "9.90", "10:10:10")
        late.advance(to: "10:11:00")
        #expect(late.order(order)?.status == .filled, "the path is at 9.87 by then")
    }

    @Test func `a held security without a bar stays at its last price and can be traded when it is back`() throws {
        var floor = try Floor([.flat()])
        floor.buy(symbol, 100, at: "10.01", "10:00:00")
        try floor.begin([.flat("600001.SH")], on: "2024-06-04")
        #expect(floor.exchange.tradability(of: symbol) == .noBar)
        let position = try #require(floor.position(symbol))
        #expect((position.volume, position.lastPrice) == (100, "10.00"))
        #expect(floor.exchange.asset(at: floor.exchange.now).marketValue == "1000.00")
        let quote = try #require(floor.quote(symbol, "10:00:00"))
        #expect((quote.phase, quote.last, quote.bids, quote.asks) == (.halted, "10.00", [], []))
        #expect(floor.exchange.instrument(symbol)?.isSuspended == true)
        #expect(floor.sell(symbol, 100, at: "10.00", "10:00:00").rejection == .notTradable(.noBar))
        try floor.begin([.flat()], on: "2024-06-05")
        #expect(floor.sell(symbol, 100, at: "9.99", "10:00:00").report.status == .filled)
    }

    @Test func `fees follow the date`() throws {
        // Stamp duty on sells was 0.1 % up to 2023-08-27.
        var floor = try Floor([.flat()], on: "2023-08-25", cash: "0.00", holding: [(symbol, 2000)])
        let old = floor.sell(symbol, 1000, at: "9.99", "10:00:00")
        #expect(floor.exchange.fees(of: .broker(old.report.brokerOrderID ?? ""))?.stampDuty == "9.99")
        try floor.begin([.flat()], on: "2023-08-28")
        let new = floor.sell(symbol, 1000, at: "9.99", "10:00:00")
        #expect(floor.exchange.fees(of: .broker(new.report.brokerOrderID ?? ""))?.stampDuty == "5.00")
    }
}
