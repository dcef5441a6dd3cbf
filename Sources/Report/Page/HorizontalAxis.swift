import Market

/// Labels along the lower edge of a picture: for a row of trading days, where years, quarters, months or weeks begin.
struct HorizontalAxis {
    private let ticks: [(position: Double, label: String)]

    /// - Parameter ticks: Positions from 0 to 1.
    init(ticks: [(position: Double, label: String)]) { self.ticks = ticks }

    /// - Parameter days: Evenly spread over the width; one more step stands before the first.
    init(_ days: [Day]) {
        let count = Double(max(days.count, 1))
        guard let first = days.first, let last = days.last, days.count > 1 else {
            ticks = days.map { (1, $0.description) }
            return
        }
        let span = first.distance(to: last)
        // Whatever begins a new unit is a tick.
        let unit: (Day) -> Int
        let label: (Day) -> String
        switch span {
        case 1000...:
            let step = span > 6000 ? 2 : 1
            unit = { $0.components.year / step }
            label = { String($0.components.year) }
        case 270..<1000:
            unit = { ($0.components.year * 12 + $0.components.month - 1) / 3 }
            label = { String($0.description.prefix(7)) }
        case 45..<270:
            unit = { $0.components.year * 12 + $0.components.month }
            label = { String($0.description.prefix(7)) }
        default:
            unit = { Int($0.number) / 7 }
            label = { String($0.description.suffix(5)) }
        }
        var ticks: [(position: Double, label: String)] = [(0, label(first))]
        for index in days.indices.dropFirst() where unit(days[index]) != unit(days[index - 1]) {
            let position = Double(index + 1) / count
            // A label at the very end would leave the page.
            if position < 0.975 { ticks.append((position, label(days[index]))) }
        }
        // What is already running at the start is named only where there is room.
        if ticks.count > 1, ticks[1].position < 0.06 { ticks.removeFirst() }
        self.ticks = ticks
    }

    /// Every second label is of class `odd`, for narrow pages to leave out.
    func add(to out: inout TextBuffer, y: Double) {
        for (index, tick) in ticks.enumerated() {
            let isLast = tick.position > 0.95
            out.add(index.isMultiple(of: 2) ? "<text text-anchor=\"" : "<text class=\"odd\" text-anchor=\"")
            out.add(isLast ? "end" : "middle")
            out.add("\" x=\"")
            out.add(tick.position * 100, places: 2)
            out.add("%\" y=\"")
            out.add(y, places: 0)
            out.add("\">")
            out.add(tick.label)
            out.add("</text>\n")
        }
    }
}
