import Exchange
import Market
import Testing

/// Orders against books that were observed: what is there fills, and nothing else ever does.
@Suite struct LiveMarketTests {
    private static let day: Day = "2026-03-03"
    private static let symbol: Symbol = "600000.SH"

    private struct Desk {
        var exchange: SimulatedExchange
        var notices: [Notice] = []
        private var ids = 0

        init(
            cash: Money = "1000000.00", holding: [(Symbol, Shares)] = [],
            rules: SimulatedExchange.LiveRules = .init(),
            configure: (inout SimulatedExchange.Configuration) -> Void = { _ in }
        ) throws {
            var configuration = SimulatedExchange.Configuration(openingCash: cash, fees: Floor.fees)
            configuration.participationPPM = nil
            configuration.openingPositions = holding.map { .init(symbol: $0.0, volume: $0.1, cost: "1000.00") }
            configure(&configuration)
            exchange = SimulatedExchange(configuration)
            try exchange.beginLiveDay(day, rules, at: day.at("08:30:00"), into: &notices)
        }

        /// A book with 10.00 bid and 10.01 asked, of this very moment, unless told otherwise.
        mutating func see(
            _ time: TimeOfDay, symbol: Symbol = LiveMarketTests.symbol, last: Price? = "10.00",
            bids: [(Price, Shares)] = [("10.00", 5_000)], asks: [(Price, Shares)] = [("10.01", 5_000)],
            phase: Quote.Phase = .continuous, of quoteTime: Timestamp? = nil, traded: Shares = 1_000_000,
            previousClose: Price = "10.00", isSuspended: Bool = false, name: String = "sample", on day: Day = day
        ) {
            let moment = day.at(time)
            let instrument = Instrument(
                symbol: symbol, name: name, tick: "0.01", upLimit: "11.00", downLimit: "9.00",
                previousClose: previousClose, isSuspended: isSuspended)
            let quote = Quote(
                symbol: symbol, time: quoteTime ?? moment, last: last, previousClose: previousClose, volume: traded,
                bids: bids.map { Quote.Level(price: $0.0, volume: $0.1) },
                asks: asks.map { Quote.Level(price: $0.0, volume: $0.1) }, phase: phase)
            exchange.observe([instrument], [quote], at: moment, into: &notices)
            #expect(exchange.brokenInvariants() == [])
        }

        @discardableResult
        mutating func order(
            _ side: Side, _ shares: Shares, at price: Price, _ time: TimeOfDay, symbol: Symbol = LiveMarketTests.symbol
        ) -> Placement {
            ids += 1
            let moment = day.at(time)
            let placement = exchange.submitLive(
                Submission(
                    clientOrderID: ClientOrderID("20260303-1-\(ids)") ?? "x", symbol: symbol, side: side, price: price,
                    volume: shares, validUntil: moment.adding(seconds: 30)),
                at: moment, into: &notices)
            #expect(exchange.brokenInvariants() == [])
            return placement
        }

        func report(_ placement: Placement) -> OrderReport? {
            exchange.order(.broker("\(placement.report.brokerOrderID ?? "none")"))
        }
    }

    @Test func `a marketable order fills at the touch`() throws {
        var desk = try Desk()
        desk.see("09:31:00")
        let report = desk.order(.buy, 1_000, at: "10.10", "09:31:01").report
        #expect(report.status == .filled)
        #expect(report.filledPrice == "10.01")
        #expect(desk.notices.statuses == [.live, .filled])
    }

    @Test func `N03: the volume of a level caps what an order takes, and the rest waits`() throws {
        var desk = try Desk()
        desk.see("09:31:00", asks: [("10.01", 3_000)])
        let placement = desk.order(.buy, 5_000, at: "10.10", "09:31:01")
        #expect(placement.report.status == .partial && placement.report.filled == 3_000)
        #expect(desk.exchange.restingSymbols == [Self.symbol])
        desk.see("09:31:05", asks: [("10.05", 9_000)], traded: 1_100_000)
        #expect(desk.report(placement)?.status == .filled)
        #expect(desk.notices.fills.map(\.price) == ["10.01", "10.05"])
        #expect(desk.notices.fills.map(\.volume) == [3_000, 2_000])
    }

