/// `qmtctl limits` on a terminal.
package enum LimitsText {
    package static func render(_ report: LimitsReport, width: Int = 100) -> String {
        var table = TextTable([
            .left("limit"), .right("used"), .right("of"), .right("left"), .left(""), .left("what"),
        ])
        for row in report.rows {
            table.append([
                PlainText.printable(row.name), figure(row.used, row.unit),
                row.limit.map { figure($0, row.unit) } ?? "off", row.limit == nil ? "" : figure(row.left, row.unit),
                row.isNearlyUsed ? "!" : "", PlainText.printable(row.meaning),
            ])
        }
        var page = LabelledLines(width: width)
        page.add("Checks", report.checks.map(PlainText.printable).joined(separator: ", "))
        page.add("Rule set", Figure.text(report.rulesDigest))
        for refused in report.refused { page.add("Refused", PlainText.printable(refused)) }
        let heading = "Limits of \(Figure.text(report.day))"
        return ([heading, ""] + table.lines(width: width) + [""]).joined(separator: "\n") + "\n" + page.text
    }

    private static func figure(_ value: Int64?, _ unit: LimitsReport.Row.Unit) -> String {
        guard let value else { return Figure.unknown }
        switch unit {
        case .count, .yuan: return Figure.count(value)
        case .ppm: return Figure.percent(ppm: value) + " %"
        }
    }
}

/// `qmtctl plan` on a terminal.
package enum PlanText {
    package static func render(_ report: PlanReport, width: Int = 100) -> String {
        guard let phase = report.phase else { return "There is no plan today yet.\n" }
        var page = LabelledLines(width: width)
        page.add("Plan", "of \(Figure.text(report.executionDay)), \(PlainText.printable(phase))")
        page.add("Digest", Figure.text(report.digest))
        for reason in report.held { page.add("Held", PlainText.printable(reason)) }
        if let by = report.approvedBy { page.add("Approved", "by \(PlainText.printable(by))") }
        if report.needsApproval {
            page.add("Needed", "qmtctl approve \(Figure.text(report.digest)) --reason ...")
        }
        var table = TextTable([
            .left("symbol"), .left("side"), .right("shares"), .right("there"), .right("target"), .right("weight, %"),
            .right("price"), .left("reason"),
        ])
        for row in report.rows {
            table.append([
                PlainText.printable(row.symbol), row.side.map(PlainText.printable) ?? "-", Figure.count(row.shares),
                Figure.count(row.projected), Figure.count(row.target), Figure.percent(ppm: row.weightPPM),
                Figure.text(row.price),
                [row.risk, row.reason].compactMap { $0.map(PlainText.printable) }.joined(separator: ", "),
            ])
        }
        return page.text + "\n" + table.lines(width: width).joined(separator: "\n") + "\n"
    }
}

/// `qmtctl reduce-only`, `cancel-all`, `flatten` and `approve` on a terminal.
package enum ActText {
    package static func render(_ report: ActReport, width: Int = 100) -> String {
        var page = LabelledLines(width: width)
        page.add(headline(report))
        page.add("  state", report.state.rawValue)
        page.add("  by", Figure.text(report.by))
        page.add("  reason", Figure.text(report.reason))
        page.add(report.note)
        return page.text
    }

    private static func headline(_ report: ActReport) -> String {
        switch ControlMethod(rawValue: report.act) {
        case .reduceOnly?:
            report.changed ? "Only sells leave from now on." : "Nothing changed: buys are kept back already."
        case .cancelAll?:
            report.working == 0 ? "No order of ours works." : "\(report.working) working orders are to be cancelled."
        case .flatten?: "Everything is to be sold."
        case .approve?: report.changed ? "The plan is approved." : "The plan was approved already."
        default: "Done."
        }
    }
}
