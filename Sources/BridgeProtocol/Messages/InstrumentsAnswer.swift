package import Market

/// The day's data of the securities asked for.
package struct InstrumentsAnswer: Hashable, Sendable {
    /// The day that the rows are of; an old one means that they are yesterday's.
    package var tradingDay: Day?
    package var rows: [Instrument]
    /// Asked for, and not known to the terminal.
    package var missing: [Symbol]

    package init(tradingDay: Day?, rows: [Instrument], missing: [Symbol] = []) {
        self.tradingDay = tradingDay
        self.rows = rows
        self.missing = missing
    }

    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        tradingDay = try fields.dayOrNull("trading_day")
        rows = try fields.list("rows") { value throws(Mismatch) in try Instrument(wire: value) }
        missing = try fields.symbols("missing")
    }

    var wire: JSONValue {
        [
            "trading_day": JSONValue(tradingDay), "rows": .array(rows.map(\.wire)),
            "missing": .array(missing.map { .string($0.description) }),
        ]
    }
}
