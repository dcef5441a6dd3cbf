/// `qmtctl halt` and `qmtctl resume` on a terminal.
package enum SwitchText {
    package static func render(_ report: HaltReport, width: Int = 100) -> String {
        render(
            report.changed ? "Trading is halted." : "Trading was halted already; nothing changed.",
            state: report.state, since: report.since, by: report.by, reason: report.reason, note: report.note,
            width: width)
    }

    package static func render(_ report: ResumeReport, width: Int = 100) -> String {
        render(
            report.changed ? "Trading is resumed." : "Trading was armed already; nothing changed.",
            state: report.state, since: report.since, by: report.by, reason: report.reason, note: report.note,
            width: width)
    }

    private static func render(
        _ headline: String, state: StatusReport.TradingState.State, since: String?, by: String?, reason: String?,
        note: String, width: Int
    ) -> String {
        var page = LabelledLines(width: width)
        page.add(headline)
        page.add("  state", state.rawValue)
        page.add("  since", Figure.moment(since))
        page.add("  by", Figure.text(by))
        page.add("  reason", Figure.text(reason))
        page.add(note)
        return page.text
    }
}
