import Exchange
import Market
import Testing

@Suite struct EndingTests {
    private let symbol: Symbol = "600000.SH"

    /// Days after the last bar of a holding of 1,000 shares at 10.00.
    private func floor(days: Int, _ ending: SimulatedExchange.Configuration.EndedSeries?) throws -> Floor {
        var floor = try Floor([.flat()], cash: "500.00", holding: [(symbol, 1000)]) { $0.endedSeries = ending }
        for offset in 1...days { try floor.begin([.flat("600001.SH")], on: Floor.day.advanced(by: offset)) }
        return floor
    }

    @Test func `without a setting the last price is carried for ever`() throws {
        let floor = try floor(days: 60, nil)
        #expect(floor.position(symbol)?.lastPrice == "10.00")
        #expect(floor.exchange.exDates.isEmpty)
    }

    @Test func `a holding is paid out at its last price, once, after the days set`() throws {
        let before = try floor(days: 5, .init(afterDays: 5, isSold: true))
        #expect(before.position(symbol)?.volume == 1000)
        let after = try floor(days: 30, .init(afterDays: 5, isSold: true))
        #expect(after.position(symbol) == nil)
        #expect(after.exchange.cash == "10500.00")
        #expect(after.exchange.figures.ended == "10000.00")
        #expect(after.exchange.exDates.map(\.kind) == [.soldAtEnd])
        #expect(after.exchange.brokenInvariants() == [])
    }

    @Test func `or it is written off`() throws {
        let floor = try floor(days: 30, .init(afterDays: 5, isSold: false))
        #expect(floor.position(symbol) == nil)
        #expect(floor.exchange.cash == "500.00")
        #expect(floor.exchange.exDates.map(\.kind) == [.writtenOff])
        #expect(floor.exchange.brokenInvariants() == [])
    }

    @Test func `bars that come back begin the count anew`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 1000)]) {
            $0.endedSeries = .init(afterDays: 3, isSold: true)
        }
        for offset in 1...20 {
            let bars: [DayBar] = offset % 3 == 0 ? [.flat()] : [.flat("600001.SH")]
            try floor.begin(bars, on: Floor.day.advanced(by: offset))
        }
        #expect(floor.position(symbol)?.volume == 1000)
    }
}

@Suite struct AnnouncedActionTests {
    private let symbol: Symbol = "600000.SH"

    /// A day with one bar and one announced action.
    private final class AnnouncedDay: DayBars {
        let day: Day
        let bar: DayBar
        let action: AnnouncedAction?

        init(day: Day, bar: DayBar, action: AnnouncedAction?) {
            self.day = day
            self.bar = bar
            self.action = action
        }

        func bar(of symbol: Symbol) -> DayBar? { symbol == bar.symbol ? bar : nil }
        func corporateAction(of symbol: Symbol) -> AnnouncedAction? { symbol == bar.symbol ? action : nil }
    }

    private func floor(
        _ action: CorporateAction, payDay: Day = "2024-06-04", reference: Price, takesUpRights: Bool = false
    ) throws -> Floor {
        var floor = try Floor([.flat()], cash: "5000.00", holding: [(symbol, 1000)]) {
            $0.takesUpRights = takesUpRights
        }
        var notices: [Notice] = []
        let day: Day = "2024-06-04"
        try floor.exchange.beginDay(
            AnnouncedDay(
                day: day, bar: .flat(at: reference, previousClose: reference),
                action: AnnouncedAction(action: action, exDay: day, payDay: payDay)),
            at: day.at("08:00:00"), into: &notices)
        return floor
    }

    @Test func `cash and bonus shares follow the announcement, not the ratio`() throws {
        let floor = try floor(
            CorporateAction(cashPerBillion: 500_000_000, bonusPerBillion: 300_000_000), reference: "7.31")
        #expect(floor.position(symbol)?.volume == 1300)
        #expect(floor.exchange.cash == "5500.00")
        #expect(floor.exchange.exDates.map(\.kind) == [.announced])
        #expect(floor.exchange.brokenInvariants() == [])
    }

    @Test func `cash comes on its pay day`() throws {
        var floor = try floor(
            CorporateAction(cashPerBillion: 500_000_000), payDay: "2024-06-06", reference: "9.50")
        #expect(floor.exchange.cash == "5000.00")
        #expect(floor.exchange.brokenInvariants() == [])
        try floor.begin([.flat(at: "9.50", previousClose: "9.50")], on: "2024-06-05")
        #expect(floor.exchange.cash == "5000.00")
        try floor.begin([.flat(at: "9.50", previousClose: "9.50")], on: "2024-06-06")
        #expect(floor.exchange.cash == "5500.00")
        #expect(floor.exchange.brokenInvariants() == [])
    }

    @Test func `rights are left or taken up, as set`() throws {
        let action = CorporateAction(rightsPerBillion: 200_000_000, rightsPrice: "5.00")
        let left = try floor(action, reference: "9.17")
        #expect((left.position(symbol)?.volume, left.exchange.cash) == (1000, "5000.00"))
        let taken = try floor(action, reference: "9.17", takesUpRights: true)
        #expect((taken.position(symbol)?.volume, taken.exchange.cash) == (1200, "4000.00"))
        #expect(taken.exchange.brokenInvariants() == [])
    }
}

@Suite struct SlippageTests {
    private let symbol: Symbol = "600000.SH"

    private func price(
        _ slippage: SimulatedExchange.Configuration.Slippage, _ side: Side, limit: Price
    ) throws -> AveragePrice? {
        var floor = try Floor([.flat()], holding: [(symbol, 1000)]) {
            $0.slippage = slippage
            $0.takerPrice = .path
        }
        return floor.submit(symbol, side, 100, at: limit, "10:00:00").report.filledPrice
    }

    @Test func `a fill is worse by the share, half up to the tick`() throws {
        #expect(try price(.share(.ppm(1_000)), .buy, limit: "10.10") == "10.01")
        #expect(try price(.share(.ppm(1_500)), .buy, limit: "10.10") == "10.02")
        #expect(try price(.share(.ppm(1_400)), .sell, limit: "9.90") == "9.99")
        #expect(try price(.ticks(3), .sell, limit: "9.90") == "9.97")
    }

    @Test func `and never past the order's own limit`() throws {
        #expect(try price(.ticks(30), .buy, limit: "10.05") == "10.05")
        #expect(try price(.ticks(30), .sell, limit: "9.95") == "9.95")
    }
}
