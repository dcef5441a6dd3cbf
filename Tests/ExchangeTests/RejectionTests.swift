import Exchange
import Market
import Testing

@Suite struct RejectionTests {
    private let symbol: Symbol = "600000.SH"

    private func floor(
        _ bar: DayBar = .flat(), on day: Day = Floor.day, cash: Money = "1000000.00", holding: Shares = 0,
        configure: (inout SimulatedExchange.Configuration) -> Void = { _ in }
    ) throws -> Floor {
        try Floor([bar], on: day, cash: cash, holding: [(bar.symbol, holding)], configure: configure)
    }

    @Test func `a rejection is an answer and one notice with status 57, the reason's text and an id`() throws {
        var floor = try floor()
        let placement = floor.buy(symbol, 100, at: "10.005", "10:00:00")
        guard case .rejected(let report, let rejection) = placement else {
            Issue.record("placed")
            return
        }
        #expect(rejection == .offTick("0.01"))
        #expect(report.status == .rejected)
        #expect(report.statusCode == 57)
        #expect(report.message.text == rejection.description)
        #expect(report.brokerOrderID == "1")
        #expect(report.exchangeOrderID == nil)
        #expect(floor.heard() == [.tradingDay(Floor.day), .order(report)])
        #expect(floor.exchange.orderReports == [report])
    }

    @Test func `before the first day and on a day without a sheet nothing trades`() throws {
        var exchange = SimulatedExchange(.init(openingCash: "1000.00", fees: Floor.fees))
        let request = Submission(
            clientOrderID: "20240603-1-1", symbol: symbol, side: .buy, price: "10.00", volume: 100,
            validUntil: Floor.day.at("10:00:00"))
        #expect(exchange.submit(request, at: Floor.day.at("10:00:00")).0.rejection == .notTradingDay(Floor.day))
        var floor = try floor()
        let next = floor.exchange.submit(request, at: Floor.day.advanced(by: 1).at("10:00:00")).0
        #expect(next.rejection == .notTradingDay("2024-06-04"))
    }

    @Test func `what the sheet does not have is not listed, or cannot be traded where it is held`() throws {
        var floor = try Floor([.flat()], holding: [("000001.SZ", 100)])
        #expect(floor.buy("000002.SZ", 100, at: "10.00", "10:00:00").rejection == .notListed)
        #expect(floor.sell("000001.SZ", 100, at: "10.00", "10:00:00").rejection == .notTradable(.noBar))
    }

    @Test func `suspended, impossible and foreign securities cannot be traded`() throws {
        var floor = try Floor([
            .sample("600001.SH", isSuspended: true), .sample("600002.SH", high: "9.00"), .sample("000300.SH"),
            .sample("900901.SH"), .sample("777777.SH"), .sample("600003.SH", volume: Shares(.max)),
            .sample("600004.SH", volume: -1), .sample("600005.SH", previousClose: "0.00"),
        ])
        #expect(floor.buy("600001.SH", 100, at: "10.00", "10:00:00").rejection == .notTradable(.suspended))
        #expect(floor.buy("600002.SH", 100, at: "10.00", "10:00:00").rejection == .notTradable(.unusableBar))
        for symbol in ["600003.SH", "600004.SH", "600005.SH"] as [Symbol] {
            #expect(floor.buy(symbol, 100, at: "10.00", "10:00:00").rejection == .notTradable(.unusableBar))
            #expect(floor.quote(symbol, "10:00:00")?.phase == .halted)
        }
        #expect(floor.quote("600005.SH", "10:00:00")?.last == nil)
        #expect(floor.buy("000300.SH", 100, at: "10.00", "10:00:00").rejection == .notTradable(.foreignKind))
        #expect(floor.buy("900901.SH", 100, at: "10.00", "10:00:00").rejection == .notTradable(.foreignKind))
        #expect(floor.buy("777777.SH", 100, at: "10.00", "10:00:00").rejection == .notTradable(.unknown))
    }

    @Test func `a refused board cannot be bought and can be sold`() throws {
        let star: Symbol = "688001.SH"
        var floor = try floor(.flat(star), holding: 200) { $0.refusedBoards = [.star] }
        #expect(floor.buy(star, 200, at: "10.00", "10:00:00").rejection == .boardNotPermitted(.star))
        #expect(floor.sell(star, 200, at: "9.99", "10:00:00").rejection == nil)
    }

