/// Cuts a byte stream into lines, however the bytes come split, with a bound on what one line may hold.
package struct LineFramer: Sendable {
    /// The line in progress has more bytes than allowed. What follows cannot be told apart from its rest: close.
    package struct TooLong: Error, Hashable, Sendable {
        package var limit: Int

        package init(limit: Int) { self.limit = limit }
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    /// Where the next line starts in `buffer`.
    private var start = 0
    /// Up to where there is no newline.
    private var searched = 0
    private var isBroken = false

    /// - Parameter limit: The longest line in bytes, its newline not counted.
    package init(limit: Int) { self.limit = limit }

    /// Bytes of the line whose end has not come. Only meaningful after `next` gave nil.
    package var pendingCount: Int { buffer.count - start }

    package mutating func append(_ bytes: some Collection<UInt8>) {
        guard !isBroken else { return }
        buffer.removeSubrange(..<start)
        searched -= start
        start = 0
        buffer.append(contentsOf: bytes)
    }

    /// The next whole line without its newline; nil until more bytes come. Lines of nothing but blanks are skipped. After
    /// `TooLong` there is no next line any more.
    package mutating func next() throws(TooLong) -> ArraySlice<UInt8>? {
        while !isBroken {
            let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n"))
            searched = end.map { $0 + 1 } ?? buffer.count
            guard (end ?? buffer.count) - start <= limit else {
                isBroken = true
                buffer = []
                start = 0
                searched = 0
                throw TooLong(limit: limit)
            }
            guard let end else { return nil }
            let line = buffer[start..<end]
            start = end + 1
            if !line.allSatisfy(LineFramer.isBlank) { return line }
        }
        return nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
