import Exchange
import Market
import Testing

@Suite struct OffHoursTests {
    private let symbol: Symbol = "600000.SH"

    private func floor(
        _ bar: DayBar = .flat(), on day: Day = Floor.day, cash: Money = "1000000.00"
    ) throws -> Floor {
        try Floor([bar], on: day, cash: cash) { $0.offHours = .queue }
    }

    @Test func `an early order is held as pending with its cash and handed over at 09_15`() throws {
        var floor = try floor()
        let order = floor.buy(symbol, 100, at: "10.00", "08:30:00")
        #expect(order.report.status == .pending)
        #expect(order.report.statusCode == 49)
        #expect(order.report.exchangeOrderID == nil)
        #expect(floor.exchange.frozenCash > "1000.00")
        _ = floor.heard()
        floor.advance(to: "09:14:59")
        #expect(floor.heard() == [])
        floor.advance(to: "09:15:00")
        #expect(floor.heard().statuses == [.live])
        floor.advance(to: "09:25:00")
        #expect(floor.order(order)?.status == .filled)
    }

    @Test func `an order of the gap meets the book at 09_30, after what rests`() throws {
        var floor = try floor()
        let resting = floor.buy(symbol, 5900, at: "10.00", "09:20:00")
        let order = floor.buy(symbol, 200, at: "10.01", "09:26:00")
        floor.advance(to: "09:30:00")
        #expect(floor.order(resting)?.status == .filled)
        #expect(floor.order(order)?.filled == 100)
        #expect(floor.exchange.fillReports.last?.price == "10.01")
    }

    @Test func `an order of the lunch break is handed over at 13_00`() throws {
        var floor = try floor()
        let order = floor.buy(symbol, 100, at: "10.01", "12:00:00")
        floor.advance(to: "13:00:00")
        #expect(floor.order(order)?.status == .filled)
        #expect(floor.exchange.fillReports.map(\.time) == [floor.day.at("13:00:00")])
    }

    @Test func `what is outside the cage by then is rejected with its cash`() throws {
        var floor = try floor()
        let order = floor.buy(symbol, 100, at: "11.00", "12:00:00")
        #expect(order.report.status == .pending)
        _ = floor.heard()
        floor.advance(to: "13:00:00")
        let heard = floor.heard().orders
        #expect(heard.map(\.status) == [.rejected])
        #expect(heard.first?.message.text == Rejection.cage(.buy, bound: "10.21").description)
        #expect(floor.exchange.frozenCash == .zero)
    }

    @Test func `a held order is cancelled at any time`() throws {
        var floor = try floor()
        let order = floor.buy(symbol, 100, at: "10.00", "09:26:00")
        #expect(floor.cancel(order, "09:27:00") == .requested)
        floor.advance(to: "10:00:00")
        #expect(floor.order(order)?.status == .cancelled)
        #expect(floor.exchange.frozenCash == .zero)
    }

    @Test func `after the close nothing is held`() throws {
        var floor = try floor()
        #expect(floor.buy(symbol, 100, at: "10.00", "15:00:00").rejection == .sessionClosed(.postClose))
    }

    @Test func `Shenzhen's host held orders of the gap itself until May 2016`() throws {
        var floor = try Floor([.flat("000001.SZ")], on: "2015-06-01")
        let order = floor.buy("000001.SZ", 100, at: "10.00", "09:26:00")
        #expect(order.report.status == .live)
        floor.advance(to: "09:29:59")
        #expect(floor.order(order)?.status == .live)
        floor.advance(to: "09:30:00")
        #expect(floor.order(order)?.status == .filled)
    }
}
