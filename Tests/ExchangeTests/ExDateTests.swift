import Exchange
import Market
import Testing

@Suite struct ExDateTests {
    private let symbol: Symbol = "600000.SH"

    /// Holds 1,000 shares that closed at 10.00 and begins the next day with `reference` as its previous close.
    private func exDate(shares: Shares = 1000, reference: Price) throws -> (before: Floor, after: Floor) {
        let floor = try Floor([.flat()], cash: "500.00", holding: [(symbol, shares)])
        var after = floor
        _ = after.heard()
        try after.begin([.flat(at: reference, previousClose: reference)], on: "2024-06-04")
        return (floor, after)
    }

    private func total(_ floor: Floor) -> Money { floor.exchange.asset(at: floor.exchange.now).total }

    @Test func `a small step down is cash for every share`() throws {
        var (before, after) = try exDate(reference: "9.64")
        let entry = try #require(after.exchange.exDates.first)
        #expect(entry.kind == .dividend)
        #expect((entry.sharesBefore, entry.sharesAfter, entry.cash) == (1000, 1000, "360.00"))
        #expect(after.exchange.cash == "860.00")
        #expect(after.exchange.figures.dividends == "360.00")
        #expect(total(after) == total(before))
        #expect(after.heard() == [.tradingDay("2024-06-04"), .exDate(entry)])
        #expect(after.exchange.brokenInvariants() == [])
        #expect(after.position(symbol)?.costPrice == before.position(symbol)?.costPrice)
    }

    @Test(
        arguments: [
            ("9.10", .dividend), ("9.09", .bonus), ("9.99", .dividend), ("5.00", .bonus), ("10.01", .unexplained),
            ("10.99", .unexplained), ("11.00", .merger), ("20.00", .merger),
        ] as [(Price, ExDateEntry.Kind)])
    func `a ratio of 1_1 parts cash from shares`(reference: Price, kind: ExDateEntry.Kind) throws {
        let (_, after) = try exDate(reference: reference)
        #expect(after.exchange.exDates.map(\.kind) == [kind])
    }

    @Test func `exactly 1_1 is a bonus`() throws {
        var floor = try Floor([.flat(at: "11.00")], holding: [(symbol, 1000)])
        try floor.begin([.flat()], on: "2024-06-04")
        #expect(floor.exchange.exDates.map(\.kind) == [.bonus])
        #expect(floor.position(symbol)?.volume == 1100)
    }

    @Test func `a large step down is shares, sellable at once, at the same total cost`() throws {
        var (before, after) = try exDate(reference: "5.00")
        let position = try #require(after.position(symbol))
        #expect((position.volume, position.sellable, position.yesterday) == (2000, 2000, 2000))
        #expect(position.costPrice == AveragePrice(microyuan: 500_000))
        #expect(before.position(symbol)?.costPrice == AveragePrice(microyuan: 1_000_000))
        #expect(after.exchange.cash == "500.00")
        #expect(total(after) == total(before))
        #expect(after.sell(symbol, 2000, at: "4.99", "10:00:00").rejection == nil)
    }

    @Test func `a fraction of a share is paid in cash, to the li`() throws {
        // 155 × 10.00 / 7.69 is 201 shares and 4.31 yuan.
        let (before, after) = try exDate(shares: 155, reference: "7.69")
        let entry = try #require(after.exchange.exDates.first)
        #expect((entry.sharesAfter, entry.cash) == (201, "4.31"))
        #expect(after.exchange.figures.fractions == "4.31")
        #expect(total(after) == total(before))
    }

    @Test func `a merger of fund units keeps the value too`() throws {
        let (before, after) = try exDate(shares: 155, reference: "20.00")
        let entry = try #require(after.exchange.exDates.first)
        #expect((entry.sharesAfter, entry.cash) == (77, "10.00"))
        #expect(total(after) == total(before))
    }

    @Test func `a small step up is reported and nothing is done`() throws {
        let (_, after) = try exDate(reference: "10.05")
        let entry = try #require(after.exchange.exDates.first)
        #expect((entry.kind, entry.sharesAfter, entry.cash) == (.unexplained, 1000, .zero))
        #expect(after.exchange.cash == "500.00")
    }

    @Test(arguments: [UInt64(11), 12, 13])
    func `whatever the ratio, the value of a position is preserved to the li`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let close = Price.fen(Int64.random(in: 100...20_000, using: &random))
            let reference = Price.fen(Int64.random(in: 50...close.li / 10, using: &random))
            let shares = Shares(Int64.random(in: 1...100_000, using: &random))
            var floor = try Floor([.flat(at: close, previousClose: close)], holding: [(symbol, shares)])
            floor.advance(to: "16:00:00")
            let before = total(floor)
            try floor.begin([.flat(at: reference, previousClose: reference)], on: "2024-06-04")
            #expect(total(floor) == before, "seed \(seed): \(shares) at \(close), reference \(reference)")
            #expect(floor.exchange.brokenInvariants() == [])
        }
    }

    @Test func `an ex-date inside a suspension acts once`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 1000)])
        func suspended(_ price: Price) -> DayBar {
            .sample(open: "10.00", high: "10.00", low: "10.00", close: "10.00", previousClose: price, isSuspended: true)
        }
        try floor.begin([suspended("10.00")], on: "2024-06-04")
        try floor.begin([suspended("5.00")], on: "2024-06-05")
        try floor.begin([suspended("5.00")], on: "2024-06-06")
        try floor.begin([.flat(at: "5.00", previousClose: "5.00")], on: "2024-06-07")
        #expect(floor.exchange.exDates.map(\.day) == ["2024-06-05"])
        #expect(floor.position(symbol)?.volume == 2000)
    }

    @Test func `an ex-date after days without a bar is found by the last close`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 1000)])
        try floor.begin([], on: "2024-06-04")
        try floor.begin([.flat(at: "9.50", previousClose: "9.50")], on: "2024-06-05")
        #expect(floor.exchange.exDates.map(\.cash) == ["500.00"])
    }

    @Test func `shares bought on the record date are entitled, those sold are not`() throws {
        var floor = try Floor([.flat()], cash: "100000.00", holding: [(symbol, 1000)])
        floor.sell(symbol, 300, at: "9.99", "10:00:00")
        floor.buy(symbol, 500, at: "10.01", "10:01:00")
        try floor.begin([.flat(at: "9.90", previousClose: "9.90")], on: "2024-06-04")
        #expect(floor.exchange.exDates.map(\.cash) == ["120.00"])
    }

    @Test func `the first sheet moves nothing: what came before it is not known`() throws {
        let floor = try Floor([.flat(at: "5.00", previousClose: "5.00")], holding: [(symbol, 1000)])
        #expect(floor.exchange.exDates == [])
        #expect(floor.position(symbol)?.volume == 1000)
    }
}
