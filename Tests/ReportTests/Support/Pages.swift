import Market

@testable import Report

/// Parts of a page, for tests of single sections.
enum Pages {
    static func text(_ record: ReplayRecord) -> String { String(decoding: ReportPage.html(record), as: UTF8.self) }

    /// What is inside one section, its heading included.
    static func section(_ id: String, _ record: ReplayRecord) -> String {
        let page = text(record)
        guard let start = page.range(of: "<section id=\"\(id)\">\n") else { return "" }
        let rest = page[start.upperBound...]
        return String(rest[..<(rest.range(of: "</section>")?.lowerBound ?? rest.endIndex)])
    }

    /// The cells of every row of the tables in `markup`, without tags.
    static func rows(_ markup: String) -> [[String]] {
        markup.components(of: "<tr").map { row in
            let cells = row.components(of: "<td")
            return cells.map { cell in
                let inside = cell.range(of: "</td>").map { cell[..<$0.lowerBound] } ?? cell[...]
                return plain(String(inside.drop { $0 != ">" }.dropFirst()))
            }
        }.filter { !$0.isEmpty }
    }

    /// `markup` without its tags and line ends.
    static func plain(_ markup: String) -> String {
        var text = ""
        var isTag = false
        for character in markup {
            if character == "<" { isTag = true }
            if !isTag, character != "\n" { text.append(character) }
            if character == ">" { isTag = false }
        }
        return text
    }
}

extension String {
    func range(of part: String) -> Range<Index>? { self[...].range(of: part) }

    /// What stands after each `part`, up to the next.
    func components(of part: String) -> [String] {
        var rest = self[...]
        var components: [String] = []
        guard var found = rest.range(of: part) else { return [] }
        while true {
            rest = rest[found.upperBound...]
            guard let next = rest.range(of: part) else { return components + [String(rest)] }
            components.append(String(rest[..<next.lowerBound]))
            found = next
        }
    }
}

extension Substring {
    func range(of part: String) -> Range<Index>? {
        let bytes = Array(part.utf8)
        let view = utf8
        var start = view.startIndex
        while start < view.endIndex {
            if view[start] == bytes[0], view[start...].starts(with: bytes) {
                return start..<view.index(start, offsetBy: bytes.count)
            }
            start = view.index(after: start)
        }
        return nil
    }
}
