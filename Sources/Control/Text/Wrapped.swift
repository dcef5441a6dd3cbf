/// Running text broken at blanks.
enum Wrapped {
    /// Lines of at most `width` columns, `indent` before each. A word that is longer stands alone on its line.
    static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
        let room = width - PlainText.width(indent)
        var lines: [String] = []
        var line = ""
        for word in PlainText.printable(text).split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if PlainText.width(line) + 1 + PlainText.width(String(word)) <= room {
                line += " \(word)"
            } else {
                lines.append(indent + line)
                line = String(word)
            }
        }
        return line.isEmpty ? lines : lines + [indent + line]
    }
}
