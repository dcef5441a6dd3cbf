/// `qmtctl status` on a terminal.
package enum StatusText {
    package static func render(_ report: StatusReport, width: Int = 100) -> String {
        let day = report.clock.now.prefix(10)
        var page = LabelledLines(width: width)
        heading(report, into: &page)
        tradingState(report.tradingState, on: day, into: &page)
        bridge(report.bridge, on: day, into: &page)
        reconciled(report.reconciled, on: day, into: &page)
        targets(report, into: &page)
        rebalance(report.rebalance, on: day, into: &page)
        if let digest = report.approval {
            page.add("", "WAITS FOR APPROVAL: see qmtctl plan, then qmtctl approve \(PlainText.printable(digest))")
        }
        for limit in report.limits ?? [] { page.add("Limits", PlainText.printable(limit)) }
        orders(report.orders, into: &page)
        figures(report.figures, on: day, into: &page)
        alerts(report.alerts, on: day, into: &page)
        return page.text
    }

    private static func heading(_ report: StatusReport, into page: inout LabelledLines) {
        let side =
            switch report.simulated {
            case true?: "SIMULATED"
            case false?: "REAL MONEY"
            case nil: "simulated or real: unknown"
            }
        let epoch = report.epoch.map(String.init) ?? Figure.unknown
        page.add(
            "qmtd \(report.version), run \(report.run), epoch \(epoch); account \(report.account), mode \(report.mode), "
                + side)
        let source =
            switch report.clock.source {
            case .own: "own clock"
            case .session: "the simulated session's clock"
            }
        page.add(
            "\(Figure.moment(report.clock.now)) Shanghai time (\(source)); trading day \(Figure.text(report.tradingDay))"
        )
        page.blank()
    }

    private static func tradingState(
        _ state: StatusReport.TradingState, on day: Substring, into page: inout LabelledLines
    ) {
        let word =
            switch state.state {
            case .disabled: "DISABLED"
            case .armed: "armed"
            case .reducing: "REDUCING: only sells leave"
            case .halted: "HALTED"
            }
        if state.since == nil, state.state == .armed || state.state == .disabled {
            // Never halted on this journal: there is no moment and nobody to name.
            page.add("Trading", word)
            if let resume = state.resume { page.add("", "resume: \(PlainText.printable(resume))") }
            return
        }
        page.add(
            "Trading",
            "\(word) since \(Figure.moment(state.since, on: day)), by \(Figure.text(state.by)): "
                + Figure.text(state.reason) + (state.cause.map { " (\(PlainText.printable($0)))" } ?? ""))
        if let resume = state.resume { page.add("", "resume: \(PlainText.printable(resume))") }
    }

    private static func bridge(_ bridge: StatusReport.Bridge, on day: Substring, into page: inout LabelledLines) {
        let heartbeat = bridge.lastHeartbeatAgeMilliseconds.map { "\(Age.text($0)) ago" } ?? Figure.unknown
        page.add("Bridge", "\(bridge.state) since \(Figure.moment(bridge.since, on: day)), to \(bridge.endpoint)")
        page.add("", "broker \(Figure.text(bridge.broker)), last heartbeat \(heartbeat)")
        page.add("", "session \(bridge.session ?? "none")")
    }

    private static func reconciled(
        _ reconciled: StatusReport.Reconciled, on day: Substring, into page: inout LabelledLines
    ) {
        if reconciled.reconciled {
            page.add("Reconciled", "yes, at \(Figure.moment(reconciled.at, on: day))")
        } else {
            let last = reconciled.at.map { "; last at \(Figure.moment($0, on: day))" } ?? ""
            page.add("Reconciled", "NO: \(Figure.text(reconciled.whyNot))\(last)")
        }
    }

    private static func targets(_ report: StatusReport, into page: inout LabelledLines) {
        guard let targets = report.targets else {
            page.add("Targets", "none: \(Figure.text(report.targetsWhyNot))")
            return
        }
        page.add(
            "Targets",
            "\(targets.state): signal day \(targets.signalDay), strategy \(targets.strategy), \(targets.lines) lines")
        page.add("", "digest \(targets.digest)")
        page.add("", "from \(targets.source)")
        if let why = report.targetsWhyNot { page.add("", why) }
    }

    private static func rebalance(
        _ rebalance: StatusReport.Rebalance, on day: Substring, into page: inout LabelledLines
    ) {
        let next = rebalance.nextMoment.map { ", next step at \(Figure.moment($0, on: day))" } ?? ""
        page.add(
            "Rebalance", "\(rebalance.phase), execution day \(rebalance.executionDay ?? "none")\(next)")
        guard rebalance.sells != nil || rebalance.buys != nil else { return }
        page.add("", "sells \(progress(rebalance.sells)), buys \(progress(rebalance.buys))")
    }

    private static func progress(_ side: StatusReport.Rebalance.Side?) -> String {
        side.map { "\($0.closed) of \($0.total) closed" } ?? Figure.unknown
    }

    private static func orders(_ orders: StatusReport.Orders, into page: inout LabelledLines) {
        let doubt = orders.unknown > 0 ? " (see qmtctl orders --unknown)" : ""
        let unknown = orders.unknown > 0 ? "\(orders.unknown) UNKNOWN" : "0 unknown"
        page.add("Orders", "\(unknown), \(orders.working) working, \(orders.closedToday) closed today\(doubt)")
        page.blank()
    }

    private static func figures(_ figures: StatusReport.Figures, on day: Substring, into page: inout LabelledLines) {
        page.add("Account, in yuan, as of \(Figure.moment(figures.asOf, age: figures.ageMilliseconds, on: day))")
        let rows = [
            ("cash", Figure.grouped(figures.cash)), ("frozen cash", Figure.grouped(figures.frozenCash)),
            ("market value", Figure.grouped(figures.marketValue)), ("equity", Figure.grouped(figures.equity)),
            ("peak equity", Figure.grouped(figures.peakEquity)),
            ("below peak, %", Figure.percent(ppm: figures.drawdownPPM)),
        ]
        let column = rows.map { PlainText.width($0.1) }.reduce(0, max)
        for (label, figure) in rows {
            let aligned = PlainText.padded(figure, to: column, alignedRight: true)
            page.add("  \(PlainText.padded(label, to: 14)) \(aligned)", hanging: "")
        }
    }

    private static func alerts(_ alerts: [StatusReport.Alert], on day: Substring, into page: inout LabelledLines) {
        page.blank()
        guard !alerts.isEmpty else {
            page.add("No alerts.")
            return
        }
        page.add("Alerts, latest first")
        let moments = alerts.map { Figure.moment($0.at, on: day) }
        let column = moments.map(PlainText.width).reduce(0, max)
        for (alert, moment) in zip(alerts, moments) {
            let level = PlainText.padded(alert.level.rawValue, to: 8)
            page.add("  \(PlainText.padded(moment, to: column))  \(level)  ", hanging: alert.text)
        }
    }
}