    @Test func `an order walks the levels up to its limit and not beyond`() throws {
        var desk = try Desk()
        desk.see("09:31:00", asks: [("10.01", 1_000), ("10.02", 1_000), ("10.03", 9_000)])
        let report = desk.order(.buy, 5_000, at: "10.02", "09:31:01").report
        #expect(report.filled == 2_000)
        #expect(desk.notices.fills.map(\.price) == ["10.01", "10.02"])
    }

    @Test func `the same book is not taken twice`() throws {
        var desk = try Desk()
        desk.see("09:31:00", asks: [("10.01", 1_000)])
        desk.order(.buy, 1_000, at: "10.01", "09:31:01")
        let second = desk.order(.buy, 1_000, at: "10.01", "09:31:02")
        #expect(second.report.filled == 0)
        desk.see("09:31:05", asks: [("10.01", 1_000)])
        #expect(desk.report(second)?.filled == 0)
        desk.see("09:31:08", asks: [("10.01", 1_000)], traded: 1_000_100)
        #expect(desk.report(second)?.status == .filled)
    }

    @Test func `only the allowed part of a level is taken, in whole lots`() throws {
        var desk = try Desk(rules: .init(participationPPM: 250_000))
        desk.see("09:31:00", asks: [("10.01", 1_900)])
        #expect(desk.order(.buy, 1_000, at: "10.01", "09:31:01").report.filled == 400)
    }

    @Test func `slippage makes a fill worse, never worse than the limit`() throws {
        var desk = try Desk { $0.slippage = .share(.ppm(5_000)) }
        desk.see("09:31:00")
        #expect(desk.order(.buy, 100, at: "10.10", "09:31:01").report.filledPrice == "10.06")
        #expect(desk.order(.buy, 100, at: "10.02", "09:31:01").report.filledPrice == "10.02")
    }

    @Test func `nothing fills from a stale quote`() throws {
        var desk = try Desk(rules: .init(ageMaximumMilliseconds: 10_000))
        desk.see("09:31:00")
        let placement = desk.order(.buy, 100, at: "10.05", "09:31:11")
        #expect(placement.report.status == .live)
        desk.see("09:31:12")
        #expect(desk.report(placement)?.status == .filled)
    }

    @Test func `nothing fills from a feed that stands still`() throws {
        var desk = try Desk(rules: .init(lagMaximumMilliseconds: 60_000))
        desk.see("09:33:00", of: Self.day.at("09:31:00"))
        #expect(desk.order(.buy, 100, at: "10.05", "09:33:01").report.status == .live)
    }

    @Test func `an older quote than the known one, and one of another day, say nothing`() throws {
        var desk = try Desk()
        desk.see("09:31:00")
        desk.see("09:31:01", asks: [("9.90", 5_000)], of: Self.day.at("09:30:30"))
        desk.see("09:31:02", asks: [("9.90", 5_000)], of: Self.day.advanced(by: -1).at("14:00:00"))
        #expect(desk.order(.buy, 100, at: "10.05", "09:31:03").report.filledPrice == "10.01")
    }

    @Test(arguments: [Quote.Phase.auction, .lunchBreak, .closingAuction, .closed, .preOpen])
    func `nothing fills while the quote is not of continuous trading`(phase: Quote.Phase) throws {
        var desk = try Desk()
        desk.see("09:31:00", phase: phase)
        #expect(desk.order(.buy, 100, at: "10.05", "09:31:01").report.filled == 0)
    }

    @Test(arguments: [("09:20:00", true), ("11:45:00", false), ("14:58:00", true), ("15:10:00", false)])
    func `nothing fills outside continuous trading by the clock`(time: TimeOfDay, isTaken: Bool) throws {
        var desk = try Desk()
        desk.see(time)
        let placement = desk.order(.buy, 100, at: "10.05", time)
        #expect(placement.report.filled == 0)
        #expect((placement.rejection == nil) == isTaken)
    }

    @Test func `a waiting order is served by the first book that reaches it, in the order of price and entry`() throws {
        var desk = try Desk()
        desk.see("09:31:00")
        let low = desk.order(.buy, 1_000, at: "9.95", "09:31:01")
        let high = desk.order(.buy, 1_000, at: "9.98", "09:31:02")
        let late = desk.order(.buy, 1_000, at: "9.98", "09:31:03")
        desk.see("09:32:00", bids: [("9.90", 100)], asks: [("9.95", 2_500)], traded: 1_200_000)
        #expect(desk.report(high)?.status == .filled)
        #expect(desk.report(late)?.status == .filled)
        #expect(desk.report(low)?.filled == 500)
        #expect(desk.exchange.cancel(.broker("1"), at: Self.day.at("09:33:00")).0 == .requested)
        #expect(desk.exchange.restingSymbols == [])
        #expect(desk.exchange.frozenCash == .zero)
    }

