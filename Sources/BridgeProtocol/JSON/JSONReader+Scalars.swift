extension JSONReader {
    /// Stands at the opening quote; ends past the closing one.
    mutating func text(_ bytes: Span<UInt8>) throws(JSONFailure) -> String {
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let text = try validated(bytes.extracting(start..<index), at: start)
                index += 1
                return text
            case UInt8(ascii: "\\"):
                return try escapedText(from: start, bytes)
            case 0..<0x20:
                throw failure(.badText)
            default:
                index += 1
            }
        }
        throw failure(.expected("a closing quote"))
    }

    /// The slow path: stands at the first backslash of a text that began at `start`.
    private mutating func escapedText(from start: Int, _ bytes: Span<UInt8>) throws(JSONFailure) -> String {
        var unescaped: [UInt8] = []
        for position in start..<index { unescaped.append(bytes[position]) }
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let text = try validated(unescaped.span, at: start)
                index += 1
                return text
            case UInt8(ascii: "\\"):
                try escape(bytes, into: &unescaped)
            case 0..<0x20:
                throw failure(.badText)
            case let byte:
                unescaped.append(byte)
                index += 1
            }
        }
        throw failure(.expected("a closing quote"))
    }

    private func validated(_ bytes: Span<UInt8>, at start: Int) throws(JSONFailure) -> String {
        do throws(UTF8.ValidationError) {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw JSONFailure(.notUTF8, at: start)
        }
    }

    private mutating func escape(_ bytes: Span<UInt8>, into text: inout [UInt8]) throws(JSONFailure) {
        let start = index
        index += 1
        let byte = peek(bytes)
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte ?? 0)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar(bytes, from: start)).utf8)
        default: throw JSONFailure(.badText, at: start)
        }
    }

    /// Stands past `\u`; reads one or, for a surrogate pair, two escapes.
    private mutating func scalar(_ bytes: Span<UInt8>, from start: Int) throws(JSONFailure) -> Unicode.Scalar {
        let first = try codeUnit(bytes, from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, peek(bytes) == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw JSONFailure(.badText, at: start) }
        index += 2
        let second = try codeUnit(bytes, from: start)
        guard 0xDC00..<0xE000 ~= second,
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw JSONFailure(.badText, at: start) }
        return scalar
    }

    private mutating func codeUnit(_ bytes: Span<UInt8>, from start: Int) throws(JSONFailure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek(bytes).flatMap(Hex.value(of:)) else { throw JSONFailure(.badText, at: start) }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }

    /// Stands at the minus or the first digit.
    mutating func number(_ bytes: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        let start = index
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value: Int64? = 0
        let isZero = peek(bytes) == UInt8(ascii: "0")
        let whole = index
        while let digit = digit(bytes) {
            // Counted downwards: the smallest integer has no positive counterpart.
            let (tens, overflow) = (value ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.subtractingReportingOverflow(Int64(digit))
            value = value == nil || overflow || carry ? nil : sum
            index += 1
        }
        guard index > whole, !isZero || index == whole + 1 else {
            throw JSONFailure(.expected("a number without leading zeros"), at: start)
        }
        if try !skipFraction(bytes), let value, isNegative || value != .min {
            return .integer(isNegative ? value : -value)
        }
        var text = ""
        for position in start..<index { text.unicodeScalars.append(Unicode.Scalar(bytes[position])) }
        // Only a check of the range: nothing is computed with it.
        guard let magnitude = Double(text), magnitude.isFinite else {
            throw JSONFailure(.numberOutOfRange, at: start)
        }
        return .number(text)
    }

    private func digit(_ bytes: Span<UInt8>) -> UInt8? {
        guard let byte = peek(bytes), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
        return byte - UInt8(ascii: "0")
    }

    /// Past the fraction and the exponent; false where there is neither.
    private mutating func skipFraction(_ bytes: Span<UInt8>) throws(JSONFailure) -> Bool {
        let start = index
        if peek(bytes) == UInt8(ascii: ".") {
            index += 1
            try skipDigits(bytes)
        }
        if let byte = peek(bytes), byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            index += 1
            if let sign = peek(bytes), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
            try skipDigits(bytes)
        }
        return index > start
    }

    private mutating func skipDigits(_ bytes: Span<UInt8>) throws(JSONFailure) {
        guard digit(bytes) != nil else { throw failure(.expected("a digit")) }
        while digit(bytes) != nil { index += 1 }
    }
}
