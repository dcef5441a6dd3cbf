import Testing

@testable import BridgeProtocol

@Suite struct LineFramerTests {
    private static let stream = Array("{\"a\":1}\n\n \t\r\n{\"b\":2}\r\n\n{}\n{\"half".utf8)
    private static let lines = ["{\"a\":1}", "{\"b\":2}\r", "{}"]

    private func lines(_ chunks: [ArraySlice<UInt8>], limit: Int = 100) throws -> [String] {
        var framer = LineFramer(limit: limit)
        var lines: [String] = []
        for chunk in chunks {
            framer.append(chunk)
            while let next = try framer.next() { lines.append(line(Array(next))) }
        }
        return lines
    }

    @Test func `C07: lines are the same however the bytes are cut in three`() throws {
        let stream = Self.stream
        for first in 0...stream.count {
            for second in first...stream.count {
                let chunks = [stream[..<first], stream[first..<second], stream[second...]]
                #expect(try lines(chunks) == Self.lines, "cut at \(first) and \(second)")
            }
        }
    }

    @Test func `lines are the same byte by byte`() throws {
        #expect(try lines(Self.stream.indices.map { Self.stream[$0...$0] }) == Self.lines)
    }

    @Test func `a line without its end is not a line`() throws {
        var framer = LineFramer(limit: 100)
        framer.append(Array("{\"whole\":1}\n{\"half\":".utf8))
        #expect(try framer.next().map { line(Array($0)) } == "{\"whole\":1}")
        #expect(try framer.next() == nil)
        #expect(framer.pendingCount == 8)
    }

    @Test(arguments: [1, 3, 7, 1000])
    func `C08: the longest line may have exactly the limit`(chunk: Int) throws {
        let limit = 1000
        let whole = [UInt8](repeating: UInt8(ascii: "x"), count: limit)
        func chunks(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
            stride(from: 0, to: bytes.count, by: chunk).map { bytes[$0..<min($0 + chunk, bytes.count)] }
        }
        #expect(try lines(chunks(whole + [10]), limit: limit).map(\.utf8.count) == [limit])
        #expect(throws: LineFramer.TooLong(limit: limit)) {
            try lines(chunks(whole + [UInt8(ascii: "x"), 10]), limit: limit)
        }
        #expect(throws: LineFramer.TooLong(limit: limit)) { try lines(chunks(whole + whole), limit: limit) }
    }

    @Test func `lines before the long one are still given, none after it`() throws {
        var framer = LineFramer(limit: 4)
        framer.append(Array("ok\ntoolong\nok\n".utf8))
        #expect(try framer.next().map(Array.init) == Array("ok".utf8))
        #expect(throws: LineFramer.TooLong(limit: 4)) { try framer.next() }
        #expect(try framer.next() == nil)
        framer.append(Array("ok\n".utf8))
        #expect(try framer.next() == nil)
        #expect(framer.pendingCount == 0)
    }

    @Test func `blanks without an end count for the limit`() {
        var framer = LineFramer(limit: 4)
        framer.append(Array("     ".utf8))
        #expect(throws: LineFramer.TooLong(limit: 4)) { try framer.next() }
    }

    @Test(arguments: [UInt64(5), 6, 7])
    func `C07: random cuts of many lines lose nothing`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let sent = (0..<300).map { number in
            "\(number)" + String(repeating: "y", count: Int.random(in: 0...200, using: &generator))
        }
        let stream = Array(sent.map { $0 + "\n" }.joined().utf8)
        var chunks: [ArraySlice<UInt8>] = []
        var start = 0
        while start < stream.count {
            let end = min(stream.count, start + Int.random(in: 1...500, using: &generator))
            chunks.append(stream[start..<end])
            start = end
        }
        #expect(try lines(chunks, limit: 300) == sent, "seed \(seed)")
    }
}
