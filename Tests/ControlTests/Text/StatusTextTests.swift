import Control
import Testing

@Suite struct StatusTextTests {
    @Test func `R14: a day under way`() {
        let digest = String(repeating: "3fd2a1c0", count: 8)
        #expect(
            StatusText.render(.underWay()) == """
                qmtd 0.1.0, run 12, epoch 17; account *******890, mode live, REAL MONEY
                2026-11-20 09:42:05 Shanghai time (own clock); trading day 2026-11-20

                Trading     armed since 2026-11-19 18:02:11, by alice (uid 1000): checked
                Bridge      connected since 08:40:00, to 127.0.0.1:7410
                            broker up, last heartbeat 2 s ago
                            session 6f1c2f8e-6f0a-4f7e-9f3e-2f9b8f3e7c11
                Reconciled  yes, at 09:42:01
                Targets     in force: signal day 2026-11-19, strategy demo, 51 lines
                            digest \(digest)
                            from /var/lib/qmtd/targets/2026-11-19.csv
                Rebalance   selling, execution day 2026-11-20, next step at 09:45:00
                            sells 7 of 10 closed, buys 0 of 12 closed
                Orders      1 UNKNOWN, 3 working, 7 closed today (see qmtctl orders --unknown)

                Account, in yuan, as of 09:42:03 (2 s ago)
                  cash            1,234,567.89
                  frozen cash             0.00
                  market value    8,765,432.10
                  equity          9,999,999.99
                  peak equity    10,256,410.25
                  below peak, %           2.50

                Alerts, latest first
                  09:41:30             warning   order 20261120-000008 of 600000.SH has been without an answer for
                                                 30 s; it may be live
                  2026-11-19 15:10:00  info      the day is closed

                """)
    }

    @Test func `K15: nothing is known`() {
        #expect(
            StatusText.render(.inTheDark()) == """
                qmtd 0.1.0, run 1, epoch unknown; account *****, mode live, simulated or real: unknown
                2026-11-20 08:40:00 Shanghai time (the simulated session's clock); trading day unknown

                Trading     HALTED since unknown, by unknown: unknown
                Bridge      connecting since unknown, to 127.0.0.1:7410
                            broker unknown, last heartbeat unknown
                            session none
                Reconciled  NO: no snapshot yet
                Targets     none: no batch for 2026-11-19
                Rebalance   idle, execution day none
                Orders      0 unknown, 0 working, 0 closed today

                Account, in yuan, as of unknown
                  cash           unknown
                  frozen cash    unknown
                  market value   unknown
                  equity         unknown
                  peak equity    unknown
                  below peak, %  unknown

                No alerts.

                """)
    }

    @Test(arguments: [80, 100])
    func `no line is wider than the terminal`(width: Int) {
        for report in [StatusReport.underWay(), .inTheDark()] {
            for line in StatusText.render(report, width: width).split(separator: "\n") {
                #expect(PlainText.width(String(line)) <= width, "\(line)")
            }
        }
    }

    @Test func `a simulated side is named`() {
        var report = StatusReport.underWay()
        report.simulated = true
        #expect(StatusText.render(report).contains("SIMULATED"))
        #expect(!StatusText.render(report).contains("REAL MONEY"))
    }

    @Test func `an account that stopped agreeing says since when`() {
        var report = StatusReport.underWay()
        report.reconciled = .init(
            reconciled: false, at: "2026-11-20T09:30:00.000+08:00", whyNot: "cash differs by 10.00")
        #expect(StatusText.render(report).contains("Reconciled  NO: cash differs by 10.00; last at 09:30:00\n"))
    }

    @Test func `K15: figures without an age say so`() {
        var report = StatusReport.underWay()
        report.figures.ageMilliseconds = nil
        #expect(StatusText.render(report).contains("as of 09:42:03 (age unknown)\n"))
    }

    /// A broker's or a person's words must not move the cursor of whoever looks.
    @Test func `texts from outside cannot control the terminal`() {
        let attack = "x\u{1B}[2J\u{7}\u{202E}\ny"
        var report = StatusReport.underWay()
        report.tradingState.reason = attack
        report.tradingState.by = attack
        report.bridge.session = attack
        report.bridge.broker = attack
        report.targets?.source = attack
        report.targetsWhyNot = attack
        report.reconciled = .init(reconciled: false, at: attack, whyNot: attack)
        report.alerts = [.init(at: attack, level: .info, text: attack)]
        report.figures.cash = attack
        let text = StatusText.render(report, width: 80)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }
}
