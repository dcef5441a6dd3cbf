import Market
import Testing

/// Classes by short names, for text tables: `sh.main`, `sz.chinext`, `bj.bse`, `sh.etf_20`.
enum Listings {
    struct UnknownName: Error, CustomStringConvertible {
        var description: String
    }

    static func named(_ name: String) throws -> InstrumentClass {
        let parts = name.split(separator: ".").map(String.init)
        let venues: [String: Venue] = ["sh": .shanghai, "sz": .shenzhen, "bj": .beijing]
        guard parts.count == 2, let venue = venues[parts[0]] else { throw UnknownName(description: name) }
        if let board = Board(rawValue: parts[1]) { return InstrumentClass(venue: venue, board: board, kind: .stock) }
        guard let kind = InstrumentKind(rawValue: parts[1]) else { throw UnknownName(description: name) }
        switch kind {
        case .bShare: return InstrumentClass(venue: venue, board: .main, kind: kind)
        case .cdr: return InstrumentClass(venue: venue, board: .star, kind: kind)
        default: return InstrumentClass(venue: venue, board: nil, kind: kind)
        }
    }

    /// Every combination of exchange, board and kind that there is.
    static let all: [InstrumentClass] = {
        var all: [InstrumentClass] = [
            .init(venue: .shanghai, board: .main, kind: .stock), .init(venue: .shanghai, board: .star, kind: .stock),
            .init(venue: .shanghai, board: .star, kind: .cdr), .init(venue: .shanghai, board: .main, kind: .bShare),
            .init(venue: .shenzhen, board: .main, kind: .stock), .init(venue: .shenzhen, board: .chinext, kind: .stock),
            .init(venue: .shenzhen, board: .main, kind: .bShare), .init(venue: .beijing, board: .bse, kind: .stock),
            .init(venue: .beijing, board: nil, kind: .index),
        ]
        for venue in [Venue.shanghai, .shenzhen] {
            for kind in InstrumentKind.allCases where ![.stock, .cdr, .bShare].contains(kind) {
                all.append(InstrumentClass(venue: venue, board: nil, kind: kind))
            }
        }
        return all
    }()

    static let shares = all.filter(\.isShare)
}

/// A text table: a row a line, columns apart by blanks, `#` and what follows is a remark.
enum TextTable {
    static func rows(_ text: String) -> [[String]] {
        text.split(separator: "\n").compactMap { line in
            let columns = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
            return columns.isEmpty ? nil : columns
        }
    }

    /// Nil for `-`.
    static func price(_ text: String) throws -> Price? {
        if text == "-" { return nil }
        let price: Price = try #require(Price(text), "\(text) is no price")
        return price
    }

    static func day(_ text: String) throws -> Day { try #require(Day(text), "\(text) is no day") }
}
