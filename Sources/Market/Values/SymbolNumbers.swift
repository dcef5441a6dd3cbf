/// Numbers of securities, found at once: for the few that a day touches, anew each day.
package struct SymbolNumbers: Hashable, Sendable {
    /// Open addressing over a power of two of slots, at most half of them taken; key 0 is free, else packed + 1.
    private var keys: [UInt32] = []
    private var numbers: [Int32] = []
    private var count = 0

    package init() {}

    package subscript(symbol: Symbol) -> Int? {
        guard !keys.isEmpty else { return nil }
        let place = place(of: symbol.packed + 1, in: keys)
        return keys[place] == 0 ? nil : Int(numbers[place])
    }

    /// Replaces the number that the symbol had.
    package mutating func set(_ number: Int, for symbol: Symbol) {
        if (count + 1) * 2 > keys.count { grow() }
        let place = place(of: symbol.packed + 1, in: keys)
        if keys[place] == 0 { count += 1 }
        keys[place] = symbol.packed + 1
        numbers[place] = Int32(number)
    }

    package mutating func removeAll() {
        guard count > 0 else { return }
        for place in keys.indices { keys[place] = 0 }
        count = 0
    }

    private mutating func grow() {
        let size = max(256, keys.count * 2)
        var largerKeys = [UInt32](repeating: 0, count: size)
        var largerNumbers = [Int32](repeating: 0, count: size)
        for (key, number) in zip(keys, numbers) where key != 0 {
            let place = place(of: key, in: largerKeys)
            largerKeys[place] = key
            largerNumbers[place] = number
        }
        keys = largerKeys
        numbers = largerNumbers
    }

    /// Where the key is, or the free slot where it belongs.
    private func place(of key: UInt32, in keys: [UInt32]) -> Int {
        let mask = keys.count - 1
        var place = Int((key &* 0x9E37_79B1) >> 8) & mask
        while keys[place] != 0, keys[place] != key { place = (place + 1) & mask }
        return place
    }
}
