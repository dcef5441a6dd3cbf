/// Plain decimal text to scaled integers and back, without floating point.
package enum FixedDecimal {
    /// `text` times 10^`places` as an integer. Digits, one optional point with digits on both sides, an optional leading
    /// minus; nothing else. More places than asked for are refused unless they are zeros, or, with `roundingExcess`,
    /// rounded half away from zero. Nil on overflow.
    package static func parse(_ text: some StringProtocol, places: Int, roundingExcess: Bool = false) -> Int64? {
        var value: Int64 = 0
        var digits = 0
        var fraction = -1
        var isNegative = false
        var roundsUp = false
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0:
                isNegative = true
            case UInt8(ascii: ".") where fraction < 0 && digits > 0:
                fraction = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = Int64(byte - UInt8(ascii: "0"))
                digits += 1
                if fraction >= 0 { fraction += 1 }
                if fraction > places {
                    if roundingExcess {
                        if fraction == places + 1 { roundsUp = digit >= 5 }
                    } else if digit != 0 {
                        return nil
                    }
                    continue
                }
                let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = tens.addingReportingOverflow(digit)
                if overflow || carry { return nil }
                value = sum
            default:
                return nil
            }
        }
        guard digits > 0, fraction != 0 else { return nil }
        for _ in max(fraction, 0)..<max(places, max(fraction, 0)) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = tens
        }
        if roundsUp {
            let (sum, carry) = value.addingReportingOverflow(1)
            if carry { return nil }
            value = sum
        }
        return isNegative ? -value : value
    }

    /// `value` ÷ 10^`places` as plain decimal text, trailing zeros cut down to `atLeast` places.
    package static func text(_ value: Int64, places: Int, atLeast: Int) -> String {
        var digits = String(value.magnitude)
        if digits.utf8.count <= places {
            digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
        }
        var whole = digits.dropLast(places)
        var fraction = digits.suffix(places)
        while fraction.utf8.count > atLeast, fraction.utf8.last == UInt8(ascii: "0") { fraction = fraction.dropLast() }
        if value < 0 { whole = "-" + whole }
        return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
    }
}
