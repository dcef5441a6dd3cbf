/// The lowest and highest price that the exchange accepts on one day, both included. A side without a limit is nil.
package struct PriceLimits: Hashable, Sendable, Codable {
    package var up: Price?
    package var down: Price?

    package init(up: Price?, down: Price?) {
        self.up = up
        self.down = down
    }

    /// A day without limits.
    package static let none = PriceLimits(up: nil, down: nil)

    package func contains(_ price: Price) -> Bool {
        if let up, price > up { return false }
        if let down, price < down { return false }
        return true
    }
}

extension PriceLimits {
    /// The limits as the broker's terminal gives them, which are to be preferred to computed ones. Nil where they are not
    /// known: a side is missing, only one is zero without a previous close to judge it by, or up lies below down.
    ///
    /// Terminals write "no limit" as 999999.999 / 0.01, 100000 / 0, 99999.99 / 0 or 0 / 0. Known by: up at least 50 times
    /// the previous close, or down at most 0.01 with a previous close above 0.05 (ashare-rules 15).
    package init?(published instrument: Instrument) {
        guard let up = instrument.upLimit, let down = instrument.downLimit else { return nil }
        if up.li == 0, down.li == 0 {
            self = .none
            return
        }
        if let previousClose = instrument.previousClose, previousClose.li > 0 {
            let (bound, overflow) = previousClose.li.multipliedReportingOverflow(by: 50)
            if !overflow && up.li >= bound || down.li <= 10 && previousClose.li > 50 {
                self = .none
                return
            }
        } else if up.li >= 99_999_990 {
            self = .none
            return
        }
        guard up >= down, down.li > 0 else { return nil }
        self.init(up: up, down: down)
    }
}
