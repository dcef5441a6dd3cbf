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
