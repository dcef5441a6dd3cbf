/// A piece of somebody else's text for a message: in quotes, at most 40 characters, with nothing in it that could move
/// a cursor or begin a line.
struct Excerpt: CustomStringConvertible {
    let description: String

    init(_ text: some StringProtocol) {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(40) {
            if scalar.isUnseen {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        description = "'\(shown)\(text.unicodeScalars.count > 40 ? "…" : "")'"
    }
}

extension Unicode.Scalar {
    /// Control and format characters and line separators: what a name must not contain and a message must not repeat.
    var isUnseen: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
