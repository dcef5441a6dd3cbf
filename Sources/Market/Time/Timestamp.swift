/// A moment, in milliseconds since 1970-01-01T00:00Z. Shanghai is UTC+8 all year (summer time ended in 1991), so no time
/// zone data is needed; moments before 1992 are not used.
@usableFromInline
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    @usableFromInline package var milliseconds: Int64

    @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    @inlinable package static var shanghaiOffsetMilliseconds: Int64 { 28_800_000 }

    @inlinable package static func == (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds == right.milliseconds
    }
    @inlinable package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
    @inlinable package func adding(milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: self.milliseconds + milliseconds)
    }
    @inlinable package func adding(seconds: Int64) -> Timestamp { adding(milliseconds: seconds * 1000) }
    @inlinable package func milliseconds(since earlier: Timestamp) -> Int64 { milliseconds - earlier.milliseconds }

    /// The Shanghai date of this moment.
    @inlinable package var day: Day {
        Day(number: Int32((milliseconds + Timestamp.shanghaiOffsetMilliseconds) / 86_400_000))
    }

    /// The Shanghai time of this moment.
    @inlinable package var timeOfDay: TimeOfDay {
        TimeOfDay(milliseconds: Int32((milliseconds + Timestamp.shanghaiOffsetMilliseconds) % 86_400_000))
    }

    @usableFromInline package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension Timestamp: LosslessStringConvertible {
    /// Reads ISO 8601 with offset: `2026-11-20T09:31:02.125+08:00`. Fractions of 0 to 9 digits (past the third are cut),
    /// offset `Z` or `±HH:MM`.
    @usableFromInline package init?(_ description: String) {
        let bytes = Array(description.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
            let day = Day(String(decoding: bytes[..<10], as: UTF8.self)),
            let time = TimeOfDay(String(decoding: bytes[11..<19], as: UTF8.self))
        else { return nil }
        var index = 19
        var milliseconds: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            var scale: Int64 = 100
            let first = index
            while index < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] {
                milliseconds += Int64(bytes[index] - UInt8(ascii: "0")) * scale
                scale /= 10
                index += 1
            }
            guard 1...9 ~= index - first else { return nil }
        }
        let zone = String(decoding: bytes[index...], as: UTF8.self)
        let offset: Int64
        if zone == "Z" {
            offset = 0
        } else {
            guard zone.utf8.count == 6, let sign = zone.first, sign == "+" || sign == "-",
                let magnitude = TimeOfDay(String(zone.dropFirst()))
            else { return nil }
            offset = Int64(magnitude.milliseconds) * (sign == "-" ? -1 : 1)
        }
        self.init(
            milliseconds: Int64(day.number) * 86_400_000 + Int64(time.milliseconds) + milliseconds - offset)
    }

    /// ISO 8601 in Shanghai time with milliseconds, as on the wire.
    @usableFromInline package var description: String {
        let time = timeOfDay.milliseconds
        let clock = TimeOfDay(milliseconds: time / 1000 * 1000).description
        return "\(day)T\(clock).\(String(String(1000 + time % 1000).dropFirst()))+08:00"
    }
}
