package import Market

/// What one rule did to one line of a plan, or to all of them, with the figures that it compared: the explanation, line by
/// line.
package struct RiskVerdict: Hashable, Sendable, Codable {
    package enum Evidence: Hashable, Sendable, Codable {
        /// The last price against the bound that it reached.
        case price(last: Price, bound: AveragePrice)
        /// Equity against its bound.
        case equity(Money, bound: Money)
        /// A sum of weights against its cap; of the group that is named, if it is one.
        case share(Weight, cap: Weight, group: String)
        /// An input's value, and the day that it is of; the day is nil where the value is missing.
        case input(name: String, value: String, day: Day?)
        /// The last day on which it counts; nil: until the operator ends it.
        case until(Day?)
        case days(Int, least: Int)
        case fact(String)
    }

    /// Nil: every line.
    package var symbol: Symbol?
    package var reason: Reason
    /// The weight before this rule and after it; of a rule for every line, one and the share that is left.
    package var before: Weight
    package var after: Weight
    package var evidence: Evidence

    package init(symbol: Symbol?, reason: Reason, before: Weight, after: Weight, evidence: Evidence) {
        self.symbol = symbol
        self.reason = reason
        self.before = before
        self.after = after
        self.evidence = evidence
    }
}

extension RiskVerdict: CustomStringConvertible {
    /// `stop_loss 600000.SH: last 9.10, stop at 9.20; weight 0.05 becomes 0.0`.
    package var description: String {
        let what =
            symbol.map { symbol in
                before == after
                    ? "\(reason.rawValue) \(symbol): \(evidence); it keeps what is held"
                    : "\(reason.rawValue) \(symbol): \(evidence); weight \(before) becomes \(after)"
            }
        return what ?? "\(reason.rawValue): \(evidence); all targets times \(after)"
    }
}

extension RiskVerdict.Evidence: CustomStringConvertible {
    package var description: String {
        switch self {
        case .price(let last, let bound): "last \(last), bound \(bound)"
        case .equity(let equity, let bound): "equity \(equity), bound \(bound)"
        case .share(let sum, let cap, let group): "\(group.isEmpty ? "" : group + " ")\(sum), cap \(cap)"
        case .input(let name, let value, let day?): "\(name) \(value) of \(day)"
        case .input(let name, let value, nil): "\(name) is missing or too old, \(value)"
        case .until(let day?): "until \(day)"
        case .until(nil): "until it is taken from the list"
        case .days(let count, let least): "day \(count), from day \(least + 1) on"
        case .fact(let text): text
        }
    }
}
