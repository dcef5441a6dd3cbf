import Foundation
import Market
import Testing

@Suite struct ClientOrderIDTests {
    @Test(arguments: ["a", "20261120-000001", "A-z-0-9", "12345678901234567890"])
    func `one to twenty letters, digits and dashes`(text: String) throws {
        let id = try #require(ClientOrderID(text))
        #expect(id.text == text && id.description == text)
        #expect(try JSONDecoder().decode([ClientOrderID].self, from: JSONEncoder().encode([id])) == [id])
    }

    @Test(arguments: ["", "123456789012345678901", "a b", "a_b", "a.b", "é", "单", "a\n", "a\u{0}"])
    func `anything else is refused`(text: String) throws {
        #expect(ClientOrderID(text) == nil)
        let json = try JSONEncoder().encode([text])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([ClientOrderID].self, from: json) }
    }

    @Test func `every byte is allowed or refused on its own`() {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-".utf8)
        for byte in UInt8(0)...127 {
            #expect((ClientOrderID(String(UnicodeScalar(byte))) != nil) == allowed.contains(byte), "byte \(byte)")
        }
    }

    @Test func `a growing counter grows in order, past a power of ten too`() throws {
        let ids = try (1...1200).map { try #require(ClientOrderID("20261120-\($0)")) }
        for (earlier, later) in zip(ids, ids.dropFirst()) { #expect(earlier < later) }
        #expect(ids.shuffled().sorted() == ids)
    }
}

@Suite struct ClientOrderIDPartsTests {
    @Test func `a number at the end comes off again, whatever the prefix`() throws {
        for prefix in ["", "a", "20261120-1-", "20261120-123-", "x-9", "12345678901"] {
            let start = prefix.isEmpty ? ClientOrderID.nothing : try #require(ClientOrderID(prefix))
            for number in [0, 1, 9, 10, 99, 100, 12_345, 999_999] {
                let text = prefix + String(number)
                let id = start.appending(number)
                #expect(id == ClientOrderID(text), "\(text)")
                #expect(id?.text == (text.utf8.count <= 20 ? text : nil))
                guard let id, !prefix.isEmpty else { continue }
                #expect(id.number(after: start) == number, "\(text)")
            }
        }
    }

    @Test func `what would be too long is none`() throws {
        let id = try #require(ClientOrderID("1234567890123456789"))
        #expect(id.appending(5)?.text == "12345678901234567895")
        #expect(id.appending(55) == nil)
        #expect(id.appendingDash()?.text == "1234567890123456789-")
        #expect(id.appendingDash()?.appendingDash() == nil)
        #expect(id.appending(-1) == nil)
    }

    @Test(arguments: ["20261120-1-", "20261120-1", "20261120-2-7", "20261120-1-x7", "20261120-1-07", "20261121-1-7"])
    func `an id of another form has no number`(text: String) throws {
        let prefix = try #require(ClientOrderID("20261120-1-"))
        #expect(try #require(ClientOrderID(text)).number(after: prefix) == nil)
    }

    @Test func `order is by length, then by the bytes`() throws {
        let texts = [
            "-", "0", "9", "A", "Z", "a", "z", "--", "zz", "000", "12345678901", "z2345678901", "123456789012",
        ]
        let ids = try texts.map { try #require(ClientOrderID($0)) }
        #expect(ids.shuffled().sorted() == ids)
    }
}
