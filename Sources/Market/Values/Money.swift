/// An amount in li (0.001 yuan); negative means owed. Price times shares is exact in li, fees are whole fen.
///
/// 64 bits hold 9.2 million billion yuan. Sums that come from outside must be range-checked where they enter.
@usableFromInline
package struct Money: Hashable, Comparable, Sendable, Codable {
    @usableFromInline package var li: Int64

    @inlinable package init(li: Int64) { self.li = li }
    @inlinable package static func fen(_ fen: Int64) -> Money { Money(li: fen * 10) }
    @inlinable package static func yuan(_ yuan: Int64) -> Money { Money(li: yuan * 1000) }
    @inlinable package static var zero: Money { Money(li: 0) }

    @inlinable package static func == (left: Money, right: Money) -> Bool { left.li == right.li }
    @inlinable package static func < (left: Money, right: Money) -> Bool { left.li < right.li }
    @inlinable package static func + (left: Money, right: Money) -> Money { Money(li: left.li + right.li) }
    @inlinable package static func - (left: Money, right: Money) -> Money { Money(li: left.li - right.li) }
    @inlinable package static func += (left: inout Money, right: Money) { left.li += right.li }
    @inlinable package static func -= (left: inout Money, right: Money) { left.li -= right.li }
    @inlinable package static prefix func - (money: Money) -> Money { Money(li: -money.li) }

    /// `self × numerator ÷ denominator`, rounded half up to a whole fen. For amounts and rates that are not negative.
    // Inlined: over a denominator that is known it is a multiplication.
    @inlinable @inline(__always) package func roundedToFen(times numerator: Int64, over denominator: Int64) -> Money {
        let unit = UInt64(denominator) * 10
        let (short, overflow) = UInt64(li).multipliedReportingOverflow(by: UInt64(numerator))
        // Nearly always 64 bits are enough, and then much faster.
        let (quotient, remainder) =
            overflow
            ? unit.dividingFullWidth(UInt64(li).multipliedFullWidth(by: UInt64(numerator)))
            : short.quotientAndRemainder(dividingBy: unit)
        return Money(li: Int64(remainder >= unit - remainder ? quotient + 1 : quotient) * 10)
    }

    @usableFromInline package init(from decoder: any Decoder) throws {
        li = try decoder.singleValueContainer().decode(Int64.self)
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(li)
    }
}

extension Money: LosslessStringConvertible {
    /// Reads a plain decimal of at most three places, a leading minus allowed. Nil for anything else.
    @usableFromInline package init?(_ text: some StringProtocol) {
        guard let li = FixedDecimal.parse(text, places: 3) else { return nil }
        self.init(li: li)
    }

    @usableFromInline package init?(_ description: String) { self.init(description[...]) }

    /// Yuan with two places, three where the third is not zero.
    @usableFromInline package var description: String { FixedDecimal.text(li, places: 3, atLeast: 2) }
}

/// The value of shares at a price, exact.
@inlinable package func * (price: Price, shares: Shares) -> Money { Money(li: price.li * shares.count) }
