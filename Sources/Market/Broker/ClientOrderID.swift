/// Our name for one order: 1 to 20 characters of `[A-Za-z0-9-]`, holding the trading date and a counter, never used twice.
/// QMT keeps 24 bytes of it at most and cuts the rest without a word (qmt.md 8), hence the limit.
///
/// Ordered by length first, so that counters of one day ascend. The characters are packed, six bits each, because ids are
/// compared and copied several times in the life of every order.
@usableFromInline
package struct ClientOrderID: Hashable, Comparable, Sendable {
    /// The last ten characters in the low 60 bits, those before them in `high`; zero bits stand before the first one.
    @usableFromInline let low: UInt64
    @usableFromInline let high: UInt64

    package init?(_ text: String) {
        guard 1...20 ~= text.utf8.count else { return nil }
        var id = ClientOrderID(low: 0, high: 0)
        for byte in text.utf8 {
            guard let code = SixBitText.code(byte) else { return nil }
            id = id.appending(code: code)
        }
        self = id
    }

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// No id yet, to append to.
    package static var nothing: ClientOrderID { ClientOrderID(low: 0, high: 0) }

    /// Nil where it would be longer than 20.
    package func appendingDash() -> ClientOrderID? { count < 20 ? appending(code: 1) : nil }

    package var text: String { SixBitText.text(high: high, low: low) }

    /// The id with `number` in decimal digits at its end; nil for a negative number, or where it would be longer than 20.
    package func appending(_ number: Int) -> ClientOrderID? {
        guard number >= 0 else { return nil }
        var digits = 1
        var power = 10
        while power <= number {
            digits += 1
            let (next, isOver) = power.multipliedReportingOverflow(by: 10)
            if isOver { break }
            power = next
        }
        guard count + digits <= 20 else { return nil }
        var id = self
        var rest = number
        var low: UInt64 = 0
        var high: UInt64 = 0
        for position in 0..<digits {
            let code = UInt64(rest % 10) + 2
            rest /= 10
            if position < 10 { low |= code << UInt64(6 * position) } else { high |= code << UInt64(6 * position - 60) }
        }
        id = id.shifted(by: digits)
        return ClientOrderID(low: id.low | low, high: id.high | high)
    }

    /// The id with the number at its end one higher, where that only changes the last digit; nil where it does not.
    package var nextInTen: ClientOrderID? {
        // Digits are 2 to 11.
        2...10 ~= low & 63 ? ClientOrderID(low: low + 1, high: high) : nil
    }

    /// The number that follows `prefix` in this id, written without leading zeros; nil where the id is another one.
    package func number(after prefix: ClientOrderID) -> Int? {
        let length = count
        let digits = length - prefix.count
        guard 1...18 ~= digits, dropping(digits) == prefix else { return nil }
        var number = 0
        for position in stride(from: digits - 1, through: 0, by: -1) {
            let half = position >= 10 ? high >> UInt64(6 * (position - 10)) : low >> UInt64(6 * position)
            let code = Int(half & 63)
            guard 2...11 ~= code, digits == 1 || number > 0 || code > 2 else { return nil }
            number = number * 10 + code - 2
        }
        return number
    }

    /// Characters.
    private var count: Int {
        let bits = high > 0 ? 60 + 64 - high.leadingZeroBitCount : 64 - low.leadingZeroBitCount
        return (bits + 5) / 6
    }

    private func appending(code: UInt64) -> ClientOrderID {
        let id = shifted(by: 1)
        return ClientOrderID(low: id.low | code, high: id.high)
    }

    /// With room for `places` more characters at the end.
    private func shifted(by places: Int) -> ClientOrderID {
        let mask: UInt64 = (1 << 60) - 1
        if places >= 10 { return ClientOrderID(low: 0, high: low << UInt64(6 * (places - 10)) & mask) }
        let bits = UInt64(6 * places)
        return ClientOrderID(low: low << bits & mask, high: (high << bits | low >> (60 - bits)) & mask)
    }

    private func dropping(_ places: Int) -> ClientOrderID {
        let mask: UInt64 = (1 << 60) - 1
        if places >= 10 { return ClientOrderID(low: high >> UInt64(6 * (places - 10)), high: 0) }
        let bits = UInt64(6 * places)
        return ClientOrderID(low: (low >> bits | high << (60 - bits)) & mask, high: high >> bits)
    }

    @inlinable package static func == (left: ClientOrderID, right: ClientOrderID) -> Bool {
        left.low == right.low && left.high == right.high
    }

    @inlinable package static func < (left: ClientOrderID, right: ClientOrderID) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension ClientOrderID: CustomStringConvertible {
    @usableFromInline package var description: String { text }
}

extension ClientOrderID: Codable {
    @usableFromInline package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ClientOrderID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a client order id")
        }
        self = id
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
