/// A set of securities that answers at once; for the thousands that a daemon has ever traded. Iterates in no order of its own:
/// take `sorted`.
package struct SymbolSet: Hashable, Sendable {
    /// Open addressing over a power of two of slots, at most half of them taken; 0 is free, else packed + 1.
    private var slots: [UInt32] = []
    package private(set) var count = 0

    package init() {}

    package func contains(_ symbol: Symbol) -> Bool {
        guard !slots.isEmpty else { return false }
        return slots[place(of: symbol.packed + 1, in: slots)] != 0
    }

    package mutating func insert(_ symbol: Symbol) {
        if (count + 1) * 2 > slots.count { grow() }
        let place = place(of: symbol.packed + 1, in: slots)
        if slots[place] == 0 { count += 1 }
        slots[place] = symbol.packed + 1
    }

    /// Ascending.
    package var sorted: [Symbol] { slots.filter { $0 != 0 }.sorted().map { Symbol(packed: $0 - 1) } }

    private mutating func grow() {
        var larger = [UInt32](repeating: 0, count: max(64, slots.count * 2))
        for value in slots where value != 0 { larger[place(of: value, in: larger)] = value }
        slots = larger
    }

    /// Where the value is, or the free slot where it belongs.
    private func place(of value: UInt32, in slots: [UInt32]) -> Int {
        let mask = slots.count - 1
        var place = Int((value &* 0x9E37_79B1) >> 8) & mask
        while slots[place] != 0, slots[place] != value { place = (place + 1) & mask }
        return place
    }

    // Slots depend on the order of insertion; the content does not.
    package static func == (left: SymbolSet, right: SymbolSet) -> Bool {
        left.count == right.count && left.sorted == right.sorted
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(sorted) }
}

extension SymbolSet: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Journals of the first version have a map here.
        let symbols = try (try? container.decode([Symbol].self)) ?? container.decode(SymbolMap<Bool>.self).keys
        for symbol in symbols { insert(symbol) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(sorted)
    }
}
