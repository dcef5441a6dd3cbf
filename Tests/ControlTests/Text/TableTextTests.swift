import Control
import Testing

@Suite struct TableTextTests {
    private let asOf = "2026-11-20T09:42:03.000+08:00"

    @Test func `positions with what is known of them`() {
        let report = PositionsReport(
            isKnown: true, asOf: asOf, ageMilliseconds: 2_250,
            rows: [
                .row("000001.SZ", value: "1230000.00"), .row("600000.SH", target: nil, entry: nil, stop: nil),
                .row("688981.SH", volume: nil, sellable: nil, cost: nil, last: nil, value: nil, weight: nil),
            ])
        #expect(
            PositionsText.render(report) == """
                Positions as of 2026-11-20 09:42:03 (2 s ago)
                Volume, sellable and target in shares, prices and value in yuan, weight in % of equity.

                symbol      volume  sellable  target     cost     last         value   weight  entry  stop
                000001.SZ    1,200     1,000   1,500   9.8725    10.25  1,230,000.00     1.23   9.90  8.91
                600000.SH    1,200     1,000    none   9.8725    10.25     12,300.00     1.23   none  none
                688981.SH  unknown   unknown   1,500  unknown  unknown       unknown  unknown   9.90  8.91

                3 lines

                """)
    }

    @Test func `several strategies follow with what each has made`() {
        let report = PositionsReport(
            isKnown: true, asOf: asOf, ageMilliseconds: 1_000, rows: [],
            strategies: [
                .init(
                    name: "alpha", equity: "601234.50", cash: "-1200.00", profit: "1234.50", fees: "65.50", holdings: 12
                ),
                .init(
                    name: "beta\u{1b}", equity: "400000.00", cash: "400000.00", profit: "0.00", fees: "0.00",
                    holdings: 0),
            ])
        let text = PositionsText.render(report)
        #expect(text.contains("profit since each began, after fees"))
        #expect(text.contains("alpha     601,234.50   -1,200.00  1,234.50  65.50        12"))
        #expect(!text.contains("\u{1b}"))
    }

    @Test func `no positions, and positions not known, are two things`() {
        let empty = PositionsReport(isKnown: true, asOf: asOf, ageMilliseconds: 1_000, rows: [])
        #expect(PositionsText.render(empty) == "No positions, as of 2026-11-20 09:42:03 (1 s ago).\n")
        let unknown = PositionsReport(isKnown: false, asOf: nil, ageMilliseconds: nil, rows: [])
        #expect(
            PositionsText.render(unknown)
                == "The positions are unknown: the broker has not reported them (as of unknown).\n")
        let partial = PositionsReport(isKnown: false, asOf: asOf, ageMilliseconds: 1_000, rows: [.row("600000.SH")])
        #expect(PositionsText.render(partial).contains("NOT COMPLETE"))
    }

    @Test func `orders, unknown ones on top`() {
        let report = OrdersReport(
            filter: .all, asOf: asOf, ageMilliseconds: 2_250,
            rows: [
                .row("20261120-000001", state: .closed, filled: 12_300, at: "10.25", broker: "filled"),
                .row(nil, state: .working),
                .row(
                    "20261120-000002", state: .unknown, broker: nil, reason: "no answer for 30 s; asking the broker"),
                .row("20261120-000003", state: .closed, broker: "rejected", message: "废单[251005]证券可用数量不足"),
                .row(
                    "20261120-000004", state: .closed, filled: 100, broker: "cancelled",
                    time: "2026-11-20T09:30:00.000+08:00"),
            ])
        #expect(
            OrdersText.render(report) == """
                Orders of the day as of 2026-11-20 09:42:03 (2 s ago)
                Volume and filled in shares, price and at (average of the fills) in yuan.
                1 UNKNOWN: they may be live at the broker. The daemon asks until it is proven.
                Where nobody answers, look into the terminal and settle them with 'qmtctl resolve'.

                order            symbol     side  price  volume  filled       at  state    broker     time
                20261120-000002  600000.SH  sell  10.25  12,300       0        -  UNKNOWN  unknown    09:31:02
                    reason: no answer for 30 s; asking the broker
                not ours         600000.SH  sell  10.25  12,300       0        -  working  live       09:31:02
                20261120-000004  600000.SH  sell  10.25  12,300     100  unknown  closed   cancelled  09:30:00
                20261120-000001  600000.SH  sell  10.25  12,300  12,300    10.25  closed   filled     09:31:02
                20261120-000003  600000.SH  sell  10.25  12,300       0        -  closed   rejected   09:31:02
                    broker says: 废单[251005]证券可用数量不足

                5 orders

                """)
    }

    @Test(arguments: [
        (OrdersFilter.all, "No orders today, as of unknown.\n"), (.open, "No open orders, as of unknown.\n"),
        (.unknown, "No orders whose fate is unknown, as of unknown.\n"),
    ])
    func `no orders`(filter: OrdersFilter, text: String) {
        let report = OrdersReport(filter: filter, asOf: nil, ageMilliseconds: nil, rows: [])
        #expect(OrdersText.render(report) == text)
    }

    @Test func `a narrow terminal takes the blanks, never the figures`() {
        let report = PositionsReport(isKnown: true, asOf: asOf, ageMilliseconds: 0, rows: [.row("600000.SH")])
        let lines = PositionsText.render(report, width: 60).split(separator: "\n")
        #expect(lines.contains("600000.SH  1,200    1,000  1,500 9.8725 10.25 12,300.00   1.23  9.90 8.91"))
    }

    @Test func `halting and resuming say what they do`() {
        let halt = HaltReport(
            changed: true, state: .halted, since: asOf, by: "alice (uid 1000)", reason: "fat finger")
        #expect(
            SwitchText.render(halt, width: 80) == """
                Trading is halted.
                  state     halted
                  since     2026-11-20 09:42:03
                  by        alice (uid 1000)
                  reason    fat finger
                No new order leaves the daemon, also after a restart, until somebody resumes.
                Then our orders that work at the broker are cancelled, unless limits.on_halt
                says "cancel_buys" or "keep"; a fill may come before the cancel. Orders of
                others stay. The daemon goes on reading, reconciling and reporting.

                """)
        var again = halt
        again.changed = false
        #expect(SwitchText.render(again).hasPrefix("Trading was halted already; nothing changed.\n"))
        let resume = ResumeReport(changed: true, state: .armed, since: asOf, by: "bob (uid 1001)", reason: nil)
        #expect(SwitchText.render(resume).hasPrefix("Trading is resumed.\n  state     armed\n"))
        #expect(SwitchText.render(resume).contains("  reason    unknown\n"))
        var needless = resume
        needless.changed = false
        #expect(SwitchText.render(needless).hasPrefix("Trading was armed already; nothing changed.\n"))
    }
}
