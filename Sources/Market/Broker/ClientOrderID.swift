/// Our name for one order: 1 to 20 characters of `[A-Za-z0-9-]`, holding the trading date and a counter, never used twice.
/// QMT keeps 24 bytes of it at most and cuts the rest without a word (qmt.md 8), hence the limit.
package struct ClientOrderID: Hashable, Comparable, Sendable {
    package let text: String

    package init?(_ text: String) {
        guard 1...20 ~= text.utf8.count, text.utf8.allSatisfy(ClientOrderID.isAllowed) else { return nil }
        self.text = text
    }

    package static func < (left: ClientOrderID, right: ClientOrderID) -> Bool {
        left.text.utf8.count == right.text.utf8.count
            ? left.text < right.text : left.text.utf8.count < right.text.utf8.count
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
            true
        default:
            false
        }
    }
}

extension ClientOrderID: CustomStringConvertible {
    package var description: String { text }
}

extension ClientOrderID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ClientOrderID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a client order id")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
