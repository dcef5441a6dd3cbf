import Market

extension ReportPage {
    mutating func addMonths() {
        beginSection("months", "Months and years")
        defer { endSection() }
        guard !summary.months.isEmpty else { return paragraph("No month was replayed.", style: "soft") }
        addHeatMap()
        addYears()
    }

    private static let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Colour is never alone: each cell has its number with a sign.
    private mutating func addHeatMap() {
        out.add("<div class=\"box\" role=\"region\" aria-label=\"Returns by month\" tabindex=\"0\">")
        out.add("<table class=\"months wide\">\n<thead><tr><th scope=\"col\">%</th>")
        for name in ReportPage.names { out.add("<th scope=\"col\">\(name)</th>") }
        out.add("<th scope=\"col\" class=\"y\">Year</th></tr></thead>\n<tbody>\n")
        var months = summary.months[...]
        for year in summary.years {
            out.add("<tr><td>")
            out.add(year.year)
            out.add("</td>")
            for month in 1...12 {
                if let first = months.first, first.year == year.year, first.month == month {
                    addHeat(first.accountReturn, full: 0.10)
                    months.removeFirst()
                } else {
                    out.add("<td></td>")
                }
            }
            addHeat(year.accountReturn, full: 0.40, style: "y")
            out.add("</tr>\n")
        }
        endTable()
    }

    /// - Parameter full: The return that has the strongest colour.
    private mutating func addHeat(_ value: Double?, full: Double, style: String = "") {
        guard let value else {
            out.add("<td>–</td>")
            return
        }
        // A return that is shown as zero has no colour.
        let isZero = value.magnitude < 0.0005
        let grade = isZero ? 0 : max(1, min(4, Int((value.magnitude / full * 4).rounded(.up))))
        var classes = grade == 0 ? "" : "\(value < 0 ? "l" : "g")\(grade)"
        if !style.isEmpty { classes += classes.isEmpty ? style : " " + style }
        out.add(classes.isEmpty ? "<td>" : "<td class=\"\(classes)\">")
        out.add(shown: value * 100, places: 1, signed: true)
        out.add("</td>")
    }

    private mutating func addYears() {
        let hasIndex = record.about.benchmark != nil
        var columns = ["Year", "Days", "Return"]
        if let benchmark = record.about.benchmark { columns += [TextBuffer.escaped(benchmark.name), "Excess"] }
        columns += ["Drawdown", "Turnover", "Bought, yuan", "Sold, yuan", "Fees, yuan"]
        beginTable("Years", columns, isWide: true)
        for year in summary.years {
            out.add("<tr><td class=\"t\">")
            out.add(year.year)
            out.add("</td>")
            cell { $0.add(year.days) }
            percentCell(year.accountReturn)
            if hasIndex {
                percentCell(year.benchmarkReturn)
                percentCell(year.excess)
            }
            percentCell(year.maxDrawdown)
            percentCell(year.turnover, places: 0, signed: false)
            cell { $0.add(wholeYuan: year.bought) }
            cell { $0.add(wholeYuan: year.sold) }
            cell { $0.add(wholeYuan: year.fees) }
            out.add("</tr>\n")
        }
        endTable()
        paragraph(
            "Drawdown is the deepest within the year. Turnover is half of what was bought and sold over the mean equity; "
                + "a year that is not whole is not annualised.", style: "soft")
    }
}
