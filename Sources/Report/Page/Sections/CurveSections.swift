import Market

extension ReportPage {
    var axis: HorizontalAxis { HorizontalAxis(equity.days) }

    mutating func addEquity() {
        beginSection("equity", "Equity")
        defer { endSection() }
        guard equity.opening > 0, !equity.levels.isEmpty else {
            return paragraph("Not drawn: there is no day, or no opening cash to compare with.", style: "soft")
        }
        let own = [1] + equity.levels.map { $0 / equity.opening }
        let index = rebasedBenchmark()
        let all = own + index.compactMap(\.self)
        let chart = Chart(values: (all.min() ?? 0, all.max() ?? 1), height: 300, percent: false)
        out.add("<figure>\n<figcaption>")
        legend("own", "Account", TextBuffer.ratio(own.last))
        if let benchmark = record.about.benchmark, let last = index.last(where: { $0 != nil }) {
            legend("index", TextBuffer.escaped(benchmark.name), TextBuffer.ratio(last))
        }
        out.add("<span>Opening cash = 1</span></figcaption>\n")
        chart.begin(
            &out, title: "Equity", description: equityDescription(own.last, index.compactMap(\.self).last), axis: axis)
        if !index.isEmpty { chart.addLine(index, style: "thin s-index", &out) }
        chart.addLine(own, style: "s-own", &out)
        chart.end(&out)
        out.add("</figure>\n")
        addBenchmarkNote()
    }

    private func equityDescription(_ own: Double?, _ index: Double?) -> String {
        var text = "Line chart of the account's equity, opening cash as 1; it ends at \(TextBuffer.ratio(own))"
        if let index, let name = record.about.benchmark?.name {
            text += ", \(name) at \(TextBuffer.ratio(index))"
        }
        return text
    }

    /// A key of colours. `name` is trusted text.
    mutating func legend(_ style: String, _ name: String, _ value: String = "", isArea: Bool = false) {
        out.add("<span><i class=\"mark \(isArea ? "area " : "")\(style)\"></i>")
        out.add(name)
        if !value.isEmpty { out.add(" <b>\(value)</b>") }
        out.add("</span> ")
    }

    /// The index from the day before the first on, as high as the account where it begins. Empty without an index.
    private func rebasedBenchmark() -> [Double?] {
        guard let benchmark, let levels = benchmark.levels, let first = levels.first else { return [] }
        let start = equity.level(benchmark.base) / equity.opening
        return (-1..<equity.levels.count).map { index in benchmark.level(index).map { $0 / first * start } }
    }

    private mutating func addBenchmarkNote() {
        guard let about = record.about.benchmark else {
            return paragraph("No index was given to compare with.", style: "soft")
        }
        let name = "\(TextBuffer.escaped(about.name)) (\(TextBuffer.escaped(about.code)))"
        guard let comparison = summary.comparison else {
            return paragraph("\(name) has no values for these days, so nothing is compared.", style: "soft")
        }
        var text = "\(name), \(about.includesDividends ? "with" : "without") dividends"
        if !about.includesDividends {
            text += ": the account has its dividends, so part of the difference is theirs"
        }
        text += "."
        if comparison.days != summary.days {
            let days = comparison.days == 1 ? "is 1 day" : "are \(TextBuffer.grouped(comparison.days)) days"
            text += " Compared \(days), \(comparison.firstDay) to "
            text += "\(comparison.lastDay): the account made \(TextBuffer.percent(comparison.accountTotalReturn)), "
            text += "the index \(TextBuffer.percent(comparison.totalReturn))."
        }
        paragraph(text, style: "soft")
    }