    @Test(
        arguments: [
            ("09:14:59", .preOpen), ("09:25:00", .openGap), ("09:29:59", .openGap), ("11:30:00", .lunch),
            ("12:59:59", .lunch), ("15:00:00", .postClose), ("20:00:00", .postClose),
        ] as [(TimeOfDay, SessionPhase)])
    func `outside the exchange's hours the counter says so with its number`(time: TimeOfDay, phase: SessionPhase) throws
    {
        var floor = try floor()
        let placement = floor.buy(symbol, 100, at: "10.00", time)
        #expect(placement.rejection == .sessionClosed(phase))
        #expect(placement.report.message.text.hasPrefix("[120144]"))
    }

    @Test(
        arguments: ["09:15:00", "09:24:59", "09:30:00", "11:29:59", "13:00:00", "14:56:59", "14:59:59"] as [TimeOfDay])
    func `inside the exchange's hours orders are taken`(time: TimeOfDay) throws {
        var floor = try floor()
        #expect(floor.buy(symbol, 100, at: "9.90", time).rejection == nil)
    }

    @Test(
        arguments: [
            ("0.00", .priceNotPositive), ("10.001", .offTick("0.01")),
        ] as [(Price, Rejection)])
    func `a price is above zero and on the tick`(price: Price, rejection: Rejection) throws {
        var floor = try floor()
        #expect(floor.buy(symbol, 100, at: price, "10:00:00").rejection == rejection)
        #expect(floor.buy(symbol, 100, at: Price(li: -10), "10:00:00").rejection == .priceNotPositive)
    }

    @Test func `a fund ticks in 0_001`() throws {
        let fund: Symbol = "510300.SH"
        var floor = try floor(.flat(fund, at: "4.001", previousClose: "4.000"))
        #expect(floor.buy(fund, 100, at: "4.001", "10:00:00").rejection == nil)
    }

    @Test(
        arguments: [
            (0, .volumeNotPositive), (-100, .volumeNotPositive), (.min, .volumeNotPositive),
            (50, .buyLot(minimum: 100, step: 100)), (150, .buyLot(minimum: 100, step: 100)),
            (1_000_100, .aboveMaximum(1_000_000)), (.max, .aboveMaximum(1_000_000)),
        ] as [(Int64, Rejection)])
    func `a buy is in lots and not too large`(shares: Int64, rejection: Rejection) throws {
        var floor = try floor()
        #expect(floor.buy(symbol, Shares(shares), at: "10.00", "10:00:00").rejection == rejection)
    }

    @Test func `STAR takes 200 and single shares above`() throws {
        let star: Symbol = "688001.SH"
        var floor = try floor(.flat(star))
        #expect(floor.buy(star, 199, at: "10.00", "10:00:00").rejection == .buyLot(minimum: 200, step: 1))
        #expect(floor.buy(star, 201, at: "10.00", "10:00:00").rejection == nil)
        #expect(floor.buy(star, 100_001, at: "10.00", "10:00:00").rejection == .aboveMaximum(100_000))
    }

    @Test func `an odd remainder is sold whole and in no other way`() throws {
        var floor = try floor(holding: 250)
        let rejection = Rejection.sellLot(minimum: 100, step: 100, sellable: 250)
        #expect(floor.sell(symbol, 50, at: "9.99", "10:00:00").rejection == rejection)
        #expect(floor.sell(symbol, 150, at: "9.99", "10:00:00").rejection == rejection)
        #expect(floor.sell(symbol, 250, at: "9.99", "10:00:00").rejection == nil)
    }

    @Test func `prices stay within the daily limits`() throws {
        var floor = try floor(holding: 100)
        #expect(floor.buy(symbol, 100, at: "11.01", "09:20:00").rejection == .aboveLimit("11.00"))
        #expect(floor.buy(symbol, 100, at: "8.99", "09:20:00").rejection == .belowLimit("9.00"))
        #expect(floor.buy(symbol, 100, at: "11.00", "09:20:00").rejection == nil)
        #expect(floor.buy(symbol, 100, at: "9.00", "09:20:00").rejection == nil)
    }

    @Test func `without limits no price above the terminals' sentinel is taken`() throws {
        var floor = try floor(.flat(at: "50.00", previousClose: "10.00"))
        let dear = floor.buy(symbol, 100, at: "999999.99", "09:20:00")
        #expect(dear.rejection == .cash(needed: "100025999.00", available: "1000000.00"))
        let absurd = floor.buy(symbol, 100, at: Price(li: .max / 10 * 10), "09:20:00")
        #expect(absurd.rejection == .aboveLimit("999999.999"))
    }

