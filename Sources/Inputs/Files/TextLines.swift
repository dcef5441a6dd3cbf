/// The lines of a UTF-8 text that ends them with LF or CR LF. A last line without an end counts as a line.
struct TextLines: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var start = 0
    /// The number of the line that `next` gave last; from 1.
    private(set) var number = 0

    /// Refuses what is not UTF-8, and the mark that some editors put before it.
    init(_ bytes: [UInt8], source: String) throws(Refusal) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw Refusal(
                .byteOrderMark, in: source, line: 1, "it begins with a byte-order mark",
                remedy: "save it as UTF-8 without BOM (in Python, encoding='utf-8')")
        }
        do { _ = try UTF8Span(validating: bytes.span) } catch {
            let line = bytes[..<error.byteOffsets.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1
            throw Refusal(
                .notUTF8, in: source, line: line, "it is not UTF-8 (byte \(error.byteOffsets.lowerBound + 1))",
                remedy: "save it as UTF-8; GBK and UTF-16 are not read")
        }
    }

    var endsWithNewline: Bool { bytes.last == UInt8(ascii: "\n") }

    /// The bytes of the next line without its end.
    mutating func next() -> ArraySlice<UInt8>? {
        guard start < bytes.count else { return nil }
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        var line = bytes[start..<end]
        if end < bytes.count, line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        start = end + 1
        number += 1
        return line
    }
}