    @Test func `N03: the checks are those of every order`() throws {
        var desk = try Desk(cash: "50000.00", holding: [(Self.symbol, 1_000)])
        desk.see("09:31:00")
        desk.see("09:31:00", symbol: "000001.SZ", isSuspended: true)
        #expect(desk.order(.buy, 100, at: "10.005", "09:31:01").rejection == .offTick("0.01"))
        #expect(desk.order(.buy, 150, at: "10.01", "09:31:01").rejection == .buyLot(minimum: 100, step: 100))
        #expect(desk.order(.buy, 100, at: "11.01", "09:31:01").rejection == .aboveLimit("11.00"))
        #expect(
            desk.order(.sell, 1_100, at: "10.00", "09:31:01").rejection == .sellable(wanted: 1_100, sellable: 1_000))
        #expect(desk.order(.buy, 5_000, at: "10.01", "09:31:01").rejection != nil)
        #expect(
            desk.order(.buy, 100, at: "10.00", "09:31:01", symbol: "000001.SZ").rejection == .notTradable(.suspended))
        #expect(desk.order(.buy, 100, at: "10.00", "09:31:01", symbol: "000002.SZ").rejection == .notListed)
    }

    @Test func `the cage is around the observed book`() throws {
        var desk = try Desk()
        desk.see("09:31:00", last: "10.00", asks: [("10.20", 1_000)])
        #expect(desk.order(.buy, 100, at: "10.41", "09:31:01").rejection == .cage(.buy, bound: "10.40"))
        #expect(desk.order(.buy, 100, at: "10.40", "09:31:01").rejection == nil)
    }

    @Test func `N03: what was bought today is sold tomorrow`() throws {
        var desk = try Desk()
        desk.see("09:31:00")
        desk.order(.buy, 1_000, at: "10.01", "09:31:01")
        #expect(desk.order(.sell, 1_000, at: "10.00", "09:31:02").rejection == .sellable(wanted: 1_000, sellable: 0))
        let next: Day = "2026-03-04"
        try desk.exchange.beginLiveDay(next, .init(), at: next.at("08:30:00"), into: &desk.notices)
        #expect(desk.exchange.positions(at: next.at("09:00:00")).map(\.sellable) == [1_000])
    }

    @Test func `positions are worth the last observed price`() throws {
        var desk = try Desk(holding: [(Self.symbol, 1_000)])
        desk.see("09:31:00", last: "10.30")
        #expect(desk.exchange.positions(at: Self.day.at("09:31:01")).map(\.lastPrice) == ["10.30"])
        desk.see("15:00:30", last: "10.40", bids: [], asks: [], phase: .closed)
        #expect(desk.exchange.asset(at: Self.day.at("15:01:00")).marketValue == "10400.00")
    }

    @Test func `an ex-date shows against a close that was seen, and only then`() throws {
        let next: Day = "2026-03-04"
        for isSeen in [true, false] {
            var desk = try Desk(holding: [(Self.symbol, 1_000)])
            desk.see("14:59:00", last: "10.00")
            #expect(desk.exchange.unclosedSymbols == [Self.symbol])
            if isSeen { desk.see("15:00:30", last: "10.00", bids: [], asks: [], phase: .closed) }
            #expect(desk.exchange.unclosedSymbols.isEmpty == isSeen)
            try desk.exchange.beginLiveDay(next, .init(), at: next.at("08:30:00"), into: &desk.notices)
            desk.see("09:31:00", last: "9.80", previousClose: "9.75", on: next)
            desk.see("09:31:03", last: "9.80", previousClose: "9.75", on: next)
            #expect(desk.exchange.cash == (isSeen ? "1000250.00" : "1000000.00"))
        }
    }

    @Test func `the same observations and orders give the same account`() throws {
        func run() throws -> SimulatedExchange {
            var desk = try Desk()
            desk.see("09:31:00", asks: [("10.01", 300)])
            desk.order(.buy, 1_000, at: "10.05", "09:31:01")
            desk.see("09:31:04", asks: [("10.04", 300)])
            return desk.exchange
        }
        #expect(try run() == run())
    }
}
