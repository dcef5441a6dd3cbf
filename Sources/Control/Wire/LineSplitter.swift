/// Cuts a byte stream into lines, with a bound on what one line may hold.
struct LineSplitter {
    /// The line in progress has more bytes than allowed. What follows cannot be told apart from its rest.
    struct TooLong: Error, Hashable {
        var limit: Int
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    /// Where the next line starts in `buffer`.
    private var start = 0
    /// Up to where there is no newline.
    private var searched = 0

    /// - Parameter limit: The longest line in bytes, without its newline.
    init(limit: Int) { self.limit = limit }

    /// Whether part of a line has come, and its end has not. Only sensible after `next` gave nil.
    var isInsideLine: Bool { start < buffer.count }

    mutating func append(_ bytes: some Collection<UInt8>) {
        buffer.removeSubrange(..<start)
        searched -= start
        start = 0
        buffer.append(contentsOf: bytes)
    }

    /// The next whole line without its newline; nil until more bytes come. Blank lines are skipped.
    mutating func next() throws(TooLong) -> ArraySlice<UInt8>? {
        while true {
            guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
                searched = buffer.count
                if buffer.count - start > limit { throw TooLong(limit: limit) }
                return nil
            }
            let line = buffer[start..<end]
            start = end + 1
            searched = start
            if line.count > limit { throw TooLong(limit: limit) }
            let isBlank = line.allSatisfy {
                $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\t")
            }
            if !isBlank { return line }
        }
    }
}
