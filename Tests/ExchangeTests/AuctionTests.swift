import Exchange
import Market
import Testing

@Suite struct AuctionTests {
    private let symbol: Symbol = "600000.SH"

    @Test func `orders of the opening call fill at the open, whatever their limit`() throws {
        var floor = try Floor([.sample()], holding: [(symbol, 300)])
        _ = floor.heard()
        let orders = [
            floor.buy(symbol, 100, at: "10.50", "09:15:00"), floor.buy(symbol, 200, at: "10.00", "09:24:59"),
            floor.sell(symbol, 300, at: "9.50", "09:22:00"),
        ]
        #expect(orders.map(\.report.status) == [.live, .live, .live])
        #expect(floor.heard().fills == [])
        floor.advance(to: "09:25:00")
        let fills = floor.heard().fills
        #expect(fills.map(\.price) == ["10.00", "10.00", "10.00"])
        #expect(fills.map(\.time).allSatisfy { $0 == floor.day.at("09:25:00") })
    }

    @Test func `a limit that the open does not reach passes into continuous trading`() throws {
        var floor = try Floor([.sample()], holding: [(symbol, 100)])
        let buy = floor.buy(symbol, 100, at: "9.99", "09:20:00")
        let sell = floor.sell(symbol, 100, at: "10.01", "09:20:00")
        floor.advance(to: "09:30:00")
        #expect(floor.order(buy)?.status == .live)
        floor.advance(to: "09:36:00")
        #expect(floor.order(buy)?.status == .filled)
        #expect(floor.order(sell)?.status == .live)
        floor.advance(to: "15:00:00")
        #expect(floor.order(sell)?.status == .filled)
    }

    @Test func `the opening call too has only so much volume`() throws {
        // 50,000 shares in the call, 10,000 in the first minute.
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 8000, at: "10.00", "09:20:00")
        floor.advance(to: "09:29:59")
        #expect(floor.order(order)?.filled == 5000)
        floor.advance(to: "09:30:00")
        #expect(floor.order(order)?.filled == 6000)
    }

    @Test func `what rests and what comes after 14_57 fills at the close`() throws {
        var floor = try Floor([.sample()], holding: [(symbol, 1000)])
        floor.advance(to: "14:57:00")
        let sell = floor.sell(symbol, 500, at: "10.05", "14:57:00")
        let buy = floor.buy(symbol, 500, at: "10.10", "14:59:59")
        let low = floor.buy(symbol, 500, at: "10.09", "14:59:59")
        #expect([sell, buy, low].map(\.report.status) == [.live, .live, .live])
        floor.advance(to: "15:00:00")
        #expect(floor.order(sell)?.status == .filled)
        #expect(floor.order(buy)?.status == .filled)
        #expect(floor.order(low)?.status == .live)
        #expect(floor.exchange.fillReports.map(\.price) == ["10.10", "10.10"])
    }

    @Test func `the closing call has three minutes' volume`() throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 5000, at: "10.00", "14:58:00")
        floor.advance(to: "15:00:00")
        #expect(floor.order(order)?.filled == 3000)
    }

    @Test func `a fund in Shanghai before July 2026 trades on to 15_00 and ends on its close`() throws {
        let fund: Symbol = "510300.SH"
        var floor = try Floor([.sample(fund)])
        let order = floor.buy(fund, 500, at: "10.200", "14:58:30")
        #expect(order.report.status == .filled)
        #expect(floor.quote(fund, "14:59:00")?.last == "10.10")
        let rest = floor.buy(fund, 500, at: "10.090", "14:59:30")
        floor.advance(to: "15:00:00")
        #expect(floor.order(rest)?.status == .live)
    }
}
