import Market

extension ReportPage {
    /// Rows shown; the file has all.
    private static let actionsShown = 250

    mutating func addCorporateActions() {
        beginSection("actions", "Corporate actions")
        defer { endSection() }
        guard !record.corporateActions.isEmpty else { return paragraph("None touched a holding.", style: "soft") }
        let counts = summary.corporateActions.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        let text = counts.map { "\(TextBuffer.escaped($0.name)) \(TextBuffer.grouped($0.count))" }
        paragraph(
            "By kind: " + text.joined(separator: ", ") + ". <code>corporate_actions.csv</code> has each.", style: "soft"
        )
        let shown = record.corporateActions.suffix(ReportPage.actionsShown)
        let leftOut = record.corporateActions.count - shown.count
        out.add("<details><summary>")
        out.add(leftOut == 0 ? "All " : "The last ")
        out.add("\(shown.count)")
        if leftOut > 0 { out.add("; \(TextBuffer.grouped(leftOut)) older ones are only in the file") }
        out.add("</summary>\n")
        beginTable(
            "Corporate actions", ["Date", "Security", "Kind", "Shares before", "after", "Cash, yuan"], textColumns: 3)
        for action in shown {
            out.add("<tr><td class=\"t\">")
            out.add(action.day)
            out.add("</td>")
            securityCell(action.symbol)
            textCell(action.kind)
            cell { $0.add(grouped: action.sharesBefore.count) }
            cell { $0.add(grouped: action.sharesAfter.count) }
            cell { $0.add(yuan: action.cash) }
            out.add("</tr>\n")
        }
        endTable()
        out.add("</details>\n")
    }

    mutating func addSettings() {
        beginSection("settings", "Data, costs, settings")
        defer { endSection() }
        addEntries("Data", record.about.data)
        addEntries("Costs", record.about.costs)
        addEntries("Settings", record.about.settings)
        paragraph(
            "Annual figures count 252 trading days; the risk-free rate is zero; the first day's return is against the "
                + "opening cash. Deviations have the divisor n − 1. An en dash stands for a figure that is not defined.",
            style: "soft")
    }

    private mutating func addEntries(_ title: String, _ entries: [ReplayRecord.About.Entry]) {
        guard !entries.isEmpty else { return }
        out.add("<h3>\(title)</h3>\n<div class=\"box\"><table class=\"facts\">\n<tbody>\n")
        for entry in entries {
            out.add("<tr>")
            textCell(entry.name)
            out.add("<td>")
            out.add(escaped: entry.value)
            out.add("</td></tr>\n")
        }
        endTable()
    }

    mutating func addChecks() {
        beginSection("checks", "Checks that ran")
        defer { endSection() }
        guard !record.about.checks.isEmpty else { return paragraph("None.", style: "bad") }
        beginTable("Checks", ["Check", "Times", "Result"])
        for check in record.about.checks {
            out.add("<tr><td class=\"w\">")
            out.add(escaped: check.name)
            out.add("</td>")
            cell { $0.add(grouped: Int64(check.count)) }
            out.add(check.held ? "<td>held</td>" : "<td class=\"bad\">did not hold</td>")
            out.add("</tr>\n")
        }
        endTable()
    }
}