    @Test func `the cage holds in continuous trading, around the simulated book`() throws {
        var floor = try floor(holding: 100)
        // Best ask 10.01 and best bid 9.99: 2 % around them.
        #expect(floor.buy(symbol, 100, at: "10.22", "10:00:00").rejection == .cage(.buy, bound: "10.21"))
        #expect(floor.sell(symbol, 100, at: "9.78", "10:00:00").rejection == .cage(.sell, bound: "9.79"))
        #expect(floor.buy(symbol, 100, at: "10.21", "10:00:00").rejection == nil)
        #expect(floor.buy(symbol, 100, at: "9.00", "10:00:00").rejection == nil, "far below is never touched")
    }

    @Test(arguments: ["09:20:00", "14:58:00"] as [TimeOfDay])
    func `call auctions know no cage`(time: TimeOfDay) throws {
        var floor = try floor()
        #expect(floor.buy(symbol, 100, at: "11.00", time).rejection == nil)
    }

    @Test func `open and filled buys of a risk-warned share count against its cap`() throws {
        var floor = try floor(.flat(at: "1.00", previousClose: "1.00", volume: 2_450_000_000, isRiskWarned: true))
        #expect(floor.buy(symbol, 300_000, at: "1.01", "10:00:00").report.status == .filled)
        let waiting = floor.buy(symbol, 100_000, at: "0.96", "10:01:00")
        #expect(waiting.report.status == .live)
        let rejection = Rejection.buyCap(cap: 500_000, left: 100_000)
        #expect(floor.buy(symbol, 100_100, at: "1.00", "10:02:00").rejection == rejection)
        floor.cancel(waiting, "10:03:00")
        #expect(floor.buy(symbol, 200_000, at: "0.96", "10:04:00").rejection == nil, "a cancel gives its part back")
        #expect(floor.buy(symbol, 100, at: "0.96", "10:05:00").rejection == .buyCap(cap: 500_000, left: 0))
    }

    @Test func `cash must cover the price and the most that fees can be`() throws {
        // 1,000.00 for the shares, 5.00 commission, 0.01 transfer fee.
        var short = try floor(cash: "1005.00")
        let placement = short.buy(symbol, 100, at: "10.00", "10:00:00")
        #expect(placement.rejection == .cash(needed: "1005.01", available: "1005.00"))
        #expect(placement.report.message.text.hasPrefix("[260200]"))
        var enough = try floor(cash: "1005.01")
        #expect(enough.buy(symbol, 100, at: "10.00", "10:00:00").rejection == nil)
    }

    @Test func `no more is sold than is sellable`() throws {
        var floor = try floor(holding: 300)
        let placement = floor.sell(symbol, 400, at: "10.00", "10:00:00")
        #expect(placement.rejection == .sellable(wanted: 400, sellable: 300))
        #expect(placement.report.message.text.hasPrefix("[251005]"))
        floor.sell(symbol, 200, at: "10.50", "10:00:30")
        #expect(floor.sell(symbol, 200, at: "10.50", "10:01:00").rejection == .sellable(wanted: 200, sellable: 100))
    }

    @Test func `the first failing check is the reason`() throws {
        var floor = try floor(.sample(isSuspended: true), cash: "0.00")
        #expect(floor.buy(symbol, 7, at: "99.999", "08:30:00").rejection == .notTradable(.suspended))
        var open = try Floor([.flat()], cash: "0.00")
        #expect(open.buy(symbol, 7, at: "99.999", "08:30:00").rejection == .sessionClosed(.preOpen))
        #expect(open.buy(symbol, 7, at: "99.999", "10:00:00").rejection == .offTick("0.01"))
        #expect(open.buy(symbol, 7, at: "99.99", "10:00:00").rejection == .buyLot(minimum: 100, step: 100))
        #expect(open.buy(symbol, 100, at: "99.99", "10:00:00").rejection == .aboveLimit("11.00"))
        #expect(open.buy(symbol, 100, at: "10.99", "10:00:00").rejection == .cage(.buy, bound: "10.21"))
        #expect(open.buy(symbol, 100, at: "10.00", "10:00:00").rejection == .cash(needed: "1005.01", available: "0.00"))
    }
}
