import Synchronization

/// A short text that is copied as a number is: ids and remarks of brokers, which pass through every step of an order's life.
///
/// Ids of up to ten characters of `[A-Za-z0-9-]` and numbers of up to 18 digits lie in the value itself. Other texts are kept
/// once for the life of the process, each under a number; that is for remarks, of which there are few, not for bulk.
@usableFromInline
package struct Word: Hashable, Sendable {
    /// Zero for the empty text; below 2⁶⁰ characters of six bits each; with `digitsBit` a one and the digits behind it as a
    /// number; with `keptBit` the number of a kept text. Every text has one form only.
    private let bits: UInt64

    private static var digitsBit: UInt64 { 1 << 62 }
    private static var keptBit: UInt64 { 1 << 63 }

    package init(_ text: String) {
        bits = Word.packed(text) ?? Word.store.withLock { $0.number(of: text) } | Word.keptBit
    }

    package static var empty: Word { Word(bits: 0) }

    private init(bits: UInt64) { self.bits = bits }

    package var isEmpty: Bool { bits == 0 }

    /// Nil for what has to be kept.
    private static func packed(_ text: String) -> UInt64? {
        let utf8 = text.utf8
        var bits: UInt64 = 0
        if utf8.count <= 10 {
            for byte in utf8 {
                guard let code = SixBitText.code(byte) else { return nil }
                bits = bits << 6 | code
            }
            return bits
        }
        guard utf8.count <= 18 else { return nil }
        bits = 1
        for byte in utf8 {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            bits = bits * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return bits | digitsBit
    }

    package var text: String {
        if bits & Word.keptBit != 0 { return Word.store.withLock { $0.text(of: bits & ~Word.keptBit) } }
        if bits & Word.digitsBit != 0 { return String(String(bits & ~Word.digitsBit).dropFirst()) }
        return SixBitText.text(high: 0, low: bits)
    }

    /// Texts that do not fit, each once. By their bytes: other bytes may mean the same to a reader, but not to a broker.
    private struct Store {
        private var texts: [String] = []
        private var numbers: [[UInt8]: UInt64] = [:]

        mutating func number(of text: String) -> UInt64 {
            let bytes = Array(text.utf8)
            if let number = numbers[bytes] { return number }
            let number = UInt64(texts.count)
            texts.append(text)
            numbers[bytes] = number
            return number
        }

        func text(of number: UInt64) -> String { texts[Int(number)] }
    }

    private static let store = Mutex(Store())
}

extension Word: Comparable {
    /// By the texts.
    @usableFromInline package static func < (left: Word, right: Word) -> Bool { left.text < right.text }
}

extension Word: ExpressibleByStringInterpolation, CustomStringConvertible {
    @usableFromInline package init(stringLiteral text: String) { self.init(text) }
    @usableFromInline package var description: String { text }
}

extension Word: Codable {
    @usableFromInline package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
