import Exchange
import Market
import Testing

@Suite struct SettlementTests {
    private let symbol: Symbol = "600000.SH"

    @Test func `a buy freezes its limit price and the most that its fees can be`() throws {
        var floor = try Floor([.flat()], cash: "20000.00")
        floor.buy(symbol, 1000, at: "9.95", "10:00:00")
        let held = "9950.00" + floor.fee(.buy, "9950.00", 1000)
        #expect(held == "9955.10")
        #expect(floor.exchange.frozenCash == held)
        #expect(floor.exchange.cash == "20000.00" - held)
    }

    @Test func `a cancel gives the whole freeze back`() throws {
        var floor = try Floor([.flat()], cash: "20000.00")
        let order = floor.buy(symbol, 1000, at: "9.95", "10:00:00")
        floor.cancel(order, "10:01:00")
        #expect(floor.exchange.cash == "20000.00")
        #expect(floor.exchange.frozenCash == .zero)
    }

    @Test func `a fill below the limit gives the difference back and charges the fees of what it cost`() throws {
        var floor = try Floor([.flat()], cash: "20000.00")
        floor.buy(symbol, 1000, at: "10.10", "10:00:00")
        #expect(floor.exchange.frozenCash == .zero)
        #expect(floor.exchange.cash == "20000.00" - "10010.00" - floor.fee(.buy, "10010.00", 1000))
    }

