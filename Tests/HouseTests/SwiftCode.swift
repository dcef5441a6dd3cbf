/// Swift source with everything that is not code blanked: comments, the text of string literals, regular expressions.
/// Offsets and line breaks stay where they are; the code within `\( )` of a string stays code.
struct SwiftCode {
    /// One word, number, or other character of the code.
    struct Token: Hashable {
        var text: String
        /// From 1.
        var line: Int
        /// Whether nothing, not even a blank, stands between it and the token before.
        var isJoined: Bool
    }

    let blanked: [UInt8]

    init(_ source: String) {
        var blanker = Blanker(Array(source.utf8))
        blanker.run()
        blanked = blanker.output
    }

    var text: String { String(decoding: blanked, as: UTF8.self) }

    /// Words (backticks taken off), numbers with their fraction, and single other characters.
    var tokens: [Token] {
        var tokens: [Token] = []
        var line = 1
        var index = 0
        var end = -1
        while index < blanked.count {
            let start = index
            let byte = blanked[index]
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte <= UInt8(ascii: " ") {
                index += 1
                continue
            }
            if byte.isWordStart {
                while index < blanked.count, blanked[index].isWord { index += 1 }
            } else if byte.isDigit {
                index = numberEnd(from: index, afterPoint: tokens.last?.text == "." && end == start)
            } else {
                index += 1
            }
            let text = String(decoding: blanked[start..<index], as: UTF8.self)
            tokens.append(Token(text: text, line: line, isJoined: end == start))
            end = index
        }
        return tokens.filter { $0.text != "`" }
    }

    /// A number with its fraction and exponent. After a point digits are the name of a tuple's element and have no fraction.
    private func numberEnd(from start: Int, afterPoint: Bool) -> Int {
        var index = start
        while index < blanked.count, blanked[index].isWord { index += 1 }
        let isFraction =
            !afterPoint && index + 1 < blanked.count && blanked[index] == UInt8(ascii: ".")
            && blanked[index + 1].isDigit
        guard isFraction else { return index }
        index += 1
        while index < blanked.count, blanked[index].isWord { index += 1 }
        return index
    }
}

/// Reads source byte by byte and copies the code.
private struct Blanker {
    private enum Mode {
        /// - Parameters: Open parentheses, and whether the closing one that is over ends an interpolation.
        case code(open: Int, inString: Bool)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let source: [UInt8]
    private var index = 0
    private var modes: [Mode] = [.code(open: 0, inString: false)]
    /// The last byte of code that was not a blank.
    private var lastCode: UInt8?
    private(set) var output: [UInt8] = []

    init(_ source: [UInt8]) { self.source = source }

    mutating func run() {
        while index < source.count {
            switch modes[modes.count - 1] {
            case .code(let open, let inString): code(open: open, inString: inString)
            case .string(let hashes, let isMultiline): string(hashes: hashes, isMultiline: isMultiline)
            }
        }
    }

    private mutating func code(open: Int, inString: Bool) {
        let byte = source[index]
        switch byte {
        case _ where starts("//"):
            blank(while: { $0 != UInt8(ascii: "\n") })
        case _ where starts("/*"):
            blockComment()
        case UInt8(ascii: "#"), UInt8(ascii: "\""):
            if !openString(), !extendedRegex() { keep(1) }
        case UInt8(ascii: "/") where isRegexStart:
            regex()
        case UInt8(ascii: "("):
            modes[modes.count - 1] = .code(open: open + 1, inString: inString)
            keep(1)
        case UInt8(ascii: ")"):
            if open == 0, inString {
                modes.removeLast()
            } else {
                modes[modes.count - 1] = .code(open: max(0, open - 1), inString: inString)
            }
            keep(1)
        default:
            keep(1)
        }
    }

    private mutating func string(hashes: Int, isMultiline: Bool) {
        let hashText = String(repeating: "#", count: hashes)
        if starts((isMultiline ? "\"\"\"" : "\"") + hashText) {
            modes.removeLast()
            blank((isMultiline ? 3 : 1) + hashes)
            // What follows a literal is not the start of a regular expression.
            lastCode = UInt8(ascii: "\"")
        } else if starts("\\" + hashText + "(") {
            blank(1 + hashes)
            keep(1)
            modes.append(.code(open: 0, inString: true))
        } else if starts("\\" + hashText) {
            blank(2 + hashes)
        } else if source[index] == UInt8(ascii: "\n"), !isMultiline {
            // A literal that does not end is an error in the source; the next line is code again.
            modes.removeLast()
        } else {
            blank(1)
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                blank(2)
            } else if starts("*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && index < source.count
    }

    /// Whether a string literal begins here; if so its opening is blanked.
    private mutating func openString() -> Bool {
        let hashes = source[index...].prefix { $0 == UInt8(ascii: "#") }.count
        let hashText = String(repeating: "#", count: hashes)
        guard starts(hashText + "\"") else { return false }
        let isMultiline = starts(hashText + "\"\"\"")
        blank(hashes + (isMultiline ? 3 : 1))
        modes.append(.string(hashes: hashes, isMultiline: isMultiline))
        return true
    }

    private mutating func extendedRegex() -> Bool {
        let hashes = source[index...].prefix { $0 == UInt8(ascii: "#") }.count
        let hashText = String(repeating: "#", count: hashes)
        guard hashes > 0, starts(hashText + "/") else { return false }
        blank(hashes + 1)
        while index < source.count, !starts("/" + hashText) { blank(1) }
        blank(hashes + 1)
        return true
    }

    /// A `/` where a value is expected, with another one later on its line.
    private var isRegexStart: Bool {
        let expectsValue = lastCode.map { Array("(,=:[{;!&|?".utf8).contains($0) } ?? true
        guard expectsValue, index + 1 < source.count, source[index + 1] > UInt8(ascii: " ") else { return false }
        return source[(index + 1)...].prefix { $0 != UInt8(ascii: "\n") }.contains(UInt8(ascii: "/"))
    }

    private mutating func regex() {
        blank(1)
        while index < source.count, source[index] != UInt8(ascii: "/"), source[index] != UInt8(ascii: "\n") {
            blank(source[index] == UInt8(ascii: "\\") ? 2 : 1)
        }
        if starts("/") { blank(1) }
        lastCode = UInt8(ascii: "/")
    }

    private func starts(_ text: String) -> Bool { source[index...].starts(with: text.utf8) }

    private mutating func keep(_ count: Int) {
        for byte in source[index...].prefix(count) {
            if byte > UInt8(ascii: " ") { lastCode = byte }
            output.append(byte)
        }
        index += count
    }

    private mutating func blank(_ count: Int) {
        for byte in source[index...].prefix(count) {
            output.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
        }
        index += min(count, source.count - index)
    }

    private mutating func blank(while isPart: (UInt8) -> Bool) {
        blank(source[index...].prefix(while: isPart).count)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    fileprivate var isWordStart: Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
            || self == UInt8(ascii: "_") || self >= 0x80
    }
    fileprivate var isWord: Bool { isWordStart || isDigit }
}
