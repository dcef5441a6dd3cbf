extension RulePage {
    /// The page's text, for docs/rules.
    package var markdown: String {
        var lines = ["# \(title)", ""]
        lines += wrapped(text)
        if settings.isEmpty {
            lines += ["", "Always on; there is nothing to set."]
        } else {
            lines += ["", "| key | default | meaning |", "| --- | --- | --- |"]
            lines += settings.map { "| `\($0.key)` | `\($0.standard)` | \($0.meaning) |" }
        }
        lines += ["", "| reason | meaning |", "| --- | --- |"]
        lines += reasons.map { "| `\($0.rawValue)` | \($0.explanation) |" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The list of all pages, in the order in which the rules are applied.
    package static func index(_ groups: [RulePages.Group]) -> String {
        var lines = ["# Rules", "", "These pages are made from the program: a test compares them.", ""]
        for group in groups {
            lines += ["## \(group.title)", ""] + wrapped(group.text) + [""]
            for (place, page) in group.pages.enumerated() {
                lines.append("\(place + 1). [\(page.title)](\(page.name).md)")
            }
            lines.append("")
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    /// Every reason with its explanation, for docs/reasons.md.
    package static func reasonsPage(_ pages: [RulePage]) -> String {
        var lines = [
            "# Reasons", "", "Each target line that is not on its target, and each that a rule changed, says why.", "",
            "| reason | meaning, and what to do | rule |", "| --- | --- | --- |",
        ]
        for reason in Reason.allCases {
            let own = pages.filter { $0.reasons.contains(reason) }.map { "[\($0.title)](rules/\($0.name).md)" }
            lines.append("| `\(reason.rawValue)` | \(reason.explanation) | \(own.joined(separator: ", ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Lines of at most 120 characters.
private func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        if !line.isEmpty, line.count + word.count + 1 > 120 {
            lines.append(line)
            line = ""
        }
        line += line.isEmpty ? String(word) : " " + word
    }
    if !line.isEmpty { lines.append(line) }
    return lines
}
