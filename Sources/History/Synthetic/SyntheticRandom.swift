/// SplitMix64, written out so that a seed gives the same market on every machine and with every version of the standard
/// library, whose own bounded draws are not promised to stay the same.
struct SyntheticRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 to `bound` - 1, with a bias below 2⁻⁴⁰ for the small bounds used here.
    mutating func below(_ bound: Int64) -> Int64 {
        Int64(next().multipliedFullWidth(by: UInt64(max(bound, 1))).high)
    }

    mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// Around zero with about this standard deviation, never beyond 3.5 of them: the sum of four even draws.
    mutating func around(deviation: Int64) -> Int64 {
        // Each draw from 0 to 999 has a standard deviation of 288.7, four together 577.4.
        let sum = below(1000) + below(1000) + below(1000) + below(1000) - 1998
        return sum * deviation / 577
    }
}
