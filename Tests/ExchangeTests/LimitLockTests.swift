import Exchange
import Market
import Testing

@Suite struct LimitLockTests {
    private let symbol: Symbol = "600000.SH"

    @Test func `at the up limit nobody sells: a buy waits all day and a sell fills`() throws {
        var floor = try Floor([.flat(at: "11.00")], holding: [(symbol, 1000)])
        let auction = floor.buy(symbol, 100, at: "11.00", "09:20:00")
        let order = floor.buy(symbol, 100, at: "11.00", "10:00:00")
        #expect(floor.sell(symbol, 100, at: "11.00", "10:01:00").report.filledPrice == "11.00")
        floor.advance(to: "15:00:00")
        #expect(floor.order(auction)?.status == .live)
        #expect(floor.order(order)?.status == .live)
    }

    @Test func `at the down limit nobody buys: a sell waits all day and a buy fills`() throws {
        var floor = try Floor([.flat(at: "9.00")], holding: [(symbol, 1000)])
        let auction = floor.sell(symbol, 100, at: "9.00", "09:20:00")
        let order = floor.sell(symbol, 100, at: "9.00", "10:00:00")
        #expect(floor.buy(symbol, 100, at: "9.00", "10:01:00").report.filledPrice == "9.00")
        floor.advance(to: "15:00:00")
        #expect(floor.order(auction)?.status == .live)
        #expect(floor.order(order)?.status == .live)
    }

    @Test func `a buy at the up limit fills when the price comes off it`() throws {
        // Opens at the limit, stays until 10:30, then falls to 10.50 by 14:00.
        var floor = try Floor([.sample(open: "11.00", high: "11.00", low: "10.50", close: "11.00")])
        let order = floor.buy(symbol, 100, at: "11.00", "09:20:00")
        floor.advance(to: "10:30:00")
        #expect(floor.order(order)?.status == .live)
        floor.advance(to: "10:40:00")
        #expect(floor.order(order)?.status == .filled)
        let fill = try #require(floor.exchange.fillReports.first)
        #expect(fill.price == "10.99")
        #expect(fill.time > floor.day.at("10:30:00"))
    }

    @Test func `a sell at the down limit fills when the price comes off it`() throws {
        var floor = try Floor(
            [.sample(open: "9.00", high: "9.60", low: "9.00", close: "9.00")], holding: [(symbol, 100)])
        let order = floor.sell(symbol, 100, at: "9.00", "09:20:00")
        floor.advance(to: "10:30:00")
        #expect(floor.order(order)?.status == .live)
        floor.advance(to: "10:40:00")
        #expect(floor.order(order)?.status == .filled)
        #expect(floor.exchange.fillReports.map(\.price) == ["9.01"])
    }

    @Test func `the book of a locked security has one side, at the limit`() throws {
        let up = try Floor([.flat(at: "11.00")])
        let locked = try #require(up.quote(symbol, "10:00:00"))
        #expect(locked.asks == [])
        #expect(locked.bids == [.init(price: "11.00", volume: 10_000)])
        let down = try Floor([.flat(at: "9.00")])
        let fallen = try #require(down.quote(symbol, "10:00:00"))
        #expect(fallen.bids == [])
        #expect(fallen.asks == [.init(price: "9.00", volume: 10_000)])
    }

    @Test func `a tick from a limit both sides are there`() throws {
        let floor = try Floor([.flat(at: "10.99")])
        let quote = try #require(floor.quote(symbol, "10:00:00"))
        #expect(quote.asks.map(\.price) == ["11.00"])
        #expect(quote.bids.map(\.price) == ["10.98"])
    }

    @Test(arguments: [("10.00", "12.00", "9.90"), ("10.00", "10.10", "8.00")] as [(Price, Price, Price)])
    func `one price beyond the computed limits is enough to doubt them`(open: Price, high: Price, low: Price) throws {
        let floor = try Floor([.sample(open: open, high: high, low: low, close: "10.00")])
        let instrument = try #require(floor.exchange.instrument(symbol))
        #expect(PriceLimits(published: instrument) == PriceLimits.none)
    }

    @Test func `on a day beyond the computed limits there are none`() throws {
        // Twice the previous close: a first day back, which the bar alone does not tell.
        var floor = try Floor([.sample(open: "19.00", high: "21.00", low: "18.00", close: "20.00")])
        #expect(floor.buy(symbol, 100, at: "20.00", "09:20:00").rejection == nil)
        let instrument = try #require(floor.exchange.instrument(symbol))
        #expect(PriceLimits(published: instrument) == PriceLimits.none)
        floor.advance(to: "09:25:00")
        #expect(floor.exchange.fillReports.map(\.price) == ["19.00"])
    }
}
