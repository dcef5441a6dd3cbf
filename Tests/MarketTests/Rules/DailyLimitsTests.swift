import Testing

@testable import Market

@Suite struct DailyLimitsTests {
    /// Day, class, previous close, then conditions or `-`, up, down. A row on each side of every switch.
    private static let bands = """
        # BND-01, BND-02, BND-03
        1996-12-13 sh.main    10.00  -                         -       -
        1996-12-13 sh.main    10.00  st                        -       -
        1996-12-13 sh.main    10.00  s                         -       -
        1996-12-13 sh.etf_20   1.000 -                         -       -
        1996-12-13 sz.etf_20   1.000 -                         -       -
        1996-12-16 sh.main    10.00  -                         11.00   9.00
        1996-12-16 sh.main    10.00  s,st                      11.00   9.00
        1996-12-16 sh.etf_20   1.000 -                          1.100  0.900
        1996-12-16 sz.etf_20   1.000 -                          1.100  0.900
        1998-04-21 sh.main    10.00  st                        11.00   9.00
        1998-04-22 sh.main    10.00  st                        10.50   9.50
        2026-07-03 sh.main    10.00  st                        10.50   9.50
        2026-07-06 sh.main    10.00  st                        11.00   9.00
        2026-07-06 sz.main     4.26  st                         4.69   3.83
        # BND-04, BND-05
        2009-10-30 sz.chinext 10.00  -                         11.00   9.00
        2020-08-21 sz.chinext 10.00  -                         11.00   9.00
        2020-08-24 sz.chinext 10.00  -                         12.00   8.00
        2020-08-21 sz.chinext 10.00  st                        10.50   9.50
        2020-08-24 sz.chinext 10.00  st                        12.00   8.00
        # BND-06, BND-07, BND-08
        2019-07-29 sh.star    10.00  st                        12.00   8.00
        2026-07-06 sh.cdr     10.00  -                         12.00   8.00
        2020-07-24 bj.bse     10.00  -                         -       -
        2020-07-27 bj.bse     10.00  -                         13.00   7.00
        2021-11-15 bj.bse     10.00  st                        13.00   7.00
        # BND-09, BND-10
        2024-05-06 sh.b_share  0.456 -                          0.502  0.410
        2024-05-06 sh.b_share  0.456 st                         0.479  0.433
        2026-07-06 sz.b_share  3.45  st                         3.80   3.11
        # BND-11, alone and with ST
        2007-01-05 sh.main    10.00  s                         11.00   9.00
        2007-01-08 sh.main    10.00  s                         10.50   9.50
        2026-09-16 sh.main    12.78  s                         13.42  12.14
        2026-09-16 sh.main    12.78  s,st                      13.42  12.14
        # BND-20, BND-21
        2020-08-20 sh.etf_20   2.345 -                          2.580  2.111
        2020-08-21 sh.etf_20   2.345 -                          2.814  1.876
        2020-08-21 sz.etf_20   2.345 -                          2.580  2.111
        2020-08-24 sz.etf_20   2.345 -                          2.814  1.876
        2026-07-06 sh.etf      2.345 -                          2.580  2.111
        2024-03-01 sz.lof      0.987 -                          1.086  0.888
        # BND-22: the listing day by the issue price
        2022-01-05 sh.reit     5.555 day=1                      7.222  3.889
        2022-01-05 sz.reit     6.000 day=1,issue=5.555          7.222  3.889
        2022-01-06 sh.reit     6.789 day=2                      7.468  6.110
        # BND-23, BND-24, BND-25
        2022-07-29 sz.cb     130.500 -                         -       -
        2022-07-29 sz.cb     100.000 day=1                     -       -
        2022-08-01 sz.cb     130.500 -                        156.600 104.400
        2022-08-01 sh.cb     100.000 day=1                    157.300  56.700
        2023-05-08 sz.cb     101.000 day=1,issue=100          157.300  56.700
        2023-05-09 sz.cb     130.000 day=2                    156.000 104.000
        # Nothing to limit
        2026-07-06 sh.repo     2.000 -                         -       -
        2006-07-06 sh.warrant  2.000 -                         -       -
        2026-07-06 sh.index    2.000 -                         -       -
        """

