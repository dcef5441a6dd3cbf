/// Text that is safe to print on a terminal and measured as a terminal shows it.
///
/// What brokers and people write ends on an operator's screen: control characters could move the cursor or hide a line, and
/// Chinese characters take two columns.
package enum PlainText {
    /// `text` on one line: line breaks and tabs become blanks, what a terminal would act upon becomes `?`.
    package static func printable(_ text: String) -> String {
        guard !isOneLine(text) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\r" || scalar == "\t" {
                result.append(" ")
            } else {
                result.append(isActedUpon(scalar) ? "?" : scalar)
            }
        }
        return String(result)
    }

    /// `printable`, cut to `longest` characters with a mark where it was cut.
    static func line(_ text: String, longest: Int) -> String {
        let line = printable(text)
        return line.count <= longest ? line : line.prefix(max(longest - 1, 0)) + "…"
    }

    /// Whether `text` may be printed as it is.
    static func isOneLine(_ text: String) -> Bool { !text.unicodeScalars.contains(where: isActedUpon) }

    static func trimmed(_ text: String) -> String {
        var slice = Substring(text)
        while slice.first?.isWhitespace == true { slice.removeFirst() }
        while slice.last?.isWhitespace == true { slice.removeLast() }
        return String(slice)
    }

    /// Columns that `text` takes on a terminal with a fixed-width font.
    package static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + ($1.unicodeScalars.first.map(columns) ?? 0) }
    }

    /// `text` with blanks up to `width` columns; longer text is left as it is, a figure is never cut.
    static func padded(_ text: String, to width: Int, alignedRight: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - self.width(text)))
        return alignedRight ? blanks + text : text + blanks
    }

    /// Control characters, line separators, and the marks that turn the direction of writing or are not seen.
    private static func isActedUpon(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        default: false
        }
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// The wide and full-width blocks of Unicode's East Asian Width, joined where they touch.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
    ]
}
