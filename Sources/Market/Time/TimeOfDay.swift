/// A time of the Shanghai day, in milliseconds from midnight.
package struct TimeOfDay: Hashable, Comparable, Sendable {
    package let milliseconds: Int32

    package init(milliseconds: Int32) { self.milliseconds = milliseconds }
    package init(_ hour: Int32, _ minute: Int32, _ second: Int32 = 0) {
        milliseconds = ((hour * 60 + minute) * 60 + second) * 1000
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension TimeOfDay: LosslessStringConvertible {
    /// Reads `HH:MM` or `HH:MM:SS`.
    package init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        var numbers: [Int32] = []
        for part in parts {
            guard part.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let number = Int32(part) else {
                return nil
            }
            numbers.append(number)
        }
        guard numbers[0] < 24, numbers[1] < 60, numbers.count == 2 || numbers[2] < 60 else { return nil }
        self.init(numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 0)
    }

    /// `HH:MM:SS`, with milliseconds only where there are any.
    package var description: String {
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = milliseconds / 1000
        let base = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        let rest = milliseconds % 1000
        return rest == 0 ? base : base + "." + String(String(1000 + rest).dropFirst())
    }
}

extension TimeOfDay: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a time HH:MM[:SS]")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