    private static let firstDays = """
        # IPO-01, IPO-03
        2013-12-12 sh.main    10.00  day=1                     -       -
        2013-12-13 sh.main    10.00  day=1                     14.40   6.40
        2023-03-01 sh.main    20.93  day=1,approval            30.14  13.40
        2023-04-07 sh.main    11.00  day=1,issue=10            14.40   6.40
        2023-04-07 sh.main    14.40  day=2                     15.84  12.96
        # IPO-02, IPO-04
        2014-06-12 sz.main    10.00  day=1                     -       -
        2014-06-13 sz.main     9.99  day=1                     14.39   6.39
        2014-06-12 sz.chinext 10.00  day=1                     -       -
        2018-05-10 sz.chinext 10.01  day=1,approval            14.41   6.41
        2020-08-21 sz.chinext 10.00  day=1                     14.40   6.40
        # IPO-05
        2019-07-22 sh.star    10.00  day=1                     -       -
        2019-07-26 sh.star    10.00  day=5                     -       -
        2019-07-29 sh.star    10.00  day=6                     12.00   8.00
        # IPO-06: what was listed before the reform keeps a band
        2020-08-24 sz.chinext 10.00  day=1                     -       -
        2020-08-28 sz.chinext 10.00  day=5                     -       -
        2020-08-31 sz.chinext 10.00  day=6                     12.00   8.00
        2020-08-24 sz.chinext 10.00  day=2                     12.00   8.00
        2020-08-27 sz.chinext 10.00  day=5                     12.00   8.00
        # IPO-07, IPO-08
        2023-04-10 sh.main    10.00  day=1                     -       -
        2023-04-10 sz.main    10.00  day=1,registration        -       -
        2023-04-14 sz.main    10.00  day=5                     -       -
        2023-04-17 sz.main    10.00  day=6                     11.00   9.00
        2023-04-10 sz.main    14.40  day=2                     15.84  12.96
        2023-04-13 sz.main    14.40  day=5,approval            15.84  12.96
        2023-04-07 sz.main    10.00  day=1,registration        14.40   6.40
        # IPO-09
        2021-11-15 bj.bse     10.00  day=1                     -       -
        2021-11-16 bj.bse     10.00  day=2                     13.00   7.00
        """

    private static let delisting = """
        # 4.4: the first day
        2020-12-30 sh.main    10.00  out=1                     11.00   9.00
        2020-12-31 sh.main    10.00  out=1                     -       -
        2020-12-31 sz.main    10.00  out=1                     -       -
        2020-12-31 sz.chinext 10.00  out=1                     -       -
        2020-12-31 sh.star    10.00  out=1                     -       -
        2021-11-15 bj.bse     10.00  out=1                     -       -
        # DEL-01, DEL-02: no ST band any more
        2021-01-04 sh.main    10.00  out=2,st                  11.00   9.00
        2013-01-04 sz.main    10.00  out=2,st                  11.00   9.00
        # DEL-03: in the period before the reform of ChiNext or after
        2020-08-21 sz.chinext 10.00  out=3                     11.00   9.00
        2020-08-24 sz.chinext 10.00  out=2                     11.00   9.00
        2020-08-24 sz.chinext 10.00  out=1                     12.00   8.00
        2020-08-31 sz.chinext 10.00  out=6                     12.00   8.00
        2020-08-31 sz.chinext 10.00  out=7                     11.00   9.00
        2020-09-30 sz.chinext 10.00  out=28                    12.00   8.00
        2020-09-30 sz.chinext 10.00  out=29                    11.00   9.00
        2020-10-09 sz.chinext 10.00  out=29                    12.00   8.00
        2020-10-09 sz.chinext 10.00  out=30                    11.00   9.00
        2020-10-12 sz.chinext 10.00  out=30                    12.00   8.00
        # DEL-04, DEL-05
        2024-06-03 sh.star     1.05  out=2                      1.26   0.84
        2024-06-03 bj.bse      1.05  out=2                      1.36   0.74
        """

