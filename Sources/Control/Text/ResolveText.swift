/// `qmtctl resolve` on a terminal.
package enum ResolveText {
    package static func render(_ report: ResolveReport, width: Int = 100) -> String {
        var page = LabelledLines(width: width)
        let what = report.filled.map { "is over, with \($0) shares filled" } ?? "was never placed"
        page.add("Order \(report.order) \(what).")
        page.add("  by", Figure.text(report.by))
        page.add("  reason", Figure.text(report.reason))
        page.add(report.note)
        return page.text
    }
}
