import Exchange
import Market
import Testing

@Suite struct QuoteTests {
    private let symbol: Symbol = "600000.SH"

    @Test(
        arguments: [
            ("09:00:00", .preOpen), ("09:15:00", .auction), ("09:24:00", .auction), ("09:26:00", .lunchBreak),
            ("09:30:00", .continuous), ("11:29:59", .continuous), ("11:30:00", .lunchBreak), ("13:00:00", .continuous),
            ("14:57:00", .closingAuction), ("15:00:00", .closed), ("22:00:00", .closed),
        ] as [(TimeOfDay, Quote.Phase)])
    func `a quote tells the phase`(time: TimeOfDay, phase: Quote.Phase) throws {
        let floor = try Floor([.sample()])
        #expect(floor.quote(symbol, time)?.phase == phase)
    }

    @Test func `STAR's evening has after-hours trading`() throws {
        let floor = try Floor([.sample("688001.SH")])
        #expect(floor.quote("688001.SH", "15:10:00")?.phase == .afterHours)
    }

    @Test func `before 09_25 a quote knows yesterday's close and nothing of today`() throws {
        let floor = try Floor([.sample(open: "10.05", previousClose: "9.98")])
        let quote = try #require(floor.quote(symbol, "09:24:59"))
        #expect(
            quote
                == Quote(
                    symbol: symbol, time: floor.day.at("09:24:59"), last: "9.98", previousClose: "9.98", phase: .auction
                ))
    }

    @Test func `at 09_25 the open has traded`() throws {
        let floor = try Floor([.sample(open: "10.05")])
        let quote = try #require(floor.quote(symbol, "09:25:00"))
        #expect((quote.open, quote.last, quote.high, quote.low) == ("10.05", "10.05", "10.05", "10.05"))
        #expect(quote.volume == 50_000)
        #expect(quote.amount == "502500.00")
        #expect(quote.bids == [.init(price: "10.04", volume: 50_000)])
        #expect(quote.asks == [.init(price: "10.06", volume: 50_000)])
    }

    @Test func `the evening before, a sheet that is already there tells nothing of its day`() throws {
        var floor = try Floor([.sample()])
        let evening = Floor.day.at("20:00:00")
        let bar = DayBar.sample(open: "10.50", high: "10.90", low: "10.20", close: "10.80", previousClose: "10.10")
        _ = try floor.exchange.beginDay(DaySheet(day: "2024-06-04", bars: [bar]), at: evening)
        let quote = try #require(floor.exchange.quote(symbol, at: evening))
        #expect(
            quote == Quote(symbol: symbol, time: evening, last: "10.10", previousClose: "10.10", phase: .closed))
    }

    @Test func `in the session it has the path, a tick on each side and what has traded`() throws {
        let floor = try Floor([.sample()])
        // 11:30 is past minute 60 at 9.80 and at minute 119 on the way up to 10.30.
        let quote = try #require(floor.quote(symbol, "11:29:59"))
        #expect(quote.last == "10.04")
        #expect((quote.open, quote.high, quote.low) == ("10.00", "10.04", "9.80"))
        #expect(quote.volume == 1_250_000)
        #expect(quote.bids == [.init(price: "10.03", volume: 10_000)])
        #expect(quote.asks == [.init(price: "10.05", volume: 10_000)])
    }

    @Test func `after the close it has the day`() throws {
        let floor = try Floor([.sample()])
        let quote = try #require(floor.quote(symbol, "15:00:00"))
        #expect((quote.open, quote.high, quote.low, quote.last) == ("10.00", "10.30", "9.80", "10.10"))
        #expect(quote.volume == 2_450_000)
        #expect(quote.bids == [])
        #expect(quote.asks == [])
        let tomorrow = floor.exchange.quote(symbol, at: floor.day.advanced(by: 1).at("09:00:00"))
        #expect(tomorrow?.last == "10.10")
        #expect(tomorrow?.phase == .closed)
    }

    @Test func `amounts are the sum of the slots`() throws {
        let floor = try Floor([.flat()])
        #expect(floor.quote(symbol, "10:00:00")?.amount == "3600000.00")
        #expect(floor.quote(symbol, "15:00:00")?.amount == "24500000.00")
    }

    @Test func `a suspended security stands still at its reference`() throws {
        let floor = try Floor([.sample(previousClose: "9.64", isSuspended: true)])
        let quote = try #require(floor.quote(symbol, "10:00:00"))
        #expect((quote.phase, quote.last, quote.open, quote.volume) == (.halted, "9.64", nil, 0))
        #expect(quote.bids == [] && quote.asks == [])
    }

    @Test func `nobody knows a security that is neither listed nor held`() throws {
        let floor = try Floor([.sample()])
        #expect(floor.quote("600001.SH", "10:00:00") == nil)
        #expect(floor.exchange.instrument("600001.SH") == nil)
        #expect(floor.exchange.tradability(of: "600001.SH") == .unknown)
    }

    @Test func `nothing of a minute's quote depends on the bar beyond the path's next turn`() throws {
        let bars: [DayBar] = [
            .sample(), .sample(close: "9.85"), .sample(close: "10.30"), .sample(high: "10.45", close: "10.40"),
        ]
        let floors = try bars.map { try Floor([$0]) }
        for minute in 0...60 {
            let time = TimeOfDay(9, Int32(30 + minute % 30)).adding(minutes: Int32(minute / 30 * 30))
            #expect(Set(floors.map { $0.quote(symbol, time) }).count == 1, "minute \(minute)")
        }
        // With one high the first three agree to minute 180, which is 14:00.
        #expect(Set(floors[..<3].map { $0.quote(symbol, "13:59:59") }).count == 1)
        #expect(Set(floors[..<3].map { $0.quote(symbol, "14:10:00") }).count == 3)
    }

    @Test func `sheets that share an open give one quote and one fill at 09_30`() throws {
        let bars: [DayBar] = [
            .sample(), .flat(), .sample(high: "10.90", low: "9.99", close: "10.80"),
            .sample(high: "10.00", low: "9.10", close: "9.10"),
        ]
        var floors = try bars.map { try Floor([$0]) }
        for index in floors.indices {
            floors[index].buy(symbol, 5000, at: "10.10", "09:20:00")
            floors[index].buy(symbol, 5000, at: "10.10", "09:30:00")
        }
        #expect(Set(floors.map { $0.quote(symbol, "09:30:59") }).count == 1)
        #expect(Set(floors.map { $0.exchange.fillReports }).count == 1)
        #expect(floors[0].exchange.fillReports.count == 2)
    }

    @Test func `instruments carry the day's limits, and ST in the name`() throws {
        let floor = try Floor([
            .sample(isRiskWarned: true), .sample("600001.SH", listingDay: 1), .sample("600002.SH", isSuspended: true),
            .sample("510300.SH"), .sample("777777.SH"),
        ]) {
            $0.facts["510300.SH"] = .init(name: "CSI 300 ETF")
        }
        let warned = try #require(floor.exchange.instrument(symbol))
        #expect((warned.name, warned.upLimit, warned.downLimit) == ("ST600000.SH", "10.50", "9.50"))
        #expect((warned.tick, warned.isSuspended, warned.listed) == ("0.01", false, nil))
        let new = try #require(floor.exchange.instrument("600001.SH"))
        #expect(PriceLimits(published: new) == PriceLimits.none)
        #expect(new.listed == Floor.day)
        #expect(floor.exchange.instrument("600002.SH")?.isSuspended == true)
        #expect(floor.exchange.instrument("510300.SH")?.name == "CSI 300 ETF")
        #expect(floor.exchange.instrument("510300.SH")?.tick == "0.001")
        #expect(floor.exchange.instrument("777777.SH")?.tick == nil)
        #expect(floor.exchange.instrument("777777.SH")?.isSuspended == nil)
    }

    @Test func `a snapshot is the account of the moment`() throws {
        var floor = try Floor([.sample()], cash: "100000.00", holding: [(symbol, 1000)])
        floor.buy(symbol, 500, at: "10.01", "09:30:00")
        floor.advance(to: "10:30:00")
        let snapshot = floor.exchange.snapshot(at: floor.exchange.now, sequence: 12)
        #expect(snapshot.asOf == floor.day.at("10:30:00"))
        #expect(snapshot.sequence == 12)
        #expect(snapshot.tradingDay == Floor.day)
        #expect(snapshot.orders == .rows(floor.exchange.orderReports))
        #expect(snapshot.fills == .rows(floor.exchange.fillReports))
        let asset = try #require(snapshot.asset)
        // 1,500 shares at the low of 9.80.
        #expect(asset.marketValue == "14700.00")
        #expect(asset.total == asset.cash + asset.frozenCash + asset.marketValue)
        let empty = SimulatedExchange(.init(openingCash: "1.00", fees: Floor.fees)).snapshot(
            at: Floor.day.at("08:00:00"), sequence: 0)
        #expect(empty.positions == .empty)
        #expect(empty.tradingDay == nil)
    }
}

extension TimeOfDay {
    fileprivate func adding(minutes: Int32) -> TimeOfDay { TimeOfDay(milliseconds: milliseconds + minutes * 60_000) }
}
