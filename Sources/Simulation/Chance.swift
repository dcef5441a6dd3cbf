/// A generator of our own (SplitMix64), so that a seed means the same run on every machine.
package struct Chance: Hashable, Sendable {
    private var state: UInt64

    /// Different streams of one seed have nothing to do with each other: what one draws does not shift another.
    package init(seed: UInt64, stream: UInt64 = 0) {
        state = seed &* 0xD134_2543_DE82_EF95 &+ stream &* 0x9E37_79B9_7F4A_7C15 &+ 0x632B_E59B_D9B4_E019
        _ = next()
        state ^= next() << 1
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to `count` - 1; `count` must be above zero.
    package mutating func below(_ count: Int) -> Int { Int(next() >> 33) % count }

    package mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True in so many of a thousand cases.
    package mutating func happens(_ perMille: Int) -> Bool { perMille > 0 && below(1000) < perMille }

    package mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
}
