import Foundation
import Testing

@testable import Journal

@Suite struct ChainHasherTests {
    private let genesis: ChainHash

    init() {
        var hasher = ChainHasher()
        genesis = hasher.genesis(Workplace.identity, createdAt: 5)
    }

    private func entry(
        after previous: ChainHash, _ seq: Int64 = 1, _ run: Int64 = 1, _ at: Int64 = 1, _ kind: String = "k",
        _ body: String = "b"
    ) -> ChainHash {
        var hasher = ChainHasher()
        return hasher.entry(after: previous, seq: seq, run: run, at: at, kind: kind.utf8, body: body.utf8)
    }

    @Test func `everything that is hashed matters`() {
        let first = entry(after: genesis)
        let variants = [
            entry(after: genesis), entry(after: first), entry(after: genesis, 2), entry(after: genesis, 1, 2),
            entry(after: genesis, 1, 1, 2), entry(after: genesis, 1, 1, 1, "l"),
            entry(after: genesis, 1, 1, 1, "k", "c"),
        ]
        #expect(variants[0] == first)
        #expect(Set(variants).count == variants.count)
    }

    @Test func `what lies on either side of a border is not the same`() {
        let texts = [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc")]
        #expect(Set(texts.map { entry(after: genesis, 1, 1, 1, $0.0, $0.1) }).count == texts.count)
        let numbers: [(Int64, Int64, Int64)] = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (256, 0, 0), (-1, 0, 0)]
        #expect(Set(numbers.map { entry(after: genesis, $0.0, $0.1, $0.2) }).count == numbers.count)
    }

    @Test func `a beginning is neither an end nor an entry`() {
        var hasher = ChainHasher()
        var run = RunRow(
            number: 1, epoch: 1, startedAt: 1, program: "k", configurationDigest: "b", firstSeq: 1, hash: genesis)
        let begin = hasher.begin(of: run, after: genesis, head: genesis)
        run.hash = begin
        let end = hasher.end(of: run, at: 1, how: "", head: Head(seq: 1, hash: genesis))
        #expect(Set([genesis, begin, end, entry(after: genesis)]).count == 4)
    }

    @Test func `a hash is its 32 bytes and its 64 digits`() throws {
        let bytes = Data((0..<32).map { UInt8($0 * 8) })
        let hash = try #require(ChainHash(bytes))
        #expect(hash.data == bytes)
        #expect("\(hash)".hasPrefix("0008101820") && "\(hash)".count == 64)
        #expect(ChainHash(bytes.dropLast()) == nil)
        #expect(ChainHash(Data()) == nil)
        // A slice keeps its indices; the bytes count, not they.
        #expect(ChainHash((Data([9]) + bytes).dropFirst()) == hash)
    }
}
