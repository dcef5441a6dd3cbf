/// A share of capital in parts of 10¹², from 0 to `one`. Fine enough that thousands of rounded weights still sum to 1 ± 1e-6.
@usableFromInline
package struct Weight: Hashable, Comparable, Sendable, Codable {
    @usableFromInline package var trillionths: Int64

    @inlinable package init(trillionths: Int64) { self.trillionths = trillionths }
    @inlinable package static func ppm(_ ppm: Int64) -> Weight { Weight(trillionths: ppm * 1_000_000) }
    @inlinable package static var zero: Weight { Weight(trillionths: 0) }
    @inlinable package static var one: Weight { Weight(trillionths: 1_000_000_000_000) }

    @inlinable package static func == (left: Weight, right: Weight) -> Bool { left.trillionths == right.trillionths }
    @inlinable package static func < (left: Weight, right: Weight) -> Bool { left.trillionths < right.trillionths }
    @inlinable package static func + (left: Weight, right: Weight) -> Weight {
        Weight(trillionths: left.trillionths + right.trillionths)
    }

    /// This share of a share, rounded down. Both from 0 to 1.
    @inlinable package func scaled(by factor: Weight) -> Weight {
        let product = UInt64(trillionths).multipliedFullWidth(by: UInt64(factor.trillionths))
        return Weight(trillionths: Int64(UInt64(1_000_000_000_000).dividingFullWidth(product).quotient))
    }

    /// This share of `money`, rounded down to the li. For money that is not negative; exact in 128 bits.
    @inlinable package func of(_ money: Money) -> Money {
        let product = UInt64(money.li).multipliedFullWidth(by: UInt64(trillionths))
        return Money(li: Int64(UInt64(1_000_000_000_000).dividingFullWidth(product).quotient))
    }

    /// This share of a price that is not negative, rounded half up to the tick; exact in 128 bits.
    @inlinable package func roundedHalfUp(of price: Price, toTick tick: Price) -> Price {
        if trillionths == 0 { return Price(li: 0) }
        let unit = UInt64(tick.li) * 1_000_000_000_000
        let product = UInt64(price.li).multipliedFullWidth(by: UInt64(trillionths))
        // A price is below 2³⁰ li and a share at most 1000, so that the quotient always fits.
        let (quotient, remainder) = unit.dividingFullWidth(product)
        return Price(li: Int64(remainder >= unit - remainder ? quotient + 1 : quotient) * tick.li)
    }

    @usableFromInline package init(from decoder: any Decoder) throws {
        trillionths = try decoder.singleValueContainer().decode(Int64.self)
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(trillionths)
    }
}

extension Weight: CustomStringConvertible {
    /// Reads a plain decimal such as `0.016`; places past the twelfth are rounded half up. Nil for a sign, an exponent,
    /// blanks, `NaN`, or a value above 1000.
    @usableFromInline package init?(_ text: some StringProtocol) {
        guard text.utf8.first != UInt8(ascii: "-"),
            let value = FixedDecimal.parse(text, places: 12, roundingExcess: true),
            value <= 1000 * Weight.one.trillionths
        else { return nil }
        self.init(trillionths: value)
    }

    @usableFromInline package var description: String { FixedDecimal.text(trillionths, places: 12, atLeast: 1) }
}
