import Testing

@testable import Market

@Suite struct TickTests {
    @Test(arguments: [
        "sh.main 10", "sz.main 10", "sz.chinext 10", "sh.star 10", "sh.cdr 10", "bj.bse 10", "sh.b_share 1",
        "sz.b_share 10",
        "sh.etf 1", "sz.etf 1", "sz.lof 1", "sh.reit 1", "sh.closed_end_fund 1", "sh.etf_money 1", "sh.cb 1", "sz.cb 1",
        "sh.repo 5",
    ])
    func `today's ticks in li`(row: String) throws {
        let columns = row.split(separator: " ").map(String.init)
        let listing = try Listings.named(columns[0])
        #expect(String(listing.tick(on: Day(2026, 11, 20)).li) == columns[1])
    }

    @Test func `Shenzhen's convertibles ticked in fen before 2011-02-28`() throws {
        let listing = try Listings.named("sz.cb")
        #expect(listing.tick(on: Day(2011, 2, 25)) == .fen(1))
        #expect(listing.tick(on: Day(2011, 2, 28)) == Price(li: 1))
    }

    @Test func `E12: a price is valid on multiples of the tick above zero`() throws {
        let day = Day(2026, 11, 20)
        let stock = try Listings.named("sh.main")
        #expect(stock.isOnTick(.fen(1), on: day))
        #expect(!stock.isOnTick(Price(li: 10_005), on: day))
        #expect(!stock.isOnTick(Price(li: 0), on: day))
        #expect(!stock.isOnTick(Price(li: -10), on: day))
        #expect(try Listings.named("sh.etf").isOnTick(Price(li: 10_005), on: day))
    }
}
