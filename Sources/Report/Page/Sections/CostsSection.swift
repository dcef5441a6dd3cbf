import Market

extension ReportPage {
    mutating func addCosts() {
        beginSection("costs", "Turnover and costs")
        defer { endSection() }
        guard summary.costs.traded > .zero else { return paragraph("Nothing was traded.", style: "soft") }
        addTurnover()
        addFees()
    }

    private mutating func addTurnover() {
        let chart = Chart(
            values: (0, max(summary.months.compactMap(\.turnover).max() ?? 0, 0.01)), height: 130, percent: true)
        out.add("<figure>\n<figcaption>")
        legend("own", "Turnover of each month", isArea: true)
        out.add("<span>One way, share of the month's mean equity</span></figcaption>\n")
        chart.begin(
            &out, title: "Turnover by month",
            description:
                "Bar chart of turnover by month; a year has \(TextBuffer.percent(summary.turnover, places: 0))",
            axis: axis)
        out.add("<path class=\"f-own\" d=\"")
        var start = 0
        let unit = Chart.width / Double(max(summary.days, 1))
        for month in summary.months {
            let left = Double(start) * unit
            start += month.days
            let width = Double(month.days) * unit
            let y = chart.y(month.turnover ?? 0)
            guard y < chart.height - 0.05 else { continue }
            out.add("M")
            out.add(left + width * 0.1, places: 1)
            out.add(",")
            out.add(chart.height, places: 0)
            out.add("V")
            out.add(y, places: 1)
            out.add("h")
            out.add(width * 0.8, places: 1)
            out.add("V")
            out.add(chart.height, places: 0)
            out.add("z")
        }
        out.add("\"/>\n")
        chart.end(&out)
        out.add("</figure>\n")
    }

    private mutating func addFees() {
        let costs = summary.costs
        let rows = [
            ("Commission", costs.commission), ("Stamp duty", costs.stampDuty), ("Transfer fee", costs.transferFee),
            ("Handling and regulatory fees", costs.otherFees), ("All fees", costs.fees),
            ("Slippage against decision prices", summary.slippage.cost),
            ("Slippage against the price at the plan", summary.quality.decision.cost),
            ("Slippage against the book at each order", summary.quality.arrival.cost),
        ]
        beginTable("Costs by kind", ["Cost", "Yuan", "Bp of value", "Of equity, a year"])
        let years = Double(summary.days) / Returns.daysPerYear
        let mean = equity.levels.reduce(0, +) * 1000 / Double(max(summary.days, 1))
        for (name, money) in rows {
            out.add(name == "All fees" ? "<tr class=\"sum\">" : "<tr>")
            out.add("<td class=\"w\">\(name)</td>")
            cell { $0.add(yuan: money) }
            let rate = Double(money.li).over(Double(costs.traded.li))
            cell { buffer in if let rate { buffer.add(shown: rate * 10_000, places: 2) } else { buffer.add("–") } }
            percentCell(Double(money.li).over(mean * years), signed: false)
            out.add("</tr>\n")
        }
        endTable()
        var text = TextBuffer()
        text.add("Bought for ")
        text.add(wholeYuan: costs.bought)
        text.add(" yuan, sold for ")
        text.add(wholeYuan: costs.sold)
        text.add("; corporate actions paid ")
        text.add(wholeYuan: costs.dividends)
        text.add(
            ". Bp of value are hundredths of a percent of the value traded; the last column is a share of the mean ")
        text.add("equity. Slippage is contained in the fills, not charged besides.")
        paragraph(text.text, style: "soft")
    }

    // MARK: Slippage

    mutating func addSlippage() {
        beginSection("slippage", "Slippage")
        defer { endSection() }
        let points = record.orders.compactMap(\.slippageBasisPoints).sorted()
        guard !points.isEmpty else {
            return paragraph("No order has both a fill and a decision price.", style: "soft")
        }
        let bins = Histogram(sorted: points)
        let chart = Chart(values: (0, Double(bins.counts.max() ?? 1)), height: 150, percent: false, whole: true)
        out.add("<figure>\n<figcaption>")
        legend("loss", "Orders that cost more than decided", isArea: true)
        legend("own", "Orders at the price or better", isArea: true)
        out.add("<span>Orders by basis points</span></figcaption>\n")
        let median = points[points.count / 2]
        var description = TextBuffer()
        description.add("Histogram of slippage over \(points.count) orders; median ")
        description.add(shown: median, places: 1)
        description.add(" basis points")
        chart.begin(&out, title: "Slippage", description: description.text, axis: bins.axis)
        for isCost in [false, true] { addBars(bins, isCost: isCost, chart) }
        chart.end(&out)
        out.add("</figure>\n")
        addSlippageNote(points, median: median)
    }

    private mutating func addBars(_ bins: Histogram, isCost: Bool, _ chart: Chart) {
        let width = Chart.width / Double(bins.counts.count)
        for (index, count) in bins.counts.enumerated() where count > 0 && bins.isCost(index) == isCost {
            out.add("<path class=\"\(isCost ? "f-loss" : "f-own")\" d=\"M")
            out.add((Double(index) + 0.06) * width, places: 1)
            out.add(",")
            out.add(chart.height, places: 0)
            out.add("V")
            out.add(min(chart.y(Double(count)), chart.height - 1), places: 1)
            out.add("h")
            out.add(width * 0.88, places: 1)
            out.add("V")
            out.add(chart.height, places: 0)
            out.add("z\"><title>")
            out.add(bins.label(index))
            out.add(" bp: ")
            out.add(grouped: Int64(count))
            out.add(count == 1 ? " order</title></path>\n" : " orders</title></path>\n")
        }
    }

    private mutating func addSlippageNote(_ points: [Double], median: Double) {
        var text = TextBuffer()
        text.add(grouped: Int64(points.count))
        text.add(" orders: ")
        if let mean = summary.slippage.basisPoints {
            text.add(shown: mean, places: 2, signed: true)
            text.add(" bp weighted by value, ")
        }
        text.add("median ")
        text.add(shown: median, places: 2, signed: true)
        text.add(" bp, ")
        text.add(percent: Double(points.count { $0 > 0 }) / Double(points.count), places: 1)
        text.add(" cost something. Extremes ")
        text.add(shown: points[0], places: 1, signed: true)
        text.add(" and ")
        text.add(shown: points[points.count - 1], places: 1, signed: true)
        text.add(" bp; the outer bars hold everything beyond.")
        paragraph(text.text, style: "soft")
    }
}
