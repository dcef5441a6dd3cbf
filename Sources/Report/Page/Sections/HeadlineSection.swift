import Market

extension ReportPage {
    /// Title, period, what went wrong with the checks if anything did, and the figures that everybody asks for first.
    mutating func addHeadline() {
        out.add("<h1>")
        out.add(escaped: record.about.title)
        out.add("</h1>\n")
        addPeriod()
        let broken = record.about.checks.filter { !$0.held }
        if !broken.isEmpty {
            let names = broken.map { TextBuffer.escaped($0.name) }.joined(separator: "; ")
            paragraph(
                "Do not use these figures: \(broken.count == 1 ? "a check" : "\(broken.count) checks") did not hold "
                    + "(\(names)). See <a href=\"#checks\">checks</a>.", style: "bad")
        }
        out.add("<dl class=\"key\">\n")
        addReturnFigures()
        addRiskFigures()
        addTradingFigures()
        out.add("</dl>\n")
        addContents()
    }

    private mutating func addPeriod() {
        guard let first = summary.firstDay, let last = summary.lastDay else {
            return paragraph("No day was replayed, so there is nothing to show.", style: "soft")
        }
        out.add("<p class=\"soft\">")
        out.add(first)
        out.add(" to ")
        out.add(last)
        out.add(" · ")
        out.add(grouped: Int64(summary.days))
        out.add(summary.days == 1 ? " trading day · " : " trading days · ")
        out.add(yuan: summary.openingCash)
        out.add(" yuan became ")
        out.add(yuan: summary.finalEquity)
        out.add("</p>\n")
    }

    private mutating func addReturnFigures() {
        key("Total return", .percent(summary.totalReturn, signed: true), isFirst: true, value: summary.totalReturn)
        key("Return a year", .percent(summary.annualReturn, signed: true), isFirst: true, value: summary.annualReturn)
        var note = ""
        if let deepest = summary.drawdowns.first {
            let peak = deepest.peak.map { "<time>\($0)</time>" } ?? "the start"
            note = "\(peak) to <time>\(deepest.trough)</time>"
        }
        key(
            "Deepest drawdown", .percent(summary.maxDrawdown), note: note, isFirst: true, value: summary.maxDrawdown)
        key("Sharpe ratio", .ratio(summary.sharpe), isFirst: true)
    }

    private mutating func addRiskFigures() {
        key("Volatility a year", .percent(summary.volatility))
        key("Sortino ratio", .ratio(summary.sortino))
        key("Calmar ratio", .ratio(summary.calmar))
        if let best = summary.bestDay, let worst = summary.worstDay {
            key("Best and worst day", .text("\(percent(best.value)) / \(percent(worst.value))"))
        } else {
            key("Best and worst day", .text("–"))
        }
        guard let benchmark = record.about.benchmark else { return }
        let name = TextBuffer.escaped(benchmark.name)
        let comparison = summary.comparison
        key(name, .percent(comparison?.totalReturn, signed: true), note: indexNote, value: comparison?.totalReturn)
        key(
            "Excess return a year", .percent(comparison?.annualExcessReturn, signed: true),
            value: comparison?.annualExcessReturn)
        key("Tracking error", .percent(comparison?.trackingError))
        key("Information ratio", .ratio(comparison?.informationRatio), note: beta(comparison))
    }

    /// Where the index begins later or ends earlier, from when on.
    private var indexNote: String {
        guard let comparison = summary.comparison, comparison.days != summary.days else { return "in total" }
        return "from <time>\(comparison.firstDay)</time>"
    }

    private func beta(_ comparison: Comparison?) -> String {
        comparison?.beta.map { "beta \(TextBuffer.ratio($0))" } ?? ""
    }

    private mutating func addTradingFigures() {
        key("Mean exposure", .percent(summary.exposure, places: 1))
        key("Turnover a year", .percent(summary.turnover, places: 0), note: "one way")
        key(
            "Trades that won", .percent(summary.hitRate, places: 1),
            note: "of \(TextBuffer.grouped(summary.closedTrips))")
        key("Mean win ÷ mean loss", .ratio(summary.profitLossRatio))
        key(
            "Orders", .text(TextBuffer.grouped(record.orders.count)), note: "\(TextBuffer.grouped(summary.fills)) fills"
        )
        key("Lines not on target", .text(TextBuffer.grouped(record.reasons.count)))
        key("Fees", .text(TextBuffer.yuan(summary.costs.fees)), note: feeNote)
        key("Slippage", .text(slippageText), note: "against decision")
    }

    private var feeNote: String {
        guard let rate = summary.costs.feeRate else { return "yuan" }
        var buffer = TextBuffer()
        buffer.add(rate * 10_000, places: 1)
        return "yuan, \(buffer.text) bp"
    }

    private var slippageText: String {
        guard let points = summary.slippage.basisPoints else { return "–" }
        var buffer = TextBuffer()
        buffer.add(shown: points, places: 1, signed: true)
        return buffer.text + " bp"
    }

    private func percent(_ value: Double) -> String { TextBuffer.percent(value, signed: true) }

    private enum Figure {
        case percent(Double?, places: Int = 2, signed: Bool = false)
        case ratio(Double?)
        case text(String)
    }

    /// - Parameter value: Below zero it has the colour of a loss.
    private mutating func key(
        _ name: String, _ figure: Figure, note: String = "", isFirst: Bool = false, value: Double? = nil
    ) {
        out.add(isFirst ? "<div class=\"first\"><dt>" : "<div><dt>")
        out.add(name)
        out.add((value ?? 0) < 0 ? "</dt><dd class=\"loss\">" : "</dt><dd>")
        switch figure {
        case .percent(let value, let places, let signed): out.add(percent: value, places: places, signed: signed)
        case .ratio(let value): out.add(ratio: value)
        case .text(let text): out.add(text)
        }
        if !note.isEmpty {
            out.add(" <small>")
            out.add(note)
            out.add("</small>")
        }
        out.add("</dd></div>\n")
    }

    private mutating func addContents() {
        let sections = [
            ("equity", "Equity"), ("drawdown", "Drawdown"), ("months", "Months"), ("exposure", "Exposure"),
            ("costs", "Turnover and costs"), ("slippage", "Slippage"), ("holdings", "Holdings"), ("reasons", "Reasons"),
            ("trips", "Winners and losers"), ("orders", "Orders"), ("actions", "Corporate actions"),
            ("settings", "Data, costs, settings"), ("checks", "Checks"),
        ]
        out.add("<nav aria-label=\"Contents\">")
        for (id, title) in sections {
            out.add("<a href=\"#")
            out.add(id)
            out.add("\">")
            out.add(title)
            out.add("</a> ")
        }
        out.add("</nav>\n")
    }
}
