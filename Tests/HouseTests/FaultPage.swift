import Foundation

/// docs/faults.md, and the ids that the names of tests have.
enum FaultPage {
    /// How many ids each group has, by the group's letter.
    static let groups: [(letter: String, count: Int)] = [
        ("A", 18), ("B", 18), ("C", 18), ("D", 30), ("E", 24), ("F", 14), ("G", 22), ("H", 13), ("P", 14), ("K", 16),
        ("L", 11), ("R", 14), ("M", 6), ("N", 6),
    ]

    /// All of them, in the order of the page.
    static var ids: [String] {
        groups.flatMap { group in (1...group.count).map { "\(group.letter)\($0 < 10 ? "0" : "")\($0)" } }
    }

    struct Row: Hashable {
        var id: String
        /// What can go wrong, and what has to happen.
        var fault: String
        /// Names of tests, as the page has them between backticks.
        var tests: [String]
        /// What is not done, or why there is no test.
        var open: String
    }

    static func rows(_ page: String) -> [Row] {
        page.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 6, isID(cells[1]) else { return nil }
            let pieces = cells[3].split(separator: "`", omittingEmptySubsequences: false)
            let names = pieces.indices.filter { $0 % 2 == 1 }.map { String(pieces[$0]) }
            return Row(id: cells[1], fault: cells[2], tests: names, open: cells[4])
        }
    }

    /// A group's letter and two digits.
    static func isID(_ word: some StringProtocol) -> Bool {
        word.utf8.count == 3 && groups.contains { word.hasPrefix($0.letter) }
            && word.dropFirst().allSatisfy { "0"..."9" ~= $0 }
    }

    /// The ids that are words of a test's name: between characters that are no letters and no digits.
    static func ids(in name: String) -> [String] {
        name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.filter(isID).map(String.init)
    }

    /// The names of the tests in a Swift file: functions in backticks after `@Test`.
    static func swiftTests(_ source: String) -> [String] {
        var names: [String] = []
        for part in source.components(separatedBy: "@Test").dropFirst() {
            // The first function after the attribute is the test.
            guard let start = part.range(of: "func ") else { continue }
            let rest = part[start.upperBound...]
            guard rest.first == "`" else { continue }
            names.append(String(rest.dropFirst().prefix { $0 != "`" }))
        }
        return names
    }

    /// The names of the tests in a Python file.
    static func pythonTests(_ source: String) -> [String] {
        source.split(separator: "\n").compactMap { line in
            let words = line.drop { $0 == " " }
            guard words.hasPrefix("def test_") || words.hasPrefix("async def test_"),
                let name = words.components(separatedBy: "def ").last
            else { return nil }
            return String(name.prefix { $0 == "_" || $0.isLetter || $0.isNumber })
        }
    }

    /// The names of all tests of the repository that have an id.
    static func testsWithIDs() -> [String] {
        SourceTree.keptFiles().filter { $0.hasPrefix("Tests/") && !$0.hasPrefix("Tests/fuzz/") }.flatMap { path in
            if path.hasSuffix(".swift") { return swiftTests(SourceTree.text(path) ?? "") }
            return path.hasSuffix(".py") ? pythonTests(SourceTree.text(path) ?? "") : []
        }.filter { !ids(in: $0).isEmpty }
    }

    /// Everything in which the page and the tests do not agree.
    static func disagreements(page: String, tests: [String]) -> [String] {
        let rows = rows(page)
        var found: [String] = []
        for id in ids {
            let count = rows.count { $0.id == id }
            if count != 1 { found.append("\(id) is there \(count) times") }
        }
        let known = Set(ids)
        let names = Set(tests)
        let covered = Set(tests.flatMap(ids(in:)))
        for row in rows {
            if row.fault.isEmpty { found.append("\(row.id) does not say what goes wrong") }
            if row.tests.isEmpty, row.open.isEmpty { found.append("\(row.id) has neither a test nor a reason") }
            if row.tests.isEmpty, covered.contains(row.id) { found.append("\(row.id) has a test that is not named") }
            for name in row.tests where !names.contains(name) || !ids(in: name).contains(row.id) {
                found.append("\(row.id) names a test that is not there: \(name)")
            }
        }
        for name in tests {
            for id in ids(in: name) where !known.contains(id) { found.append("\(id) is no fault: \(name)") }
        }
        return found
    }
}
