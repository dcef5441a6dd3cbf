import Testing

@testable import Control

@Suite struct LineSplitterTests {
    /// Feeds the chunks one after the other; each line that comes out, then `!` where a line was too long.
    private func lines(_ chunks: [String], limit: Int = 10) -> [String] {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        for chunk in chunks {
            splitter.append(Array(chunk.utf8))
            do {
                while let line = try splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
            } catch {
                return lines + ["!\(error.limit)"]
            }
        }
        return lines
    }

    @Test(arguments: [
        (["a\nb\n"], ["a", "b"]), (["a", "b", "\n", "c"], ["ab"]), (["\n\n a \n \r\n\t\nb\r\n"], [" a ", "b\r"]),
        ([""], []), (["0123456789\n"], ["0123456789"]), (["0123456789", "\n"], ["0123456789"]),
        (["0123456789a"], ["!10"]), (["0123456789a\n"], ["!10"]), (["ok\n0123456789", "ab"], ["ok", "!10"]),
        (["0123456789", "a"], ["!10"]), (["a\n\u{0}\n"], ["a", "\u{0}"]),
    ])
    func `lines come out whole and bounded`(chunks: [String], expected: [String]) {
        #expect(lines(chunks) == expected)
    }

    @Test func `how the bytes were cut does not matter`() {
        let text = "one\n\n  \ntwo 2\nthree\nfour\nfi"
        for size in 1...text.count {
            var chunks: [String] = []
            var rest = Substring(text)
            while !rest.isEmpty {
                chunks.append(String(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(lines(chunks) == ["one", "two 2", "three", "four"], "chunks of \(size)")
        }
    }

    @Test func `the rest of a line is known`() throws {
        var splitter = LineSplitter(limit: 10)
        #expect(!splitter.isInsideLine)
        splitter.append(Array("a\nb".utf8))
        #expect(try splitter.next().map(Array.init) == Array("a".utf8))
        #expect(try splitter.next() == nil)
        #expect(splitter.isInsideLine)
        splitter.append(Array("\n".utf8))
        #expect(try splitter.next().map(Array.init) == Array("b".utf8))
        #expect(try splitter.next() == nil)
        #expect(!splitter.isInsideLine)
    }
}
