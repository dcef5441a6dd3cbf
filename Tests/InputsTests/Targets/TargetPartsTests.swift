import Market
import Testing

@testable import Inputs

@Suite struct TargetPartsTests {
    private func columns(_ header: [String]) throws(Refusal) -> TargetColumns {
        try TargetColumns(header) { what in Refusal(.wrongHeader, in: "t", line: 1, what, remedy: "give four") }
    }

    @Test func `every order of the columns is read by name`() throws {
        func orders(_ rest: [String]) -> [[String]] {
            rest.isEmpty ? [[]] : rest.flatMap { name in orders(rest.filter { $0 != name }).map { [name] + $0 } }
        }
        let all = orders(TargetColumns.names)
        #expect(all.count == 24)
        for header in all {
            let columns = try columns(header)
            #expect(
                [columns.date, columns.code, columns.weight, columns.strategy].map { header[$0] } == TargetColumns.names
            )
            let row = ["2026-11-20", "CASH", "1.0", "a"]
            let fields = header.map { name in TargetColumns.names.firstIndex(of: name).map { row[$0] } ?? "" }
            let text = header.joined(separator: ",") + "\n" + fields.joined(separator: ",") + "\n"
            #expect(try parse(text).first?.strategy == "a")
        }
    }

    @Test func `what is wrong with a header is named`() {
        let names = TargetColumns.names
        #expect(refusal { _ = try columns(names.dropLast()) }?.message.contains("no column strategy_name") == true)
        #expect(refusal { _ = try columns(names + ["note"]) }?.message.contains("a column 'note'") == true)
        #expect(refusal { _ = try columns(names + ["ts_code"]) }?.message.contains("ts_code is there twice") == true)
        #expect(refusal { _ = try columns([]) }?.message.contains("no column trade_date") == true)
    }

    @Test func `lines end with LF or CR LF, and the last one need not`() throws {
        func lines(_ text: String) throws -> [String] {
            try TextLines(Array(text.utf8), source: "t").map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(try lines("") == [])
        #expect(try lines("\n") == [""])
        #expect(try lines("a") == ["a"])
        #expect(try lines("a\nb\r\nc") == ["a", "b", "c"])
        #expect(try lines("a\r\n\r\n\n") == ["a", "", ""])
        #expect(try lines("a\rb\r") == ["a\rb\r"])
        #expect(try lines("\r\r\n") == ["\r"])
    }

    @Test func `lines are counted from one, and bad bytes are found in theirs`() throws {
        var lines = try TextLines(Array("a\n\nb".utf8), source: "t")
        var numbers: [Int] = []
        while lines.next() != nil { numbers.append(lines.number) }
        #expect(numbers == [1, 2, 3])
        for line in 1...5 {
            var bytes = Array(repeating: UInt8(ascii: "\n"), count: line - 1) + Array("中".utf8)
            #expect(refusal { _ = try TextLines(bytes, source: "t") } == nil)
            bytes.removeLast()
            let thrown = refusal { _ = try TextLines(bytes + [UInt8(ascii: "\n")], source: "t") }
            #expect(thrown?.code == .notUTF8 && thrown?.line == line)
        }
    }

    @Test func `refusals are shown by source, line and code`() {
        let ordered = [
            Refusal(.noRows, in: "a", "x", remedy: "y"), Refusal(.badDate, in: "a", line: 2, "x", remedy: "y"),
            Refusal(.badWeight, in: "a", line: 2, "x", remedy: "y"),
            Refusal(.badDate, in: "a", line: 10, "x", remedy: "y"),
            Refusal(.badDate, in: "b", line: 1, "x", remedy: "y"),
        ]
        #expect(ordered.reversed().sorted() == ordered)
        #expect(ordered.map(\.description) == ["a: x; y", "a:2: x; y", "a:2: x; y", "a:10: x; y", "b:1: x; y"])
    }

    /// Rows repeat their day and strategy; that they are remembered must not show.
    @Test func `a value that repeats is read as if it were new`() throws {
        var values = TargetValues(source: "t", isDatabase: false, today: today, rules: .test)
        for text in ["2026-11-20", "2026-11-20", "2026-11-19", "2026-11-20"] {
            #expect(try values.day(text, row: 1) == day(text))
        }
        #expect(refusal { _ = try values.strategy("", row: 1) }?.code == .badStrategy)
        for text in ["a", "a", "b", "a"] { #expect(try values.strategy(text, row: 1) == text) }
        #expect(refusal { _ = try values.strategy("", row: 1) }?.code == .badStrategy)
    }
}
