/// An average fill price or a cost price, in millionths of a yuan: averages need more digits than the tick. A broker's cost
/// price may be negative after profitable part sales (qmt.md 5).
package struct AveragePrice: Hashable, Comparable, Sendable, Codable {
    package var microyuan: Int64

    package init(microyuan: Int64) { self.microyuan = microyuan }
    package init(_ price: Price) { microyuan = price.li * 1000 }

    /// `value` spread over `shares`, rounded half up for positive values. `shares` must be positive.
    package init(_ value: Money, over shares: Shares) {
        let micro = value.li * 1000
        let half = shares.count / 2
        microyuan = (micro >= 0 ? micro + half : micro - half) / shares.count
    }

    package static func < (left: AveragePrice, right: AveragePrice) -> Bool {
        left.microyuan < right.microyuan
    }

    package init(from decoder: any Decoder) throws {
        microyuan = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microyuan)
    }
}

extension AveragePrice: LosslessStringConvertible {
    /// Reads a plain decimal; places past the sixth are rounded.
    package init?(_ text: some StringProtocol) {
        guard let value = FixedDecimal.parse(text, places: 6, roundingExcess: true) else { return nil }
        microyuan = value
    }

    package init?(_ description: String) { self.init(description[...]) }
    package var description: String { FixedDecimal.text(microyuan, places: 6, atLeast: 2) }
}
