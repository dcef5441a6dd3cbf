/// A time of the Shanghai day, in milliseconds from midnight.
@usableFromInline
package struct TimeOfDay: Hashable, Comparable, Sendable {
    @usableFromInline package let milliseconds: Int32

    @inlinable package init(milliseconds: Int32) { self.milliseconds = milliseconds }
    @inlinable package init(_ hour: Int32, _ minute: Int32, _ second: Int32 = 0) {
        milliseconds = ((hour * 60 + minute) * 60 + second) * 1000
    }

    @inlinable package static func == (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.milliseconds == right.milliseconds
    }
    @inlinable package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension TimeOfDay: LosslessStringConvertible {
    /// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.mmm`.
    @usableFromInline package init?(_ description: String) {
        let bytes = Array(description.utf8)
        func number(_ range: Range<Int>, after separator: Unicode.Scalar) -> Int32? {
            guard bytes[range.lowerBound - 1] == UInt8(ascii: separator) else { return nil }
            return TimeOfDay.number(bytes[range])
        }
        guard [5, 8, 12].contains(bytes.count), let hour = TimeOfDay.number(bytes[..<2]), hour < 24,
            let minute = number(3..<5, after: ":"), minute < 60
        else { return nil }
        var second: Int32 = 0
        var rest: Int32 = 0
        if bytes.count >= 8 {
            guard let value = number(6..<8, after: ":"), value < 60 else { return nil }
            second = value
        }
        if bytes.count == 12 {
            guard let value = number(9..<12, after: ".") else { return nil }
            rest = value
        }
        self.init(milliseconds: TimeOfDay(hour, minute, second).milliseconds + rest)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int32? {
        var value: Int32 = 0
        for byte in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            value = value * 10 + Int32(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// `HH:MM:SS`, with milliseconds only where there are any.
    @usableFromInline package var description: String {
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = milliseconds / 1000
        let base = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        let rest = milliseconds % 1000
        return rest == 0 ? base : base + "." + String(String(1000 + rest).dropFirst())
    }
}

extension TimeOfDay: Codable {
    @usableFromInline package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a time HH:MM[:SS[.mmm]]")
        }
        self = time
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
