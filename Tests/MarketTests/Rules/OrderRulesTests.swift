import Testing

@testable import Market

/// The small families: order types, the buy cap of risk-warned shares, high frequency, cash.
@Suite struct OrderRulesTests {
    /// Day, class, and the types that the exchange knows besides `limit`.
    private static let types = """
        2006-06-30 sz.main    -
        2006-07-03 sz.main    own_best,counter_best,best5_cancel,ioc,fok
        2021-01-05 sz.chinext own_best,counter_best,best5_cancel,ioc,fok
        2006-06-30 sh.main    -
        2006-07-03 sh.main    best5_cancel,best5_to_limit
        2023-04-07 sh.main    best5_cancel,best5_to_limit
        2023-04-10 sh.main    own_best,counter_best,best5_cancel,best5_to_limit
        2019-07-22 sh.star    own_best,counter_best,best5_cancel,best5_to_limit
        2021-11-15 bj.bse     own_best,counter_best,best5_cancel,best5_to_limit
        2021-11-12 bj.bse     -
        2026-10-12 sh.etf     -
        2026-10-12 sz.cb      -
        2026-10-12 sh.b_share -
        """

    @Test func `order types around every switch of the rules`() throws {
        for row in TextTable.rows(Self.types) {
            let listing = try Listings.named(row[1])
            let day = try TextTable.day(row[0])
            let got = OrderType.allCases.filter { $0 != .limit && listing.allows($0, on: day) }.map(\.rawValue)
            #expect(got == (row[2] == "-" ? [] : row[2].split(separator: ",").map(String.init)), "\(row)")
            #expect(listing.allows(.limit, on: day))
        }
        #expect(try !Listings.named("sh.index").allows(.limit, on: Day(2026, 10, 12)))
    }

    @Test func `the buy cap of risk-warned shares begins on its day`() throws {
        func cap(_ name: String, _ day: Day) throws -> Shares? { try Listings.named(name).riskWarnedBuyCap(on: day) }
        #expect(try cap("sh.main", Day(2012, 12, 31)) == nil)
        #expect(try cap("sh.main", Day(2013, 1, 4)) == 500_000)
        #expect(try cap("sz.main", Day(2026, 7, 3)) == nil)
        #expect(try cap("sz.main", Day(2026, 7, 6)) == 500_000)
        #expect(try cap("bj.bse", Day(2026, 8, 28)) == nil)
        #expect(try cap("bj.bse", Day(2026, 8, 31)) == 200_000)
        #expect(try cap("sh.star", Day(2026, 10, 12)) == nil)
        #expect(try cap("sh.etf", Day(2026, 10, 12)) == nil)
    }

    @Test func `a cap that is used up leaves nothing, one that is not leaves the rest`() throws {
        let listing = try Listings.named("sh.main")
        func left(_ want: Shares, bought: Shares, _ day: Day = Day(2026, 8, 3)) -> Shares {
            listing.largestRiskWarnedBuy(upTo: want, boughtToday: bought, on: day)
        }
        #expect(left(100_000, bought: 450_000) == 50_000)
        #expect(left(100_000, bought: 400_000) == 100_000)
        #expect(left(100, bought: 500_000) == .zero)
        #expect(left(100, bought: 600_000) == .zero)
        #expect(left(700_000, bought: 0) == 500_000)
        #expect(left(700_000, bought: 900_000, Day(2012, 12, 31)) == 700_000)
    }

    @Test func `high frequency is 300 in any second or 20000 in a day, from 2025-07-07`() {
        let day = Day(2025, 7, 7)
        #expect(!HighFrequency.isHighFrequency(on: day, mostPerSecond: 299, perDay: 19_999))
        #expect(HighFrequency.isHighFrequency(on: day, mostPerSecond: 300, perDay: 300))
        #expect(HighFrequency.isHighFrequency(on: day, mostPerSecond: 1, perDay: 20_000))
        #expect(!HighFrequency.isHighFrequency(on: Day(2025, 7, 4), mostPerSecond: 300, perDay: 20_000))
    }

    @Test func `proceeds buy at once and leave the account from the next trading day`() {
        let before = SettledCash(buyable: .yuan(100), withdrawable: .yuan(40))
        let after = before.afterSale(proceeds: .yuan(1000))
        #expect(after == SettledCash(buyable: .yuan(1100), withdrawable: .yuan(40)))
        #expect(after.onNextTradingDay() == SettledCash(buyable: .yuan(1100), withdrawable: .yuan(1100)))
    }
}
