import Foundation
import Testing

@testable import Market

@Suite struct FeeScheduleTests {
    private static let retail = CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5))

    private static func fees(
        _ name: String, _ day: Day, _ side: Side, turnover: Money, shares: Shares, rates: CommissionRates = retail,
        parValue: Price? = nil
    ) throws -> Fees {
        let schedule = FeeSchedule(commission: rates)
        let listing = try Listings.named(name)
        // Without a face value the schedule's own is what counts.
        guard let parValue else {
            return schedule.fees(for: listing, on: day, side: side, turnover: turnover, shares: shares)
        }
        return schedule.fees(
            for: listing, on: day, side: side, turnover: turnover, shares: shares, parValue: parValue)
    }

    /// Day, class, side, then stamp duty, transfer, handling and regulatory fee of a million yuan for 100 000 shares.
    private static let table = """
        # STP-00 to STP-05
        2005-01-21 sz.main    buy  2000.00  25.50  69.60 40.00
        2005-01-24 sz.main    buy  1000.00  25.50  69.60 40.00
        2007-05-29 sz.main    sell 1000.00  25.50  69.60 40.00
        2007-05-30 sz.main    buy  3000.00  25.50  69.60 40.00
        2008-04-23 sz.main    sell 3000.00  25.50  69.60 40.00
        2008-04-24 sz.main    buy  1000.00  25.50  69.60 40.00
        2008-09-18 sz.main    buy  1000.00  25.50  69.60 40.00
        2008-09-19 sz.main    buy     0.00  25.50  69.60 40.00
        2008-09-19 sz.main    sell 1000.00  25.50  69.60 40.00
        2023-08-25 sz.main    sell 1000.00  10.00  48.70 20.00
        2023-08-28 sz.main    sell  500.00  10.00  34.10 20.00
        2023-08-28 sz.main    buy     0.00  10.00  34.10 20.00
        # TRF-01, TRF-02, TRF-03: of the face value
        2012-05-31 sh.main    buy     0.00  50.00  69.60 40.00
        2012-06-01 sh.main    buy     0.00  37.50  69.60 40.00
        2012-08-31 sh.main    buy     0.00  37.50  69.60 40.00
        2012-09-03 sh.main    buy     0.00  30.00  69.60 20.00
        2015-07-31 sh.main    buy     0.00  30.00  69.60 20.00
        # TRF-04, TRF-05, TRF-06, HND-01, HND-02
        2015-07-31 sz.main    buy     0.00  25.50  69.60 20.00
        2015-08-03 sh.main    buy     0.00  20.00  48.70 20.00
        2015-08-03 sz.chinext buy     0.00  20.00  48.70 20.00
        2022-04-28 sh.star    buy     0.00  20.00  48.70 20.00
        2022-04-29 sh.cdr     buy     0.00  10.00  48.70 20.00
        2022-04-29 sz.main    buy     0.00  10.00  48.70 20.00
        # TRF-07, TRF-08, HND-04, HND-05, HND-06
        2021-11-15 bj.bse     buy     0.00  25.00 500.00 20.00
        2022-04-29 bj.bse     sell 1000.00  10.00 500.00 20.00
        2022-11-30 bj.bse     buy     0.00  10.00 500.00 20.00
        2022-12-01 bj.bse     buy     0.00  10.00 250.00 20.00
        2023-08-28 bj.bse     sell  500.00  10.00 125.00 20.00
        # TRF-09, HND-07; B shares pay stamp duty
        2024-06-03 sh.etf     sell    0.00   0.00  45.00  0.00
        2024-06-03 sz.etf     sell    0.00   0.00  34.10  0.00
        2024-06-03 sz.lof     sell    0.00   0.00  34.10  0.00
        2024-06-03 sh.cb      sell    0.00   0.00   0.00  0.00
        2024-06-03 sh.reit    sell    0.00   0.00  45.00  0.00
        2024-06-03 sh.b_share sell  500.00   0.00   0.00  0.00
        """

    @Test func `rates around every switch of the rules`() throws {
        let net = CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5), isAllIn: false)
        for row in TextTable.rows(Self.table) {
            let side = try #require(Side(rawValue: row[2]))
            let day = try TextTable.day(row[0])
            // A thousand times what the table says, so that a billionth of the rate shows.
            let got = try Self.fees(row[1], day, side, turnover: .yuan(1_000_000_000), shares: 100_000_000, rates: net)
            let parts = [got.stampDuty, got.transferFee, got.handlingFee, got.regulatoryFee]
            let expected = row[3...].compactMap { Money($0) }.map { Money(li: $0.li * 1000) }
            #expect(parts == expected, "\(row.joined(separator: " "))")
            #expect(got.commission == .yuan(250_000))
            #expect(got.total == expected.reduce(.yuan(250_000), +))
            // All-in, the broker pays the last two.
            let allIn = try Self.fees(row[1], day, side, turnover: .yuan(1_000_000_000), shares: 100_000_000)
            #expect(allIn.handlingFee == .zero && allIn.regulatoryFee == .zero)
            #expect(allIn.stampDuty == got.stampDuty && allIn.transferFee == got.transferFee)
        }
    }

    @Test func `every part agrees with 128 bit arithmetic and is whole fen`() throws {
        let seed: UInt64 = 101
        var random = SplitMix64(seed: seed)
        func part(_ amount: Int64, _ rate: Int64) -> Money {
            // 10⁹ × 10 li.
            let unit: Int128 = 10_000_000_000
            return .fen(Int64((2 * Int128(amount) * Int128(rate) + unit) / (2 * unit)))
        }
        for _ in 0..<20_000 {
            let rates = CommissionRates(
                ratePerBillion: random.amount(upTo: 3_000_000), minimum: .fen(random.amount(upTo: 1000)),
                isAllIn: Bool.random(using: &random))
            let shares = Int64.random(in: 1...1_000_000, using: &random)
            let turnover = shares * Int64.random(in: 1...2_000_000, using: &random)
            let got = try Self.fees(
                "sh.main", Day(2024, 6, 3), .sell, turnover: Money(li: turnover), shares: Shares(shares), rates: rates)
            let expected = Fees(
                commission: max(rates.minimum, part(turnover, rates.ratePerBillion)),
                stampDuty: part(turnover, 500_000),
                transferFee: part(turnover, 10_000), handlingFee: rates.isAllIn ? .zero : part(turnover, 34_100),
                regulatoryFee: rates.isAllIn ? .zero : part(turnover, 20_000))
            #expect(got == expected, "turnover \(turnover), \(rates), seed \(seed)")
            #expect(got.total.li % 10 == 0)
        }
    }

    @Test func `a half fen goes up`() throws {
        // 0.05 % of 12.34 × 1000 is 6.17; of 12.35 × 1000 it is 6.175.
        let down = try Self.fees("sh.main", Day(2024, 6, 3), .sell, turnover: .yuan(12_340), shares: 1000)
        let half = try Self.fees("sh.main", Day(2024, 6, 3), .sell, turnover: .yuan(12_350), shares: 1000)
        #expect(down.stampDuty == .fen(617))
        #expect(half.stampDuty == .fen(618))
    }

    @Test func `the minimum is charged once for an order, and not at all for one without a fill`() throws {
        let day = Day(2024, 6, 3)
        let whole = try Self.fees("sh.main", day, .buy, turnover: .yuan(2000), shares: 200)
        let half = try Self.fees("sh.main", day, .buy, turnover: .yuan(1000), shares: 100)
        #expect(whole.commission == .yuan(5) && half.commission == .yuan(5))
        #expect(try Self.fees("sh.main", day, .buy, turnover: .zero, shares: 0) == .none)
    }

    @Test func `a face value below one yuan lowers Shanghai's old transfer fee alone`() throws {
        func transfer(_ name: String, _ day: Day) throws -> Money {
            try Self.fees(name, day, .buy, turnover: .yuan(64_200), shares: 20_000, parValue: .fen(10)).transferFee
        }
        #expect(try transfer("sh.main", Day(2013, 5, 2)) == .fen(60))
        #expect(try transfer("sh.main", Day(2015, 8, 3)) == .fen(128))
        #expect(try transfer("sz.main", Day(2013, 5, 2)) == .fen(164))
    }

    @Test func `the worked round trip of the reference`() throws {
        let day = Day(2026, 10, 12)
        let buy = try Self.fees("sh.main", day, .buy, turnover: .yuan(10_000), shares: 1000)
        let sell = try Self.fees("sh.main", day, .sell, turnover: .yuan(10_000), shares: 1000)
        #expect(buy.total + sell.total == .fen(1520))
    }

    @Test func `amounts beyond 64 bit products do not overflow`() throws {
        let got = try Self.fees(
            "sh.main", Day(2024, 6, 3), .sell, turnover: Money(li: 9_000_000_000_000_000_000), shares: 1)
        #expect(got.stampDuty == Money(li: 4_500_000_000_000_000))
    }

    @Test func `a schedule reads back from JSON`() throws {
        let schedule = FeeSchedule(commission: Self.retail)
        let back = try JSONDecoder().decode(FeeSchedule.self, from: JSONEncoder().encode(schedule))
        #expect(back == schedule)
    }
}