    @Test func `a cancel after a part keeps what that part cost`() throws {
        var floor = try Floor([.flat()], cash: "30000.00")
        let order = floor.buy(symbol, 2000, at: "10.01", "10:00:30")
        #expect(order.report.filled == 1000)
        #expect(
            floor.exchange.frozenCash == "10010.00" + floor.fee(.buy, "20020.00", 2000)
                - floor.fee(.buy, "10010.00", 1000))
        floor.cancel(order, "10:00:40")
        #expect(floor.exchange.frozenCash == .zero)
        #expect(floor.exchange.cash == "30000.00" - "10010.00" - floor.fee(.buy, "10010.00", 1000))
    }

    @Test func `proceeds of a sale buy at once`() throws {
        var floor = try Floor([.flat(), .flat("000001.SZ")], cash: "0.00", holding: [(symbol, 1000)])
        #expect(floor.buy("000001.SZ", 900, at: "10.01", "10:00:00").rejection != nil)
        floor.sell(symbol, 1000, at: "9.99", "10:00:10")
        let proceeds: Money = "9990.00" - floor.fee(.sell, "9990.00", 1000)
        #expect(floor.exchange.cash == proceeds)
        #expect(floor.buy("000001.SZ", 900, at: "10.01", "10:00:20").report.status == .filled)
    }

    @Test func `a share bought today is sold tomorrow`() throws {
        var floor = try Floor([.flat()])
        floor.buy(symbol, 500, at: "10.01", "10:00:00")
        let today = try #require(floor.position(symbol))
        #expect((today.volume, today.sellable, today.yesterday) == (500, 0, 0))
        #expect(floor.sell(symbol, 500, at: "9.99", "10:01:00").rejection == .sellable(wanted: 500, sellable: 0))
        try floor.begin([.flat()], on: "2024-06-04")
        let tomorrow = try #require(floor.position(symbol))
        #expect((tomorrow.volume, tomorrow.sellable, tomorrow.yesterday) == (500, 500, 500))
        #expect(floor.sell(symbol, 500, at: "9.99", "10:00:00").report.status == .filled)
    }

    @Test func `of old and new shares only the old ones can be sold`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 300)])
        floor.buy(symbol, 500, at: "10.01", "10:00:00")
        #expect(floor.sell(symbol, 400, at: "9.99", "10:01:00").rejection == .sellable(wanted: 400, sellable: 300))
        #expect(floor.sell(symbol, 300, at: "9.99", "10:01:00").report.status == .filled)
        let position = try #require(floor.position(symbol))
        #expect((position.volume, position.sellable, position.yesterday) == (500, 0, 300))
    }

    @Test(
        arguments: [("511010.SH", true), ("518880.SH", true), ("510300.SH", false), ("113001.SH", true)]
            as [(Symbol, Bool)])
    func `what is settled the same day is sold the same day`(symbol: Symbol, isSameDay: Bool) throws {
        var floor = try Floor([.flat(symbol)])
        floor.buy(symbol, 500, at: "10.01", "10:00:00")
        #expect(floor.position(symbol)?.sellable == (isSameDay ? 500 : 0))
        #expect((floor.sell(symbol, 500, at: "9.99", "10:01:00").rejection == nil) == isSameDay)
    }

    @Test func `a cross-border fund is sold the same day where the facts say so`() throws {
        let fund: Symbol = "513100.SH"
        var floor = try Floor([.flat(fund)]) { $0.facts[fund] = .init(underlyingTradesSameDay: true) }
        floor.buy(fund, 500, at: "10.01", "10:00:00")
        #expect(floor.position(fund)?.sellable == 500)
        var other = try Floor([.flat(fund)])
        other.buy(fund, 500, at: "10.01", "10:00:00")
        #expect(other.position(fund)?.sellable == 0)
    }

    @Test func `a known kind overrides the code`() throws {
        let fund: Symbol = "588000.SH"
        var floor = try Floor([.flat(fund)]) { $0.facts[fund] = .init(kind: .etf20) }
        #expect(floor.buy(fund, 100, at: "12.000", "09:20:00").rejection == nil)
        var plain = try Floor([.flat(fund)])
        #expect(plain.buy(fund, 100, at: "12.000", "09:20:00").rejection == .aboveLimit("11.00"))
    }

    @Test func `shares under a sell order are frozen until it ends`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 1000)])
        let order = floor.sell(symbol, 600, at: "10.10", "10:00:00")
        var position = try #require(floor.position(symbol))
        #expect((position.volume, position.sellable, position.frozen) == (1000, 400, 600))
        floor.cancel(order, "10:01:00")
        position = try #require(floor.position(symbol))
        #expect((position.volume, position.sellable, position.frozen) == (1000, 1000, 0))
    }

    @Test func `what was sold out today is listed with zero shares and gone tomorrow`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 1000)])
        floor.sell(symbol, 1000, at: "9.99", "10:00:00")
        #expect(floor.position(symbol)?.volume == 0)
        #expect(floor.position(symbol)?.costPrice == nil)
        try floor.begin([.flat()], on: "2024-06-04")
        #expect(floor.position(symbol) == nil)
    }

    @Test func `part sales take their part of the cost`() throws {
        var floor = try Floor([.flat()])
        floor.buy(symbol, 600, at: "10.01", "10:00:00")
        #expect(floor.position(symbol)?.costPrice == "10.01")
        try floor.begin([.flat()], on: "2024-06-04")
        floor.sell(symbol, 200, at: "9.99", "10:00:00")
        #expect(floor.position(symbol)?.costPrice == "10.01")
    }

    @Test func `a sale that cannot pay its own fees waits for cash`() throws {
        // 100 shares at 0.04 are worth 4.00; the commission alone is 5.00.
        let bar = DayBar.flat(at: "0.04", previousClose: "0.04", volume: 245_000_000)
        var floor = try Floor([bar], cash: "0.50", holding: [(symbol, 100)])
        let order = floor.sell(symbol, 100, at: "0.04", "10:00:00")
        #expect(order.report.status == .live)
        floor.advance(to: "10:05:00")
        #expect(floor.order(order)?.status == .live)
        let isPaidIn = floor.exchange.transfer("10.00")
        #expect(isPaidIn)
        floor.advance(to: "10:06:00")
        #expect(floor.order(order)?.status == .filled)
        #expect(floor.exchange.cash == "10.50" + "4.00" - floor.fee(.sell, "4.00", 100))
    }

    @Test func `a sale that has to wait for cash leaves the minute's volume to others`() throws {
        // A lot of ours a minute.
        let bar = DayBar.flat(at: "0.04", previousClose: "0.04", volume: 245_000)
        var floor = try Floor([bar], cash: "0.50", holding: [(symbol, 200)])
        floor.sell(symbol, 100, at: "0.04", "10:00:00")
        floor.advance(to: "10:01:00")
        let isPaidIn = floor.exchange.transfer("10.00")
        #expect(isPaidIn)
        #expect(floor.sell(symbol, 100, at: "0.03", "10:01:30").report.status == .filled)
    }

    @Test func `money goes in and comes out as far as it is free`() throws {
        var floor = try Floor([.flat()], cash: "10000.00")
        floor.buy(symbol, 500, at: "9.90", "10:00:00")
        let free = floor.exchange.cash
        let tooMuch = floor.exchange.transfer(-(free + "0.01"))
        #expect(!tooMuch)
        #expect(floor.exchange.cash == free)
        let all = floor.exchange.transfer(-free)
        #expect(all)
        #expect(floor.exchange.cash == .zero)
        #expect(floor.exchange.figures.transfers == -free)
        #expect(floor.exchange.brokenInvariants() == [])
    }
}
