import Testing

@testable import Market

@Suite struct SameDaySaleTests {
    /// Class, whether its underlying trades the same day, the last day of T+1 and the first of T+0; `-` for none.
    private static let table = """
        sh.main            false 2026-11-20 -
        sh.main            true  2026-11-20 -
        sh.star            false 2026-11-20 -
        sh.cdr             false 2026-11-20 -
        bj.bse             false 2026-11-20 -
        sh.b_share         false 2026-11-20 -
        sh.etf             true  2026-11-20 -
        sz.etf_20          true  2026-11-20 -
        sz.lof             false 2026-11-20 -
        sh.lof             true  2015-01-16 2015-01-19
        sh.reit            true  2026-11-20 -
        sz.closed_end_fund true  2026-11-20 -
        sh.etf_bond        false 2015-01-16 2015-01-19
        sh.etf_money       false 2015-01-16 2015-01-19
        sz.etf_gold        false 2015-01-16 2015-01-19
        sz.etf_crossborder true  2015-01-16 2015-01-19
        sz.etf_crossborder false 2026-11-20 -
        sz.etf_commodity   false 2019-01-10 2019-01-11
        sh.etf_commodity   false 2020-01-17 2020-01-20
        sz.cb              false -          2005-01-04
        sh.eb              false -          2015-01-05
        sh.warrant         false -          2006-01-04
        sh.repo            false 2026-11-20 -
        """

    @Test func `what may be sold on the day of purchase, on both sides of each switch`() throws {
        for row in TextTable.rows(Self.table) {
            let listing = try Listings.named(row[0])
            for (column, isSoldSameDay) in [(2, false), (3, true)] where row[column] != "-" {
                let day = try TextTable.day(row[column])
                let got = listing.isSoldSameDay(on: day, underlyingTradesSameDay: row[1] == "true")
                #expect(got == isSoldSameDay, "\(row.joined(separator: " "))")
            }
        }
    }

    @Test func `sellable counts what was held, less what was sold, plus today's buys where they may be sold`() {
        let seed: UInt64 = 111
        var random = SplitMix64(seed: seed)
        for _ in 0..<5000 {
            guard let listing = Listings.all.randomElement(using: &random) else { return }
            let day = Day(number: Int32.random(in: 12_800...20_800, using: &random))
            let (prior, bought) = (random.amount(upTo: 1_000_000), random.amount(upTo: 1_000_000))
            let sold = Int64.random(in: 0...prior, using: &random)
            let got = listing.sellable(
                prior: Shares(prior), boughtToday: Shares(bought), soldToday: Shares(sold), on: day)
            let today = listing.isSoldSameDay(on: day) ? bought : 0
            #expect(got.count == prior - sold + today, "\(listing) \(day), seed \(seed)")
        }
    }

    @Test func `more sold than held gives zero, not a negative`() throws {
        let stock = try Listings.named("sh.main")
        #expect(stock.sellable(prior: 100, boughtToday: 500, soldToday: 200, on: Day(2024, 6, 3)) == .zero)
    }
}