    mutating func addDrawdowns() {
        beginSection("drawdown", "Drawdown")
        defer { endSection() }
        guard equity.opening > 0, !equity.levels.isEmpty else { return paragraph("Not drawn.", style: "soft") }
        let own = [0] + Drawdown.depths(levels: equity.levels, base: equity.opening)
        let index = benchmarkDepths()
        let low = min(own.min() ?? 0, index.compactMap(\.self).min() ?? 0)
        let chart = Chart(values: (min(low, -0.01), 0), height: 180, percent: true)
        out.add("<figure>\n<figcaption>")
        legend("loss", "Account", TextBuffer.percent(summary.maxDrawdown), isArea: true)
        if let benchmark = record.about.benchmark, let lowest = summary.comparison?.maxDrawdown {
            legend("index", TextBuffer.escaped(benchmark.name), TextBuffer.percent(lowest))
        }
        out.add("<span>Below the highest close so far</span></figcaption>\n")
        chart.begin(
            &out, title: "Drawdown",
            description: "Area chart of how far the account is below its highest close so far; at most "
                + TextBuffer.percent(summary.maxDrawdown), axis: axis)
        chart.addArea(own, to: 0, style: "f-loss-soft", &out)
        chart.addLine(own, style: "thin s-loss", &out)
        if !index.isEmpty { chart.addLine(index, style: "thin s-index", &out) }
        chart.end(&out)
        out.add("</figure>\n")
        addDeepest()
    }

    private func benchmarkDepths() -> [Double?] {
        guard let benchmark, let levels = benchmark.levels, let first = levels.first else { return [] }
        let depths = Drawdown.depths(levels: levels, base: first)
        return (-1..<equity.levels.count).map { index in
            depths.indices.contains(index - benchmark.base) ? depths[index - benchmark.base] : nil
        }
    }

    private mutating func addDeepest() {
        guard !summary.drawdowns.isEmpty else {
            return paragraph("The account was never below its highest close.", style: "soft")
        }
        beginTable(
            "Deepest drawdowns", ["Depth", "Peak", "Trough", "Recovered", "Days"], textColumns: 0)
        for drawdown in summary.drawdowns {
            out.add("<tr>")
            percentCell(drawdown.depth)
            cell { buffer in if let day = drawdown.peak { buffer.add(day) } else { buffer.add("opening cash") } }
            cell { $0.add(drawdown.trough) }
            cell { buffer in if let day = drawdown.recovery { buffer.add(day) } else { buffer.add("not yet") } }
            cell { $0.add(drawdown.days) }
            out.add("</tr>\n")
        }
        endTable()
    }

    mutating func addExposure() {
        beginSection("exposure", "Exposure and cash")
        defer { endSection() }
        let exposure = [0] + record.days.map { Double($0.marketValue.li).over(Double($0.equity.li)) ?? 0 }
        guard exposure.count > 1 else { return paragraph("Not drawn.", style: "soft") }
        let chart = Chart(
            values: (min(0, exposure.min() ?? 0), max(1, exposure.max() ?? 1)), height: 150, percent: true)
        out.add("<figure>\n<figcaption>")
        legend("own", "Holdings", TextBuffer.percent(summary.exposure, places: 1) + " on average", isArea: true)
        let cash = summary.exposure.map { 1 - $0 }
        out.add("<span>The rest is cash, <b>")
        out.add(percent: cash, places: 1)
        out.add("</b> on average</span><span>Share of equity at the close</span></figcaption>\n")
        chart.begin(
            &out, title: "Exposure",
            description: "Area chart of the share of equity in holdings; on average "
                + TextBuffer.percent(summary.exposure, places: 1), axis: axis)
        chart.addArea(exposure, to: 0, style: "f-own-soft", &out)
        chart.addLine(exposure, style: "thin s-own", &out)
        chart.end(&out)
        out.add("</figure>\n")
        addExposureNote()
    }

    private mutating func addExposureNote() {
        let counts = record.days.map(\.holdings)
        guard let most = counts.max(), let lowest = record.days.min(by: { $0.cash < $1.cash }) else { return }
        let mean = Double(counts.reduce(0, +)) / Double(counts.count)
        var text = TextBuffer()
        text.add("Held at the close: ")
        text.add(mean, places: 1)
        text.add(" securities on average, at most \(most). Lowest cash: ")
        text.add(yuan: lowest.cash)
        text.add(" yuan on <time>\(lowest.day)</time>.")
        paragraph(text.text, style: "soft")
    }
}
