/// Numbers of securities, found at once: for the few that a day touches, anew each day.
package struct SymbolNumbers: Hashable, Sendable {
    /// Open addressing over a power of two of slots, at most half of them taken. 0 is free, else packed + 1 with the number in
    /// the upper half: one list is cheaper to change than two.
    private var slots: [UInt64] = []
    private var count = 0

    package init() {}

    package subscript(symbol: Symbol) -> Int? {
        guard !slots.isEmpty else { return nil }
        let slot = slots[place(of: symbol.packed + 1, in: slots)]
        return slot == 0 ? nil : Int(slot >> 32)
    }

    /// Replaces the number that the symbol had. `number` is not negative and below 2³².
    package mutating func set(_ number: Int, for symbol: Symbol) {
        if (count + 1) * 2 > slots.count { grow() }
        let place = place(of: symbol.packed + 1, in: slots)
        if slots[place] == 0 { count += 1 }
        slots[place] = UInt64(UInt32(number)) << 32 | UInt64(symbol.packed + 1)
    }

    package mutating func removeAll() {
        guard count > 0 else { return }
        for place in slots.indices { slots[place] = 0 }
        count = 0
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: max(256, slots.count * 2))
        for slot in slots where slot != 0 { larger[place(of: UInt32(truncatingIfNeeded: slot), in: larger)] = slot }
        slots = larger
    }

    /// Where the key is, or the free slot where it belongs.
    private func place(of key: UInt32, in slots: [UInt64]) -> Int {
        let mask = slots.count - 1
        var place = Int((key &* 0x9E37_79B1) >> 8) & mask
        while slots[place] != 0, UInt32(truncatingIfNeeded: slots[place]) != key { place = (place + 1) & mask }
        return place
    }
}
