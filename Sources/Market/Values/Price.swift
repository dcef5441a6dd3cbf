/// A price per share or fund unit, in li (0.001 yuan), the one scale that holds every product (ashare-rules 3).
///
/// Stocks tick in 10 li, funds and convertibles in 1 li. B shares use the same scale of their own currency.
/// Never negative: parsing refuses a sign.
@usableFromInline
package struct Price: Hashable, Comparable, Sendable, Codable {
    @usableFromInline package var li: Int64

    @inlinable package init(li: Int64) { self.li = li }
    @inlinable package static func fen(_ fen: Int64) -> Price { Price(li: fen * 10) }

    @inlinable package static func == (left: Price, right: Price) -> Bool { left.li == right.li }
    @inlinable package static func < (left: Price, right: Price) -> Bool { left.li < right.li }
    @inlinable package static func + (left: Price, right: Price) -> Price { Price(li: left.li + right.li) }
    @inlinable package static func - (left: Price, right: Price) -> Price { Price(li: left.li - right.li) }

    /// The usual ticks by multiplication, which takes a fraction of a division's time.
    @inlinable package func isMultiple(of tick: Price) -> Bool {
        tick.li == 10 ? li % 10 == 0 : tick.li == 1 || li % tick.li == 0
    }

    @usableFromInline package init(from decoder: any Decoder) throws {
        li = try decoder.singleValueContainer().decode(Int64.self)
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(li)
    }
}

extension Price: LosslessStringConvertible {
    /// Reads a plain decimal of at most three places, such as `10.25`. Nil for a sign, an exponent, blanks, more places.
    @usableFromInline package init?(_ text: some StringProtocol) {
        guard text.utf8.first != UInt8(ascii: "-"), let li = FixedDecimal.parse(text, places: 3) else { return nil }
        self.init(li: li)
    }

    @usableFromInline package init?(_ description: String) { self.init(description[...]) }

    /// Yuan with two places, three where the third is not zero.
    @usableFromInline package var description: String { FixedDecimal.text(li, places: 3, atLeast: 2) }
}
