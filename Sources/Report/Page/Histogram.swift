import Market

/// Counts in bins of one round width; the outer bins hold everything beyond.
struct Histogram {
    let counts: [Int]
    /// The lower bound of the first bin. Bins hold what is above their lower bound, up to the upper one.
    let low: Double
    let step: Double
    private let places: Int

    /// - Parameter values: Ascending, not empty.
    init(sorted values: [Double]) {
        let last = values.count - 1
        // One value in a hundred on either side is beyond the picture's range.
        let from = min(values[last / 100], 0)
        let to = max(values[last - last / 100], 0)
        let scale = Scale(low: from, high: to, count: 24)
        let count = max(scale.ticks.count - 1, 1)
        let step = (scale.high - scale.low) / Double(count)
        var counts = Array(repeating: 0, count: count)
        for value in values {
            let bin = ((value - scale.low) / step).rounded(.up) - 1
            counts[Int(max(0, min(Double(count - 1), bin)))] += 1
        }
        self.counts = counts
        self.step = step
        low = scale.low
        places = scale.places
    }

    /// Whether all of the bin is above zero.
    func isCost(_ index: Int) -> Bool { low + (Double(index) + 0.5) * step > 0 }

    /// The range of one bin as text.
    func label(_ index: Int) -> String {
        var buffer = TextBuffer()
        buffer.add(shown: low + Double(index) * step, places: places)
        buffer.add(" to ")
        buffer.add(shown: low + Double(index + 1) * step, places: places)
        return buffer.text
    }

    /// Labels at the bounds of the bins.
    var axis: HorizontalAxis {
        let every = max(1, counts.count / 8)
        let zero = Int((-low / step).rounded())
        let ticks = (0...counts.count).filter { ($0 - zero).isMultiple(of: every) }.map { index in
            var buffer = TextBuffer()
            buffer.add(shown: low + Double(index) * step, places: places, signed: true)
            return (position: Double(index) / Double(counts.count), label: buffer.text)
        }
        return HorizontalAxis(ticks: ticks)
    }
}
