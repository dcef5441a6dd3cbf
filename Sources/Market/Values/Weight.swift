/// A share of capital in parts of 10¹², from 0 to `one`. Fine enough that thousands of rounded weights still sum to 1 ± 1e-6.
package struct Weight: Hashable, Comparable, Sendable, Codable {
    package var trillionths: Int64

    package init(trillionths: Int64) { self.trillionths = trillionths }
    package static func ppm(_ ppm: Int64) -> Weight { Weight(trillionths: ppm * 1_000_000) }
    package static var zero: Weight { Weight(trillionths: 0) }
    package static var one: Weight { Weight(trillionths: 1_000_000_000_000) }

    package static func < (left: Weight, right: Weight) -> Bool { left.trillionths < right.trillionths }
    package static func + (left: Weight, right: Weight) -> Weight {
        Weight(trillionths: left.trillionths + right.trillionths)
    }

    /// This share of a share, rounded down. Both from 0 to 1.
    package func scaled(by factor: Weight) -> Weight {
        let product = UInt64(trillionths).multipliedFullWidth(by: UInt64(factor.trillionths))
        return Weight(trillionths: Int64(UInt64(1_000_000_000_000).dividingFullWidth(product).quotient))
    }

    /// This share of `money`, rounded down to the li. For money that is not negative; exact in 128 bits.
    package func of(_ money: Money) -> Money {
        let product = UInt64(money.li).multipliedFullWidth(by: UInt64(trillionths))
        return Money(li: Int64(UInt64(1_000_000_000_000).dividingFullWidth(product).quotient))
    }

    package init(from decoder: any Decoder) throws {
        trillionths = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(trillionths)
    }
}

extension Weight: CustomStringConvertible {
    /// Reads a plain decimal such as `0.016`; places past the twelfth are rounded half up. Nil for a sign, an exponent,
    /// blanks, `NaN`, or a value above 1000.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.first != UInt8(ascii: "-"),
            let value = FixedDecimal.parse(text, places: 12, roundingExcess: true),
            value <= 1000 * Weight.one.trillionths
        else { return nil }
        self.init(trillionths: value)
    }

    package var description: String { FixedDecimal.text(trillionths, places: 12, atLeast: 1) }
}
