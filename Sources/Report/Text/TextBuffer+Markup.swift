extension TextBuffer {
    /// `text` for HTML and SVG, inside elements and inside quoted attributes. Characters that a page may not hold (controls)
    /// become U+FFFD, line ends a space.
    mutating func add(escaped text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): add("&amp;")
            case UInt8(ascii: "<"): add("&lt;")
            case UInt8(ascii: ">"): add("&gt;")
            case UInt8(ascii: "\""): add("&quot;")
            case UInt8(ascii: "'"): add("&#39;")
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): add(byte: UInt8(ascii: " "))
            case 0..<0x20, 0x7F: add("\u{FFFD}")
            default: add(byte: byte)
            }
        }
    }

    /// A field of a comma-separated file: in quotation marks only where it holds a comma, a quotation mark or a line end
    /// (RFC 4180).
    mutating func add(field text: String) {
        let special: (UInt8) -> Bool = {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        guard text.utf8.contains(where: special) else { return add(text) }
        add(byte: UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { add(byte: byte) }
            add(byte: byte)
        }
        add(byte: UInt8(ascii: "\""))
    }

    /// A string of JSON with its quotation marks.
    mutating func add(quoted text: String) {
        add(byte: UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): add("\\\"")
            case UInt8(ascii: "\\"): add("\\\\")
            case UInt8(ascii: "\n"): add("\\n")
            case UInt8(ascii: "\r"): add("\\r")
            case UInt8(ascii: "\t"): add("\\t")
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                add("\\u00")
                add(byte: digits[Int(byte >> 4)])
                add(byte: digits[Int(byte & 15)])
            default: add(byte: byte)
            }
        }
        add(byte: UInt8(ascii: "\""))
    }
}
