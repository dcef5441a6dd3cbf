import Testing

@testable import Settings

/// The part of TOML that a configuration is written in.
@Suite struct TOMLTests {
    /// The table as text, its keys in order: `a=1 b={c="x"}`.
    private func shown(_ text: String) throws -> String { show(try TOMLReader.read(text)) }

    private func show(_ table: TOMLTable) -> String {
        table.keys.compactMap { key in table[key].map { "\(key)=\(show($0))" } }.joined(separator: " ")
    }

    private func show(_ value: TOMLValue) -> String {
        switch value {
        case .text(let text): "\"\(text)\""
        case .integer(let number): "\(number)"
        case .fraction(let text): "~\(text)"
        case .flag(let flag): "\(flag)"
        case .list(let values): "[\(values.map(show).joined(separator: " "))]"
        case .table(let table): "{\(show(table))}"
        }
    }

    @Test(arguments: [
        ("", ""), ("# only a word\n\n \t# and another", ""), ("a = 1", "a=1"), ("a = 1 # why\r\nb=2\r\n", "a=1 b=2"),
        ("a = \"x # y\"", "a=\"x # y\""), (#"a = "\t\"\\\u00e9\U0001F600""#, "a=\"\t\"\\é😀\""),
        (#"a = 'C:\new'"#, #"a="C:\new""#), ("a = ''\nb = \"\"", "a=\"\" b=\"\""),
        ("a = -0\nb = +7\nc = 1_000", "a=0 b=7 c=1000"), ("a = 9223372036854775807", "a=9223372036854775807"),
        ("a = 0.01\nb = -1e5\nc = 1.5E-3", "a=~0.01 b=~-1e5 c=~1.5E-3"), ("a = true\nb = false", "a=true b=false"),
        ("a = []\nb = [1, 2]\nc = [ \"x\", ]", "a=[] b=[1 2] c=[\"x\"]"),
        ("a = [\n  1, # one\n\n  [2,\n3],\n]\nb = 1", "a=[1 [2 3]] b=1"),
        ("a = {}\nb = { c = 1, d.e = \"x\" }", "a={} b={c=1 d={e=\"x\"}}"), ("a.b.c = 1\na.b.d = 2", "a={b={c=1 d=2}}"),
        ("\"a b\" = 1\n'c' = 2\n1 = 3\na-b_c = 4", "1=3 a b=1 a-b_c=4 c=2"),
        ("[a]\nb = 1\n[ c . d ]\ne = 2", "a={b=1} c={d={e=2}}"),
        ("[a.b]\nc = 1\n[a]\nd = 2", "a={b={c=1} d=2}"),
        ("[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 3", "a=[{b=1} {b=2 c={d=3}}]"),
    ])
    func `what a configuration may say is read`(text: String, expected: String) throws {
        #expect(try shown(text) == expected)
    }

    @Test(arguments: [
        // The library that was here before ended the process for these.
        ("[\n", 1, 2), ("[[\na = 1", 1, 3), ("[é]", 1, 2), ("a = 1979-05-27T-", 1, 5),
        // And took a zero byte for the end.
        ("a = 1\n\u{0}b = 2", 2, 1), ("a = 1 # \u{0}", 1, 9), ("a = \"\u{1}\"", 1, 6),
        ("[a", 1, 3), ("[a]]", 1, 4), ("[[a]", 1, 5), ("[]", 1, 2), ("[a.]", 1, 4), ("[a] b = 1", 1, 5), ("= 1", 1, 1),
        ("a", 1, 2), ("a =", 1, 4), ("a = x", 1, 5), ("a = 1 2", 1, 7), ("a = 01", 1, 5), ("a = 1__0", 1, 5),
        ("a = _1", 1, 5), ("a = 0x10", 1, 5), ("a = 1.", 1, 5), ("a = .5", 1, 5), ("a = 1e", 1, 5), ("a = inf", 1, 5),
        ("a = nan", 1, 5), ("a = 09:31:00", 1, 5), ("a = 2026-11-20", 1, 5), ("a = 9223372036854775808", 1, 5),
        ("a = True", 1, 5), ("a = \"x", 1, 7), ("a = \"x\ny\"", 1, 7), ("a = 'x", 1, 7), ("a = \"\"\"x\"\"\"", 1, 6),
        ("a = '''x'''", 1, 6), (#"a = "\x""#, 1, 8), (#"a = "\ud800""#, 1, 8), (#"a = "\u12""#, 1, 8),
        ("a = \"\\", 1, 7),
        ("a = [1", 1, 7), ("a = [1 2]", 1, 8), ("a = [,]", 1, 6), ("a = {b = 1", 1, 11), ("a = {b = 1,}", 1, 12),
        ("a = {\nb = 1}", 1, 6), ("a = 1\na = 2", 2, 5), ("[a]\n[a]", 2, 4), ("[a]\n[[a]]", 2, 6), ("[[a]]\n[a]", 2, 4),
        ("a = 1\n[a]", 2, 4), ("a = 1\n[a.b]", 2, 6), ("a = [1]\n[[a]]", 2, 6), ("a = {}\na.b = 1", 2, 7),
        ("a = {}\n[a.b]", 2, 6), ("a.b = 1\n[a]", 2, 4), ("[a]\n[b]\n[a.c]\nd = 1\n[a]", 5, 4), ("\u{FEFF}a = 1", 1, 1),
        ("é = 1", 1, 1), ("a = 1\rb = 2", 1, 7),
    ])
    func `everything else is refused at its place`(text: String, line: Int, column: Int) throws {
        let failure = #expect(throws: TOMLFailure.self) { try TOMLReader.read(text) }
        #expect(failure?.line == line && failure?.column == column, "\(String(describing: failure))")
        #expect(failure?.message.isEmpty == false)
    }

    @Test func `nesting has a limit`() throws {
        for (open, close) in [("[", "]"), ("{a=", "}")] {
            let deep = { (levels: Int) in
                "a = " + String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
            }
            #expect(throws: Never.self) { try TOMLReader.read(deep(16)) }
            #expect(throws: TOMLFailure.self) { try TOMLReader.read(deep(17)) }
            #expect(throws: TOMLFailure.self) { try TOMLReader.read(deep(100_000)) }
        }
        #expect(throws: TOMLFailure.self) { try TOMLReader.read(String(repeating: "a.", count: 20) + "a = 1") }
    }

    @Test func `every key knows its line`() throws {
        let table = try TOMLReader.read("a = 1\n\n[b]\n# c\nc = [\n1,\n2]\nd = 3\n[[e]]\nf = 1\n[[e]]\nf = 2\n")
        #expect(table.line(of: "a") == 1 && table.line(of: "b") == 3 && table.line(of: "e") == 9)
        guard case .table(let section)? = table["b"], case .list(let list)? = table["e"] else {
            Issue.record("b is no section, or e no list")
            return
        }
        #expect(section.line(of: "c") == 5 && section.line(of: "d") == 8)
        #expect(list.compactMap { $0.headed?.line(of: "f") } == [10, 12])
    }

    @Test(arguments: [
        ("window_strat", "window_start"), ("windowstart", "window_start"), ("window_star", "window_start"),
        ("windwo_start", "window_start"), ("collar", "collar"), ("wnidow_sratt", nil), ("x", nil), ("collateral", nil),
    ])
    func `L01: a slip of the fingers has its word`(typed: String, meant: String?) {
        #expect(Spelling.nearest(to: typed, of: ["window_start", "window_end", "collar", "sizing"]) == meant)
    }

    @Test func `L01: of two words as near the first is meant, and long ones mean nothing`() {
        #expect(Spelling.nearest(to: "abcx", of: ["abcz", "abcy"]) == "abcy")
        #expect(Spelling.nearest(to: String(repeating: "a", count: 61), of: [String(repeating: "a", count: 60)]) == nil)
    }
}