    private static let lowPrices = """
        # RND-03: Shenzhen from 2011-02-28
        2011-02-25 sz.main     0.04  -                          0.04   0.04
        2011-02-28 sz.main     0.04  -                          0.05   0.03
        2015-03-02 sz.main     0.09  st                         0.10   0.08
        2015-03-02 sz.main     0.05  -                          0.06   0.04
        # RND-04: Shanghai from 2023-04-10
        2023-04-07 sh.main     0.04  -                          0.04   0.04
        2023-04-10 sh.main     0.04  -                          0.05   0.03
        2024-03-01 sh.etf      0.004 -                          0.005  0.003
        # RND-05: Shanghai's delisting board
        2012-12-31 sh.main     0.04  out=2                      0.04   0.04
        2013-01-04 sh.main     0.04  out=2                      0.05   0.03
        2020-12-30 sh.b_share  0.050 out=2                      0.055  0.045
        2021-01-04 sh.main     0.05  out=2                      0.06   0.04
        2013-01-04 sh.main     0.04  -                          0.04   0.04
        # RND-06: never below one tick
        2024-03-01 sz.main     0.01  -                          0.02   0.01
        2024-03-01 bj.bse      0.01  -                          0.01   0.01
        """

    @Test func `E17: bands around every switch of the rules`() throws { try check(Self.bands) }
    @Test func `E17: the first days after listing`() throws { try check(Self.firstDays) }
    @Test func `the delisting period`() throws { try check(Self.delisting) }
    @Test func `prices so low that the band is less than a tick`() throws { try check(Self.lowPrices) }

    private func check(_ table: String) throws {
        for row in TextTable.rows(table) {
            let limits = try Listings.named(row[1]).priceLimits(
                on: TextTable.day(row[0]), previousClose: #require(Price(row[2])), conditions: Self.conditions(row[3]))
            let expected = PriceLimits(up: try TextTable.price(row[4]), down: try TextTable.price(row[5]))
            #expect(limits == expected, "\(row.joined(separator: " "))")
        }
    }

    /// `st`, `s`, `approval`, `registration`, `day=3` of listing, `out=2` of delisting, `issue=10.00`.
    private static func conditions(_ text: String) throws -> LimitConditions {
        var conditions = LimitConditions()
        for word in text.split(separator: ",") where word != "-" {
            let parts = word.split(separator: "=").map(String.init)
            func number() throws -> Int { try #require(parts.count == 2 ? Int(parts[1]) : nil) }
            func price() throws -> Price { try #require(parts.count == 2 ? Price(parts[1]) : nil) }
            switch parts[0] {
            case "st": conditions.isRiskWarned = true
            case "s": conditions.isUnreformed = true
            case "day": conditions.listingDay = try number()
            case "out": conditions.delistingDay = try number()
            case "issue": conditions.issuePrice = try price()
            default:
                let regime = LimitConditions.IssueRegime(rawValue: parts[0])
                #expect(regime != nil, "\(word)")
                conditions.issueRegime = regime
            }
        }
        return conditions
    }

    @Test func `a price is inside up to and with the limits`() {
        let limits = PriceLimits(up: .fen(1100), down: .fen(900))
        #expect(limits.contains(.fen(1100)) && limits.contains(.fen(900)) && limits.contains(.fen(1000)))
        #expect(!limits.contains(Price(li: 11_001)) && !limits.contains(Price(li: 8_999)))
        #expect(PriceLimits.none.contains(Price(li: 0)) && PriceLimits.none.contains(Price(li: .max)))
        #expect(PriceLimits(up: .fen(5), down: nil).contains(Price(li: 0)))
    }
}
