extension RulePage {
    /// The page's text, for docs/rules.
    package var markdown: String {
        var lines = ["# \(title)", ""]
        lines += wrapped(text)
        lines += ["", "| key | default | meaning |", "| --- | --- | --- |"]
        lines += settings.map { "| `\($0.key)` | `\($0.standard)` | \($0.meaning) |" }
        lines += ["", "| reason | meaning |", "| --- | --- |"]
        lines += reasons.map { "| `\($0.rawValue)` | \($0.explanation) |" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The list of all pages, in the order in which the rules are applied.
    package static func index(_ pages: [RulePage]) -> String {
        var lines = ["# Rules", ""]
        lines += wrapped(
            """
            Rules of risk change the targets before they are planned, in this order. A rule may lower a target or hold it at \
            what is held, and never raise one; a line of the plan names every rule that changed it, with the figures that were \
            compared (`risk.csv` of a replay, and the journal). These pages are made from the program: a test compares them.
            """)
        lines.append("")
        for (place, page) in pages.enumerated() { lines.append("\(place + 1). [\(page.title)](\(page.name).md)") }
        return lines.joined(separator: "\n") + "\n"
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
