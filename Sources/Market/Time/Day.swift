/// A calendar date in Shanghai, as days since 1970-01-01. Not necessarily a trading day.
@usableFromInline
package struct Day: Hashable, Comparable, Sendable, Strideable {
    @usableFromInline package let number: Int32

    @inlinable package init(number: Int32) { self.number = number }

    /// Nil where the Gregorian calendar has no such date, or outside the years 1900 to 2199.
    @usableFromInline package init?(year: Int, month: Int, day: Int) {
        guard 1900...2199 ~= year, 1...12 ~= month, 1...Day.length(ofMonth: month, in: year) ~= day else { return nil }
        // Days from civil: years begin in March so that the leap day is the last of its year.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    package var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 1 is Monday, 7 is Sunday.
    package var weekday: Int { (Int(number) % 7 + 10) % 7 + 1 }

    /// Midnight at the start of this day, Shanghai.
    @inlinable package var start: Timestamp {
        Timestamp(milliseconds: Int64(number) * 86_400_000 - Timestamp.shanghaiOffsetMilliseconds)
    }

    @inlinable package func at(_ time: TimeOfDay) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + Int64(time.milliseconds))
    }

    @inlinable package static func == (left: Day, right: Day) -> Bool { left.number == right.number }
    @inlinable package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
    @inlinable package func distance(to other: Day) -> Int { Int(other.number) - Int(number) }
    @inlinable package func advanced(by days: Int) -> Day { Day(number: number + Int32(days)) }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: LosslessStringConvertible {
    /// Reads `YYYY-MM-DD` and nothing else.
    @usableFromInline package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    @usableFromInline package init?(_ description: String) { self.init(description[...]) }

    @usableFromInline package var description: String {
        let (year, month, day) = components
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    /// `YYYYMMDD`, as in order ids and file names.
    @inlinable package var compact: String { description.filter { $0 != "-" } }
}

extension Day: Codable {
    @usableFromInline package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a date YYYY-MM-DD")
        }
        self = day
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
