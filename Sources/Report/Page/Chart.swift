import Market

/// The frame of a picture: its title, its grid with labels, and the scale of its values. Height is in CSS pixels; width is
/// whatever the page has, so that labels keep their size on a phone.
struct Chart {
    /// Width of the drawing's own coordinates, stretched to the width there is.
    static let width = 1000.0

    let height: Double
    let low: Double
    let high: Double
    private let ticks: [Double]
    private let places: Int

    /// - Parameters:
    ///   - percent: Labels are values × 100 with a percent sign.
    ///   - whole: Values are counts, so labels are whole numbers.
    init(values: (low: Double, high: Double), height: Double, percent: Bool, whole: Bool = false) {
        self.height = height
        self.percent = percent
        // A little room beyond the values, but none beyond zero, and none beyond 100 %.
        let room = (values.high - values.low) * 0.04
        let scale = Scale(
            low: values.low == 0 ? 0 : values.low - room,
            high: values.high == 0 || (percent && values.high == 1) ? values.high : values.high + room)
        let low = scale.first
        let high = scale.last
        ticks = scale.ticks.filter { low <= $0 && $0 <= high && (!whole || $0 == $0.rounded()) }
        self.low = low
        self.high = high
        places = whole ? 0 : max(0, scale.places - (percent ? 2 : 0))
    }

    private let percent: Bool

    /// Pixels from the top.
    func y(_ value: Double) -> Double { (high - value) / (high - low) * height }

    /// Opens the picture with its grid; `end` closes it. Between are paths in coordinates of `width` × `height`.
    func begin(_ out: inout TextBuffer, title: String, description: String, axis: HorizontalAxis) {
        out.add("<svg class=\"chart\" role=\"img\" height=\"")
        out.add(height + 24, places: 0)
        out.add("\" aria-label=\"")
        out.add(escaped: description)
        out.add("\"><title>")
        out.add(escaped: title)
        out.add("</title>\n")
        for tick in ticks {
            let y = y(tick)
            out.add(
                tick == 0 ? "<line class=\"grid zero\" x2=\"100%\" y1=\"" : "<line class=\"grid\" x2=\"100%\" y1=\"")
            out.add(y, places: 1)
            out.add("\" y2=\"")
            out.add(y, places: 1)
            out.add("\"/><text x=\"-8\" text-anchor=\"end\" y=\"")
            out.add(y + 4, places: 1)
            out.add("\">")
            if percent { out.add(percent: tick, places: places) } else { out.add(shown: tick, places: places) }
            out.add("</text>\n")
        }
        axis.add(to: &out, y: height + 17)
        out.add("<svg viewBox=\"0 0 1000 ")
        out.add(height, places: 0)
        out.add("\" width=\"100%\" height=\"")
        out.add(height, places: 0)
        out.add("\" preserveAspectRatio=\"none\">\n")
    }

    func end(_ out: inout TextBuffer) { out.add("</svg></svg>\n") }

    /// A line through `values`, evenly spread from `start` to 1 of the width; a gap where there is none.
    func addLine(_ values: [Double?], style: String, start: Double = 0, _ out: inout TextBuffer) {
        out.add("<path class=\"line \(style)\" d=\"")
        addPath(values, start: start, &out)
        out.add("\"/>\n")
    }

    /// The area between `values` and `base`.
    func addArea(_ values: [Double], to base: Double, style: String, start: Double = 0, _ out: inout TextBuffer) {
        guard !values.isEmpty else { return }
        out.add("<path class=\"\(style)\" d=\"")
        addPath(values, start: start, &out)
        out.add("L1000,")
        out.add(y(base), places: 1)
        out.add("L")
        out.add(start * Chart.width, places: 0)
        out.add(",")
        out.add(y(base), places: 1)
        out.add("Z\"/>\n")
    }

    private func addPath(_ values: [Double?], start: Double, _ out: inout TextBuffer) {
        var isBroken = true
        for point in Downsampling.points(values, columns: 500) {
            guard let value = point.value else {
                isBroken = true
                continue
            }
            out.add(isBroken ? "M" : "L")
            isBroken = false
            out.add((start + (1 - start) * point.position) * Chart.width, places: 0)
            out.add(",")
            out.add(y(value), places: 1)
        }
    }
}

/// Round tick values around a range.
struct Scale {
    /// The range itself.
    let first: Double
    let last: Double
    /// The ticks below and above it.
    let low: Double
    let high: Double
    let ticks: [Double]
    /// Places that the ticks need.
    let places: Int

    /// A range without width is widened.
    init(low: Double, high: Double, count: Double = 5) {
        let isSound = low.isFinite && high.isFinite && high > low && high - low > high.magnitude * 1e-9
        let first = isSound ? low : (low.isFinite ? low - max(low.magnitude * 0.05, 0.01) : 0)
        let last = isSound ? high : (low.isFinite ? low + max(low.magnitude * 0.05, 0.01) : 1)
        self.first = first
        self.last = last
        var unit = 1.0
        var places = 0
        let raw = (last - first) / count
        while unit > raw, places < 9 {
            unit /= 10
            places += 1
        }
        while unit * 10 <= raw { unit *= 10 }
        let step = [1, 2, 2.5, 5].first { unit * $0 >= raw }.map { unit * $0 } ?? unit * 10
        if step == unit * 2.5, unit <= 1 { places += 1 }
        if step >= unit * 10, places > 0 { places -= 1 }
        self.places = places
        let from = (first / step).rounded(.down)
        let to = (last / step).rounded(.up)
        self.low = from * step
        self.high = to * step
        // Multiples, not sums: zero is exactly zero.
        ticks = stride(from: from, through: to, by: 1).map { $0 == 0 ? 0 : $0 * step }
    }
}

/// Fewer points that draw the same: the lowest and the highest of each column.
enum Downsampling {
    /// - Returns: Positions from 0 to 1 with their values, nil for a gap.
    static func points(_ values: [Double?], columns: Int) -> [(position: Double, value: Double?)] {
        let last = Double(max(values.count - 1, 1))
        guard values.count > columns * 2 else {
            return values.indices.map { (Double($0) / last, values[$0]) }
        }
        var points: [(position: Double, value: Double?)] = []
        points.reserveCapacity(columns * 2 + 2)
        var start = 0
        for column in 0..<columns {
            let end = (column + 1) * values.count / columns
            add(values, start..<end, to: &points, last: last)
            start = end
        }
        return points
    }

    private static func add(
        _ values: [Double?], _ range: Range<Int>, to points: inout [(position: Double, value: Double?)], last: Double
    ) {
        var low: (index: Int, value: Double)?
        var high: (index: Int, value: Double)?
        for index in range {
            guard let value = values[index] else { continue }
            if value < low?.value ?? .infinity { low = (index, value) }
            if value >= high?.value ?? -.infinity { high = (index, value) }
        }
        guard let low, let high else { return points.append((Double(range.lowerBound) / last, nil)) }
        let pair = low.index < high.index ? [low, high] : [high, low]
        points.append((Double(pair[0].index) / last, pair[0].value))
        if pair[1].index != pair[0].index { points.append((Double(pair[1].index) / last, pair[1].value)) }
    }
}
