import Exchange
import Market
import Replay
import Testing

/// The bare rules of a back-test, on cases small enough to be worked out by hand.
@Suite struct OracleTests {
    private func sheet(_ day: Int, _ bars: [DayBar]) -> DaySheet { DaySheet(day: Listed.days[day], bars: bars) }

    @Test func `targets are sized at the signal's close and filled at the next open`() throws {
        // 100,000.00 × 0.5 ÷ (10.00 × 100) is 50 lots, bought at 10.10: value 50,500.00, commission 12.63 (12.625
        // half up).
        let source = Listed(
            sheets: [
                sheet(0, [Listed.bar(0, open: 990, close: 1000, before: 1000)]),
                sheet(1, [Listed.bar(0, open: 1010, close: 1020, before: 1000)]),
                sheet(2, [Listed.bar(0, open: 1030, close: 1040, before: 1020)]),
            ], batches: [Listed.batch(0, [(0, 500_000)])])
        let log = try source.log(cash: .yuan(100_000))
        #expect(log.texts == ["2026-01-06 600000.SH buy 5000 5000 10.10 12.63 0.00 - 49487.37"])
        #expect(log.points.map(\.equity.description) == ["100000.00", "100487.37", "101487.37"])
        #expect(log.points.map(\.cash.description) == ["100000.00", "49487.37", "49487.37"])
        #expect(log.brokenDays.isEmpty)
    }

    @Test func `sells come first and their cash buys the same day`() throws {
        let source = Listed(
            sheets: [
                sheet(0, [0, 1].map { Listed.bar($0, open: 1000, close: 1000, before: 1000) }),
                sheet(1, [0, 1].map { Listed.bar($0, open: 1000, close: 1000, before: 1000) }),
                sheet(2, [0, 1].map { Listed.bar($0, open: 1000, close: 1000, before: 1000) }),
            ], batches: [Listed.batch(0, [(1, 990_000)]), Listed.batch(1, [(0, 900_000)])])
        let log = try source.log(cash: .yuan(10_000))
        // 9 lots for 9,000.00 and the least commission; sold with 4.50 duty (0.05 %); equity at the close is 9,995.00.
        #expect(
            log.texts == [
                "2026-01-06 600001.SH buy 900 900 10.00 5.00 0.00 - 995.00",
                "2026-01-07 600001.SH sell 900 900 10.00 5.00 4.50 - 9985.50",
                "2026-01-07 600000.SH buy 800 800 10.00 5.00 0.00 - 1980.50",
            ])
    }

    @Test func `what cannot trade is dropped with its reason`() throws {
        let source = Listed(
            sheets: [
                sheet(0, (0...2).map { Listed.bar($0, open: 1000, close: 1000, before: 1000) }),
                sheet(
                    1,
                    [
                        Listed.bar(0, open: 1100, close: 1100, before: 1000),
                        Listed.bar(1, open: 1000, close: 1000, before: 1000, isSuspended: true),
                        Listed.bar(2, open: 1000, close: 1000, before: 1000),
                    ]),
                sheet(
                    2,
                    [
                        Listed.bar(0, open: 1100, close: 1100, before: 1100),
                        Listed.bar(1, open: 1000, close: 1000, before: 1000),
                        Listed.bar(2, open: 900, close: 900, before: 1000),
                    ]),
                sheet(
                    3,
                    [
                        Listed.bar(0, open: 1100, close: 1100, before: 1100),
                        Listed.bar(1, open: 1000, close: 1000, before: 1000),
                        Listed.bar(2, open: 900, close: 900, before: 900),
                    ]),
            ],
            batches: [Listed.batch(0, [(0, 300_000), (1, 300_000), (2, 300_000)]), Listed.batch(1, [])])
        let log = try source.log(cash: .yuan(10_000))
        #expect(
            log.texts == [
                "2026-01-06 600000.SH buy 300 0 0.00 0.00 0.00 limit_up 10000.00",
                "2026-01-06 600001.SH buy 300 0 0.00 0.00 0.00 suspended 10000.00",
                "2026-01-06 600002.SH buy 300 300 10.00 5.00 0.00 - 6995.00",
                "2026-01-07 600002.SH sell 300 0 0.00 0.00 0.00 limit_down 6995.00",
            ])
    }

    @Test func `buys take what cash pays, in the order of the columns`() throws {
        let source = Listed(
            sheets: [
                sheet(0, (0...2).map { Listed.bar($0, open: 1000, close: 1000, before: 1000) }),
                sheet(1, (0...2).map { Listed.bar($0, open: 1000, close: 1000, before: 1000) }),
            ],
            batches: [Listed.batch(0, [(0, 600_000), (1, 600_000), (2, 200_000)])])
        let log = try source.log(cash: .yuan(10_000))
        // 3,995.00 are left for the second: 3 lots. The third cannot have one.
        #expect(
            log.texts == [
                "2026-01-06 600000.SH buy 600 600 10.00 5.00 0.00 - 3995.00",
                "2026-01-06 600001.SH buy 600 300 10.00 5.00 0.00 - 990.00",
                "2026-01-06 600002.SH buy 200 0 0.00 0.00 0.00 cash 990.00",
            ])
    }

    @Test func `slippage is rounded half up and ends at the limit`() throws {
        let source = Listed(
            sheets: [
                sheet(0, [0, 1].map { Listed.bar($0, open: 1000, close: 1000, before: 1000) }),
                sheet(
                    1,
                    [
                        Listed.bar(0, open: 1000, close: 1000, before: 1000),
                        Listed.bar(1, open: 1099, close: 1099, before: 1000),
                    ]),
            ], batches: [Listed.batch(0, [(0, 400_000), (1, 400_000)])])
        // 35 basis points of 10.00 are 3.5 fen, hence 4; of 10.99 they are 4 fen, of which the limit leaves one.
        let log = try source.log(cash: .yuan(10_000), slippageBP: 35)
        #expect(log.rows.map(\.price) == [.fen(1004), .fen(1100)])
    }

    @Test func `a holding that is no whole number of lots`() throws {
        let day = { (day: Int) in
            DaySheet(
                day: Listed.days[day], bars: (0...2).map { Listed.bar($0, open: 1000, close: 1000, before: 1000) })
        }
        let source = Listed(
            sheets: [day(0), day(1)], batches: [Listed.batch(0, [(1, 100_000), (2, 200_000)])])
        let positions = Listed.symbols.map {
            SimulatedExchange.Configuration.OpeningPosition(symbol: $0, volume: 150, cost: .yuan(1500))
        }
        let log = try source.log(cash: .yuan(5_500), holding: positions)
        // Equity is 10,000.00. The first ends with its odd 50; the second wants one lot: 50 cannot be split off; the
        // third wants two lots: 50 cannot be bought.
        #expect(
            log.texts == [
                "2026-01-06 600000.SH sell 150 150 10.00 5.00 0.75 - 6994.25",
                "2026-01-06 600001.SH sell 50 0 0.00 0.00 0.00 below_lot 6994.25",
                "2026-01-06 600002.SH buy 50 0 0.00 0.00 0.00 below_lot 6994.25",
            ])
    }
}
