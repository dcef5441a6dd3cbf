extension TOMLReader {
    mutating func value(depth: Int) throws(TOMLFailure) -> TOMLValue {
        guard depth <= TOMLReader.depthLimit else { throw failure("lists within lists within lists") }
        switch rest.first {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try text())
        case UInt8(ascii: "["): return .list(try list(depth: depth))
        case UInt8(ascii: "{"): return .table(try braces(depth: depth))
        default: return try word()
        }
    }

    /// May go over several lines, and end with a comma.
    private mutating func list(depth: Int) throws(TOMLFailure) -> [TOMLValue] {
        rest.removeFirst()
        var values: [TOMLValue] = []
        while true {
            try skipBlankLines()
            if rest.first == UInt8(ascii: "]") { break }
            values.append(try value(depth: depth + 1))
            try skipBlankLines()
            if rest.first == UInt8(ascii: "]") { break }
            guard rest.first == UInt8(ascii: ",") else { throw failure("a list goes on with , or ends with ]") }
            rest.removeFirst()
        }
        rest.removeFirst()
        return values
    }

    /// `{ a = 1, b = 2 }`, on one line.
    private mutating func braces(depth: Int) throws(TOMLFailure) -> TOMLTable {
        guard depth < TOMLReader.depthLimit else { throw failure("braces within braces within braces") }
        let table = TOMLTable(line: 0, kind: .closed)
        rest.removeFirst()
        skipBlanks()
        if rest.first == UInt8(ascii: "}") {
            rest.removeFirst()
            return table
        }
        while true {
            skipBlanks()
            try pair(in: table, depth: depth + 1)
            skipBlanks()
            if rest.first == UInt8(ascii: "}") { break }
            guard rest.first == UInt8(ascii: ",") else { throw failure("braces go on with , or end with }") }
            rest.removeFirst()
        }
        rest.removeFirst()
        return table
    }

    /// True, false or a number: everything up to a blank or what may follow a value.
    private mutating func word() throws(TOMLFailure) -> TOMLValue {
        let word = rest.prefix { $0 > 0x20 && $0 < 0x7F && !",]}#\"'=".utf8.contains($0) }
        let text = String(Substring(word))
        let value: TOMLValue?
        switch text {
        case "true": value = .flag(true)
        case "false": value = .flag(false)
        default: value = TOMLReader.number(text)
        }
        guard let value else {
            throw failure(text.isEmpty ? "here should be a value" : "not a value: a text needs quotes around it")
        }
        rest = rest[word.endIndex...]
        return value
    }

    /// Decimal digits with single underscores between them, no zeros in front; or the same with a fraction or an exponent.
    private static func number(_ text: String) -> TOMLValue? {
        var digits = text[...]
        let sign = digits.first.map { $0 == "-" || $0 == "+" } == true ? String(digits.removeFirst()) : ""
        let parts = digits.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, decimals.count <= 2, decimals.allSatisfy(isDigits),
            decimals[0] == "0" || decimals[0].first != "0"
        else { return nil }
        if parts.count == 1, decimals.count == 1 {
            return Int(sign + digits.filter { $0 != "_" }).map(TOMLValue.integer)
        }
        if parts.count == 2 {
            let exponent = parts[1].first.map { $0 == "-" || $0 == "+" } == true ? parts[1].dropFirst() : parts[1]
            guard isDigits(exponent) else { return nil }
        }
        return .fraction(text)
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.first != "_" && text.last != "_" && !text.contains("__")
            && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "_") }
    }

    /// In double quotes with escapes, or in single quotes as it stands; on one line.
    mutating func text() throws(TOMLFailure) -> String {
        let quote = rest.removeFirst()
        if rest.starts(with: [quote, quote]) { throw failure("a text over several lines; write it on one line") }
        var text: [UInt8] = []
        while let byte = rest.first {
            switch byte {
            case quote:
                rest.removeFirst()
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
                rest.removeFirst()
                text.append(contentsOf: String(try escape()).utf8)
            case UInt8(ascii: "\t"), 0x20..<0x7F, 0x80...:
                text.append(byte)
                rest.removeFirst()
            case 0x0A, 0x0D:
                throw failure("the line ends before the text does; a quote is missing")
            default:
                throw failure("a control character in a text; write it as \\u and its four digits")
            }
        }
        throw failure("the file ends before the text does; a quote is missing")
    }

    /// Stands past the backslash.
    private mutating func escape() throws(TOMLFailure) -> Unicode.Scalar {
        guard let byte = rest.popFirst() else { throw failure("the file ends before the text does") }
        switch byte {
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = rest.prefix(byte == UInt8(ascii: "u") ? 4 : 8)
            guard digits.count == (byte == UInt8(ascii: "u") ? 4 : 8),
                digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let code = UInt32(String(Substring(digits)), radix: 16), let scalar = Unicode.Scalar(code)
            else { throw failure("\\u needs four hexadecimal digits of a character, \\U eight") }
            rest = rest[digits.endIndex...]
            return scalar
        default:
            throw failure("a backslash means something else here; write \\\\ or put the text in single quotes")
        }
    }
}
