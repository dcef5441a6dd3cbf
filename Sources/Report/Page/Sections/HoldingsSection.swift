import Market

extension ReportPage {
    /// Securities with an area of their own; the rest is one area.
    private static let named = 10

    mutating func addHoldings() {
        beginSection("holdings", "Holdings over time")
        defer { endSection() }
        let stack = HoldingsStack(record, named: ReportPage.named)
        guard !stack.positions.isEmpty else { return paragraph("No holdings were recorded.", style: "soft") }
        let chart = Chart(values: (0, max(1, stack.top)), height: 220, percent: true)
        out.add("<figure>\n<figcaption>")
        for (index, layer) in stack.layers.enumerated() {
            legend(style(layer, index), name(layer, isOnly: stack.layers.count == 1), isArea: true)
        }
        out.add("<span>Share of equity; the rest is cash</span></figcaption>\n")
        chart.begin(
            &out, title: "Holdings", description: "Stacked areas: holdings as shares of equity, the largest below",
            axis: axis)
        // From the top down, so that each area covers what is below it.
        for index in stack.layers.indices.reversed() {
            addLayer(stack, index, style: style(stack.layers[index], index) + " stack", chart)
        }
        chart.end(&out)
        out.add("</figure>\n")
        addLastHoldings()
    }

    private func style(_ layer: HoldingsStack.Layer, _ index: Int) -> String {
        switch layer {
        case .security: "c\(index)"
        case .ranks: "r\(index)"
        case .others: "rest"
        }
    }

    private func name(_ layer: HoldingsStack.Layer, isOnly: Bool) -> String {
        switch layer {
        case .security(let symbol): record.about.names[symbol].map(TextBuffer.escaped) ?? symbol.description
        case .ranks(let ranks) where ranks == 1...1: "Largest position"
        case .ranks(let ranks): "Positions \(ranks.lowerBound) to \(ranks.upperBound)"
        case .others: isOnly ? "All" : "Others"
        }
    }

    private mutating func addLayer(_ stack: HoldingsStack, _ layer: Int, style: String, _ chart: Chart) {
        out.add("<path class=\"\(style)\" d=\"")
        for (index, position) in stack.positions.enumerated() {
            out.add(index == 0 ? "M" : "L")
            out.add(position * Chart.width, places: 0)
            out.add(",")
            out.add(chart.y(stack.sums[index][layer]), places: 1)
        }
        out.add("L")
        out.add((stack.positions.last ?? 0) * Chart.width, places: 0)
        out.add(",")
        out.add(chart.height, places: 0)
        out.add("L")
        out.add((stack.positions.first ?? 0) * Chart.width, places: 0)
        out.add(",")
        out.add(chart.height, places: 0)
        out.add("Z\"/>\n")
    }

    /// The largest holdings of the last row.
    private mutating func addLastHoldings() {
        guard let last = record.holdings.last else { return }
        guard !last.holdings.isEmpty else { return paragraph("Nothing is held on \(last.day).", style: "soft") }
        let largest = last.holdings.sorted { ($1.value, $0.symbol) < ($0.value, $1.symbol) }.prefix(ReportPage.named)
        let equity = record.days.last { $0.day <= last.day }?.equity
        out.add("<h3>Largest on ")
        out.add(last.day)
        out.add(" <span class=\"soft\">(")
        out.add("\(largest.count) of \(last.holdings.count))</span></h3>\n")
        beginTable("Largest holdings", ["Security", "Shares", "Value, yuan", "Share of equity"])
        for holding in largest {
            out.add("<tr>")
            securityCell(holding.symbol)
            cell { $0.add(grouped: holding.shares.count) }
            cell { $0.add(wholeYuan: holding.value) }
            percentCell(equity.flatMap { Double(holding.value.li).over(Double($0.li)) }, signed: false)
            out.add("</tr>\n")
        }
        endTable()
    }
}
