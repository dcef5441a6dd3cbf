import Glibc

/// Daily simple returns of a curve, and the figures that follow from them alone. A figure that the returns do not define is
/// nil: never NaN, never infinite. `docs/replay-figures.md` has the formulas.
struct Returns {
    /// Trading days of a year, for every annual figure.
    static let daysPerYear = 252.0

    let values: [Double]

    init(_ values: [Double]) { self.values = values }

    /// The return of each level on the one before it; the first level is the base and has none. Nil unless every base is
    /// above zero and every level finite.
    init?(levels: some Collection<Double>) {
        var values: [Double] = []
        values.reserveCapacity(levels.count)
        var base: Double?
        for level in levels {
            guard level.isFinite else { return nil }
            if let base {
                guard base > 0 else { return nil }
                values.append(level / base - 1)
            }
            base = level
        }
        self.values = values
    }

    var mean: Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }

    /// Sample standard deviation, divisor n - 1. Exactly zero where all values are equal. Nil for fewer than two.
    var deviation: Double? {
        guard let mean, values.count > 1 else { return nil }
        if values.allSatisfy({ $0 == values[0] }) { return 0 }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    var volatility: Double? { deviation.map { $0 * Self.daysPerYear.squareRoot() } }

    /// Mean over deviation, annualised; nil where the deviation is zero.
    var sharpe: Double? {
        guard let mean, let deviation, deviation > 0 else { return nil }
        return (mean / deviation * Self.daysPerYear.squareRoot()).ifFinite
    }

    /// Mean over the root of the mean square of the losses, annualised; nil without a loss.
    var sortino: Double? {
        guard let mean, values.count > 1 else { return nil }
        let squares = values.reduce(0) { $0 + ($1 < 0 ? $1 * $1 : 0) }
        guard squares > 0 else { return nil }
        let downside = (squares / Double(values.count)).squareRoot()
        return (mean / downside * Self.daysPerYear.squareRoot()).ifFinite
    }

    /// The slope of these returns on `others`, day by day. Nil where the others do not vary.
    func beta(on others: Returns) -> Double? {
        guard values.count == others.values.count, let mean, let otherMean = others.mean,
            let deviation = others.deviation, deviation > 0
        else { return nil }
        var covariance = 0.0
        for (value, other) in zip(values, others.values) { covariance += (value - mean) * (other - otherMean) }
        return (covariance / (deviation * deviation * Double(values.count - 1))).ifFinite
    }

    func minus(_ others: Returns) -> Returns { Returns(zip(values, others.values).map { $0 - $1 }) }

    /// What `total` growth (1.5 is a gain of a half) over `days` is in a year, less one. Nil for growth below zero.
    static func annual(growth total: Double, days: Int) -> Double? {
        guard days > 0, total >= 0 else { return nil }
        return (pow(total, daysPerYear / Double(days)) - 1).ifFinite
    }
}

extension Double {
    var ifFinite: Double? { isFinite ? self : nil }

    /// Nil where the divisor is not above zero.
    func over(_ divisor: Double) -> Double? { divisor > 0 ? (self / divisor).ifFinite : nil }
}
