package import Market

/// What target positions are checked against.
package struct TargetRules: Sendable {
    package var calendar: TradingCalendar
    /// Whether a strategy may want it at all. A target for anything else refuses its whole source: it is a mistake
    /// somewhere.
    package var isTradable: @Sendable (Symbol) -> Bool

    package init(
        calendar: TradingCalendar, isTradable: @escaping @Sendable (Symbol) -> Bool = TargetRules.isAShare
    ) {
        self.calendar = calendar
        self.isTradable = isTradable
    }

    /// A shares and depositary receipts of the boards that are known (ashare-rules 1.2).
    package static func isAShare(_ symbol: Symbol) -> Bool { InstrumentClass(symbol)?.isShare ?? false }

    /// Weights are fractions that were rounded: their sum may be off by one part in a million.
    static let tolerance: Int64 = 1_000_000
}
