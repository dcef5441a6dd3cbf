/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// From the whole range, or, as often, from close to its lower end, or from its very ends.
    mutating func amount(upTo limit: Int64) -> Int64 {
        switch next() % 8 {
        case 0: 0
        case 1: limit
        case 2, 3, 4: Int64.random(in: 0...min(limit, 1000), using: &self)
        default: Int64.random(in: 0...limit, using: &self)
        }
    }
}
