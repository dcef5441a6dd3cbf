/// A security: six digits and the exchange, such as `600000.SH`. Packed, so that it is cheap to compare, sort and store.
///
/// The digits alone are ambiguous (`000001.SZ` is a bank, `000001.SH` an index), so the exchange is never guessed
/// (ashare-rules 1.1). Order: by digits, then Shenzhen, Shanghai, Beijing; the order of the text for all real codes.
@usableFromInline
package struct Symbol: Hashable, Comparable, Sendable {
    /// Digits × 4 + exchange.
    @usableFromInline package let packed: UInt32

    @inlinable package init(packed: UInt32) { self.packed = packed }

    /// `digits` from 0 to 999999; larger values are refused.
    package init?(digits: Int, venue: Venue) {
        guard 0...999_999 ~= digits else { return nil }
        packed = UInt32(digits) << 2 | UInt32(venue.rawValue)
    }

    package var digits: Int { Int(packed >> 2) }
    package var venue: Venue { Venue(rawValue: UInt8(packed & 3)) ?? .shenzhen }

    @inlinable package static func == (left: Symbol, right: Symbol) -> Bool { left.packed == right.packed }
    @inlinable package static func < (left: Symbol, right: Symbol) -> Bool { left.packed < right.packed }
}

extension Symbol: LosslessStringConvertible {
    /// Reads the one form that we also write: `600000.SH`. Other spellings are for `Symbol.lenient`.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 9, bytes[6] == UInt8(ascii: ".") else { return nil }
        var digits = 0
        for byte in bytes[..<6] {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
        }
        let suffix = String(decoding: bytes[7...], as: UTF8.self)
        guard let venue = Venue.allCases.first(where: { $0.suffix == suffix }) else { return nil }
        self.init(digits: digits, venue: venue)
    }

    @usableFromInline package init?(_ description: String) { self.init(description[...]) }

    @usableFromInline package var description: String {
        let text = String(digits)
        return String(repeating: "0", count: 6 - text.utf8.count) + text + "." + venue.suffix
    }
}

extension Symbol: Codable {
    @usableFromInline package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let symbol = Symbol(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a symbol such as 600000.SH")
        }
        self = symbol
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
