package import Market

/// A fall of the equity below its highest close so far.
package struct Drawdown: Hashable, Sendable {
    /// Equity at the trough over equity at the peak, less one; below zero.
    package var depth: Double
    /// The last day at the peak; nil where the peak is the opening cash, before the first day.
    package var peak: Day?
    /// The first day at the lowest.
    package var trough: Day
    /// The first day at the old peak or above it; nil while it is not reached.
    package var recovery: Day?
    /// Trading days from the peak to the recovery, or to the last day.
    package var days: Int

    /// Every fall, in order of time. Nothing where the base is not above zero.
    /// - Parameter base: The level before the first day.
    static func all(levels: [Double], days: [Day], base: Double) -> [Drawdown] {
        guard base > 0 else { return [] }
        var drawdowns: [Drawdown] = []
        var current: Drawdown?
        var peak = base
        var peakIndex = -1
        for (index, level) in levels.enumerated() {
            if level >= peak {
                if var drawdown = current {
                    drawdown.recovery = days[index]
                    drawdown.days = index - peakIndex
                    drawdowns.append(drawdown)
                    current = nil
                }
                peak = level
                peakIndex = index
                continue
            }
            let depth = level / peak - 1
            if depth < current?.depth ?? 0 {
                current = Drawdown(
                    depth: depth, peak: peakIndex < 0 ? nil : days[peakIndex], trough: days[index], recovery: nil,
                    days: 0)
            }
        }
        if var drawdown = current {
            drawdown.days = levels.count - 1 - peakIndex
            drawdowns.append(drawdown)
        }
        return drawdowns
    }

    /// How far each level is below the highest so far, the base counted; zero or below.
    static func depths(levels: [Double], base: Double) -> [Double] {
        var peak = base
        return levels.map { level in
            peak = max(peak, level)
            return peak > 0 ? level / peak - 1 : 0
        }
    }
}
