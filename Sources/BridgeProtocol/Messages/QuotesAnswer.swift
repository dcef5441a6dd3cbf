package import Market

/// The market of the securities asked for.
package struct QuotesAnswer: Hashable, Sendable {
    package var rows: [Quote]
    /// Asked for, and not known to the terminal.
    package var missing: [Symbol]

    package init(rows: [Quote], missing: [Symbol] = []) {
        self.rows = rows
        self.missing = missing
    }

    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        rows = try fields.list("rows") { value throws(Mismatch) in try Quote(wire: value) }
        missing = try fields.symbols("missing")
    }

    var wire: JSONValue {
        ["rows": .array(rows.map(\.wire)), "missing": .array(missing.map { .string($0.description) })]
    }
}
