/// Lines of a page, with or without a label in front. What is too long for the width is broken at blanks and goes on under
/// its own beginning.
struct LabelledLines {
    private static let labelWidth = 12
    private let width: Int
    private var lines: [String] = []

    init(width: Int) { self.width = width }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func blank() { lines.append("") }

    /// A line over the full width.
    mutating func add(_ line: String) { lines += Wrapped.lines(line, width: width) }

    /// A line after a label; an empty label continues the one before.
    mutating func add(_ label: String, _ line: String) {
        add(PlainText.padded(label, to: Self.labelWidth), hanging: line)
    }

    /// A line after `first`, which is kept as it is, blanks included.
    mutating func add(_ first: String, hanging line: String) {
        let indent = String(repeating: " ", count: PlainText.width(first))
        let wrapped = Wrapped.lines(line, width: width, indent: indent)
        lines.append(PlainText.printable(first) + (wrapped.first?.dropFirst(indent.count) ?? ""))
        lines += wrapped.dropFirst()
    }
}
