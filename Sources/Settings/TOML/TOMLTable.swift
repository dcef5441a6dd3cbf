/// What a TOML text may hold here. Numbers with a fraction are told apart and kept as text: no setting is one.
indirect enum TOMLValue {
    case text(String)
    case integer(Int)
    case fraction(String)
    case flag(Bool)
    case list([TOMLValue])
    case table(TOMLTable)

    /// The table of a `[[section]]`.
    var headed: TOMLTable? {
        guard case .table(let table) = self, table.kind == .headed else { return nil }
        return table
    }
}

/// A section, or the whole file: its keys, each with the line on which it is written.
final class TOMLTable {
    /// Who may still add keys to a table.
    enum Kind {
        /// Named only on the way to another: `[a.b]` makes `a`. Its own header may still come.
        case implied
        /// Has had its header, `[a]` or `[[a]]`.
        case headed
        /// Written as `a.b = 1`: only more such lines of the same section add to it.
        case dotted
        /// Written in braces: it is whole.
        case closed
    }

    let line: Int
    var kind: Kind
    private(set) var entries: [String: (value: TOMLValue, line: Int)] = [:]

    init(line: Int, kind: Kind) {
        self.line = line
        self.kind = kind
    }

    subscript(key: String) -> TOMLValue? { entries[key]?.value }

    func line(of key: String) -> Int? { entries[key]?.line }

    var keys: [String] { entries.keys.sorted() }

    func set(_ key: String, _ value: TOMLValue, line: Int) { entries[key] = (value, line) }
}

/// Why a text is no TOML, or more TOML than a configuration needs.
struct TOMLFailure: Error, Hashable {
    /// From 1.
    var line: Int
    /// From 1, in bytes.
    var column: Int
    /// What is wrong and what to do.
    var message: String
}
