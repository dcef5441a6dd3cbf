import Testing

@testable import History

@Suite struct SourceStreamTests {
    private let folder: Folder
    private var text: [UInt8] { SourceStreamTests.text }

    /// Longer than every buffer on the way, also when compressed.
    private static let text: [UInt8] = {
        var random = SplitMix64(seed: 7)
        return (0..<800_000).map { _ in UInt8(truncatingIfNeeded: random.next() % 26 + 97) }
    }()

    init() throws { folder = try Folder() }

    private func read(_ name: String, step: Int = 100_000) throws -> [UInt8] {
        let stream = try SourceStream(SourceFile(path: folder.file(name), isCompressed: name.hasSuffix(".gz")))
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: step)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
            if count == 0 { break }
            all += buffer[..<count]
        }
        #expect(stream.bytesRead == stream.bytesTotal)
        return all
    }

    @Test(arguments: [1, 17, 100_000, 4_000_000])
    func `text comes out whole whatever the buffer`(step: Int) throws {
        let short = Array(text.prefix(step == 1 ? 1000 : text.count))
        try folder.write(short, to: "t.csv")
        try folder.write(Gzip.compressed(short), to: "t.csv.gz")
        #expect(try read("t.csv", step: step) == short)
        #expect(try read("t.csv.gz", step: step) == short)
    }

    @Test func `members in a row are one text`() throws {
        let middle = text.count / 3
        let parts = [Array(text[..<middle]), [], Array(text[middle...])]
        try folder.write(parts.flatMap { try Gzip.compressed($0) }, to: "t.csv.gz")
        #expect(try read("t.csv.gz") == text)
    }

    @Test(arguments: [0, 1, 10, 18, 500_000, -1])
    func `a cut file is an error`(kept: Int) throws {
        let whole = try Gzip.compressed(text)
        try folder.write(kept < 0 ? Array(whole.dropLast()) : Array(whole.prefix(kept)), to: "t.csv.gz")
        #expect(throws: TableFailure(file: "t.csv.gz", .truncated)) { try read("t.csv.gz") }
    }

    @Test func `a changed byte is an error`() throws {
        var bytes = try Gzip.compressed(text)
        bytes[bytes.count - 6] ^= 1
        try folder.write(bytes, to: "t.csv.gz")
        #expect(throws: TableFailure(file: "t.csv.gz", .damaged("incorrect data check"))) { try read("t.csv.gz") }
    }

    @Test func `bytes behind the end are an error`() throws {
        try folder.write(Gzip.compressed(text) + Array("trailing".utf8), to: "t.csv.gz")
        #expect(throws: TableFailure(file: "t.csv.gz", .damaged("incorrect header check"))) { try read("t.csv.gz") }
    }

    @Test func `plain text with the name of a compressed file is an error`() throws {
        try folder.write(text, to: "t.csv.gz")
        #expect(throws: TableFailure(file: "t.csv.gz", .damaged("incorrect header check"))) { try read("t.csv.gz") }
    }

    @Test func `the source tells size and checksum of the file on disk`() throws {
        try folder.write("123456789", to: "t.csv")
        let stream = try SourceStream(SourceFile(path: folder.file("t.csv"), isCompressed: false))
        var buffer = [UInt8](repeating: 0, count: 100)
        #expect(try buffer.withUnsafeMutableBytes { try stream.read(into: $0) } == 9)
        // The well-known check value of CRC-32.
        #expect(stream.source == Manifest.Source(name: "t.csv", bytes: 9, crc32: "cbf43926"))
    }

    @Test func `a file that cannot be opened says which and why`() throws {
        let file = SourceFile(path: folder.file("none.csv"), isCompressed: false)
        #expect(
            throws: TableFailure(file: "none.csv", .unreadable(StorageFailure(.open, folder.file("none.csv"), code: 2)))
        ) { try SourceStream(file) }
    }
}
