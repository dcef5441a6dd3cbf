import Market

/// Values from the bytes of a field, without a string in between: the import reads tens of millions of them.
enum FieldText {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// A decimal that is not negative, times 10^`places`: digits, and optionally a point with digits behind it. Places past
    /// `places` must be zeros. Nil for anything else, or past 64 bits.
    static func decimal(_ bytes: Bytes, places: Int) -> Int64? {
        guard let first = bytes.baseAddress, bytes.count > 0 else { return nil }
        var pointer = first
        let end = first + bytes.count
        var value: Int64 = 0
        var fraction = -1
        var isOver = false
        while pointer < end {
            let digit = pointer.pointee &- UInt8(ascii: "0")
            if digit <= 9, fraction < places {
                if fraction >= 0 { fraction += 1 }
                let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
                let (sum, carries) = tens.addingReportingOverflow(Int64(digit))
                value = sum
                if overflows || carries { isOver = true }
            } else if pointer.pointee == UInt8(ascii: "."), fraction < 0, pointer > first, pointer + 1 < end {
                fraction = 0
            } else if digit != 0 {
                return nil
            }
            pointer += 1
        }
        for _ in max(fraction, 0)..<places {
            let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
            value = tens
            if overflows { isOver = true }
        }
        return isOver ? nil : value
    }

    /// `YYYY-MM-DD`.
    static func day(_ bytes: Bytes) -> Day? {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = digits(bytes, 0..<4), let month = digits(bytes, 5..<7), let day = digits(bytes, 8..<10)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// Six digits, a point, and the exchange in capitals.
    static func symbol(_ bytes: Bytes) -> Symbol? {
        guard bytes.count == 9, bytes[6] == UInt8(ascii: "."), let digits = digits(bytes, 0..<6) else { return nil }
        let venue: Venue
        switch (bytes[7], bytes[8]) {
        case (UInt8(ascii: "S"), UInt8(ascii: "Z")): venue = .shenzhen
        case (UInt8(ascii: "S"), UInt8(ascii: "H")): venue = .shanghai
        case (UInt8(ascii: "B"), UInt8(ascii: "J")): venue = .beijing
        default: return nil
        }
        return Symbol(digits: digits, venue: venue)
    }

    /// For a message: the text, cut where it is long.
    static func shown(_ bytes: Bytes) -> String {
        bytes.count <= 40
            ? String(decoding: bytes, as: UTF8.self) : String(decoding: bytes[..<40], as: UTF8.self) + "…"
    }

    private static func digits(_ bytes: Bytes, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
