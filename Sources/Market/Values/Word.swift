import Synchronization

/// A short text that is copied as a number is: ids and remarks of brokers, which pass through every step of an order's life.
///
/// Up to 23 bytes of UTF-8 lie in the value itself. Longer texts are kept once for the life of the process, each under a
/// number; that is for the rare remark, not for bulk.
package struct Word: Hashable, Sendable {
    /// The bytes from the lowest of `first` on. The highest byte of `third` is their count, or `kept` for a text whose number
    /// is in `first`.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64

    private static var capacity: Int { 23 }
    private static var kept: UInt64 { 255 }

    package init(_ text: String) {
        let utf8 = text.utf8
        let count = utf8.count
        guard count <= Word.capacity else {
            first = Word.store.withLock { $0.number(of: text) }
            second = 0
            third = Word.kept << 56
            return
        }
        var parts: (UInt64, UInt64, UInt64) = (0, 0, UInt64(count) << 56)
        var place = 0
        for byte in utf8 {
            let bits = UInt64(byte) << UInt64(8 * (place & 7))
            switch place >> 3 {
            case 0: parts.0 |= bits
            case 1: parts.1 |= bits
            default: parts.2 |= bits
            }
            place += 1
        }
        (first, second, third) = parts
    }

    package static var empty: Word { Word(first: 0, second: 0, third: 0) }

    private init(first: UInt64, second: UInt64, third: UInt64) {
        self.first = first
        self.second = second
        self.third = third
    }

    package var isEmpty: Bool { third >> 56 == 0 }

    package var text: String {
        let count = third >> 56
        if count == Word.kept { return Word.store.withLock { $0.text(of: first) } }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(count))
        for place in 0..<Int(count) {
            let part = place < 8 ? first : place < 16 ? second : third
            bytes.append(UInt8(truncatingIfNeeded: part >> UInt64(8 * (place & 7))))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Texts that are too long, each once.
    private struct Store {
        private var texts: [String] = []
        private var numbers: [String: UInt64] = [:]

        mutating func number(of text: String) -> UInt64 {
            if let number = numbers[text] { return number }
            let number = UInt64(texts.count)
            texts.append(text)
            numbers[text] = number
            return number
        }

        func text(of number: UInt64) -> String { texts[Int(number)] }
    }

    private static let store = Mutex(Store())
}

extension Word: Comparable {
    /// By the texts.
    package static func < (left: Word, right: Word) -> Bool { left.text < right.text }
}

extension Word: ExpressibleByStringInterpolation, CustomStringConvertible {
    package init(stringLiteral text: String) { self.init(text) }
    package var description: String { text }
}

extension Word: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
