/// `qmtctl resolve` on a terminal.
package enum ResolveText {
    package static func render(_ report: ResolveReport, width: Int = 100) -> String {
        var page = LabelledLines(width: width)
        let what = report.filled.map { "it is over, with \(Figure.count($0)) shares filled" } ?? "it was never placed"
        page.add("Order \(PlainText.printable(report.order)) is settled: \(what).")
        page.add("  by", Figure.text(report.by))
        page.add("  reason", Figure.text(report.reason))
        page.add(report.note)
        return page.text
    }
}
