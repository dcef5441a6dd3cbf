import Exchange
import Market
import Testing

/// Days and years with rules of their own.
@Suite struct EpisodeTests {
    @Test func `ChiNext parked orders outside the cage from 2020 to 2023`() throws {
        let symbol: Symbol = "300001.SZ"
        // Falls from 10.00 to 9.80 at 10:30 and rises to 10.30 at 14:00.
        var floor = try Floor([.sample(symbol)], on: "2021-06-01", holding: [(symbol, 1000)])
        let buy = floor.buy(symbol, 100, at: "10.15", "10:30:00")
        #expect(buy.report.status == .live, "102 % of 9.81 is 10.01: it waits though it could trade")
        let near = floor.buy(symbol, 100, at: "10.01", "10:30:00")
        #expect(near.report.status == .filled)
        floor.advance(to: "15:00:00")
        #expect(floor.order(buy)?.status == .filled)
        let fill = try #require(floor.exchange.fillReports.last)
        // 102 % of the ask reaches 10.15 when the ask is 9.95: the path is at 9.94 then.
        #expect(fill.price == "9.94")
        #expect(fill.time > floor.day.at("10:30:00"))

        var now = try Floor([.sample(symbol)], holding: [(symbol, 1000)])
        #expect(now.buy(symbol, 100, at: "10.15", "10:30:00").rejection == .cage(.buy, bound: "10.01"))
    }

    @Test func `a parked order takes part in the closing call and can be cancelled`() throws {
        let symbol: Symbol = "300001.SZ"
        var floor = try Floor([.flat(symbol)], on: "2021-06-01")
        let kept = floor.buy(symbol, 100, at: "11.00", "10:00:00")
        let dropped = floor.buy(symbol, 100, at: "11.00", "10:00:01")
        #expect(floor.cancel(dropped, "10:05:00") == .requested)
        floor.advance(to: "14:56:59")
        #expect(floor.order(kept)?.status == .live)
        floor.advance(to: "15:00:00")
        #expect(floor.order(kept)?.status == .filled)
        #expect(floor.exchange.fillReports.map(\.price) == ["10.00"])
    }

    @Test func `F11: nothing trades while the circuit breaker of 2016 has stopped the market`() throws {
        let symbol: Symbol = "600000.SH"
        var floor = try Floor([.flat(symbol)], on: "2016-01-04")
        let order = floor.buy(symbol, 3000, at: "10.01", "13:11:00")
        #expect(order.report.filled == 1000)
        floor.advance(to: "13:26:59")
        #expect(floor.order(order)?.filled == 1000)
        #expect(floor.quote(symbol, "13:20:00")?.phase == .halted)
        #expect(floor.quote(symbol, "13:20:00")?.volume == floor.quote(symbol, "13:11:00")?.volume)
        #expect(floor.buy(symbol, 100, at: "10.01", "13:20:00").rejection == .sessionClosed(.marketHalt))
        floor.advance(to: "13:27:00")
        #expect(floor.order(order)?.filled == 2000)
        floor.advance(to: "13:32:59")
        #expect(floor.order(order)?.status == .filled)
        let late = floor.buy(symbol, 100, at: "9.90", "13:32:59")
        #expect(floor.cancel(late, "14:00:00") == .requested, "cancels are taken in the halt")
    }

    @Test func `on the second day of the breaker Shenzhen had no closing call`() throws {
        let symbol: Symbol = "000001.SZ"
        var floor = try Floor([.flat(symbol)], on: "2016-01-07")
        let order = floor.buy(symbol, 90_000, at: "10.00", "09:58:30")
        floor.advance(to: "15:00:00")
        #expect(floor.order(order)?.status == .live)
        #expect(floor.quote(symbol, "15:00:00")?.last == "10.00")
    }

    @Test(arguments: ["600000.SH", "000001.SZ"] as [Symbol])
    func `after a day that the breaker ended the close stands`(symbol: Symbol) throws {
        let floor = try Floor([.sample(symbol)], on: "2016-01-07")
        let halted = try #require(floor.quote(symbol, "14:59:59"))
        #expect((halted.phase, halted.last) == (.halted, "9.91"), "minute 28, before 09:59")
        #expect(floor.quote(symbol, "15:00:00")?.last == "10.10")
    }

    @Test func `main boards had no cage before April 2023`() throws {
        var floor = try Floor([.flat()], on: "2023-04-07")
        #expect(floor.buy("600000.SH", 100, at: "11.00", "10:00:00").report.status == .filled)
    }

    @Test func `Shanghai's shares had no closing call before August 2018`() throws {
        var floor = try Floor([.sample()], on: "2018-08-17")
        let order = floor.buy("600000.SH", 100, at: "9.90", "14:59:00")
        #expect(order.report.status == .live)
        #expect(floor.cancel(order, "14:59:30") == .requested)
        #expect(floor.quote("600000.SH", "14:59:00")?.last == "10.10")
    }
}
