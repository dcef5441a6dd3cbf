import Foundation
import Market
import Testing

@Suite struct SymbolTests {
    @Test func `text reads back for every exchange`() throws {
        for venue in Venue.allCases {
            for digits in stride(from: 0, through: 999_999, by: 37) {
                let symbol = try #require(Symbol(digits: digits, venue: venue))
                #expect(Symbol(symbol.description) == symbol)
                #expect(symbol.digits == digits && symbol.venue == venue)
                #expect(Symbol(packed: symbol.packed) == symbol)
            }
        }
    }

    @Test func `leading zeros stay, and the same digits of two exchanges differ`() throws {
        let bank = try #require(Symbol("000001.SZ"))
        let index = try #require(Symbol("000001.SH"))
        #expect(bank != index)
        #expect(bank.description == "000001.SZ")
        #expect(bank < index)
    }

    @Test func `order is by digits`() throws {
        let seed: UInt64 = 81
        var random = SplitMix64(seed: seed)
        for _ in 0..<5000 {
            let left = try #require(Symbol(digits: Int.random(in: 0...999_999, using: &random), venue: .shanghai))
            let right = try #require(Symbol(digits: Int.random(in: 0...999_999, using: &random), venue: .beijing))
            #expect((left < right) == (left.digits <= right.digits), "seed \(seed)")
            #expect(left.digits == right.digits || (left < right) == (left.description < right.description))
        }
    }

    @Test(arguments: [
        "600000", "600000.SS", "600000.sh", "60000.SH", "6000000.SH", "600000SH", "60000a.SH", "", "600000.HK",
        " 600000.SH",
    ])
    func `C14: other forms are refused`(text: String) {
        #expect(Symbol(text) == nil)
    }

    @Test func `digits beyond six are refused`() {
        #expect(Symbol(digits: 1_000_000, venue: .shanghai) == nil)
        #expect(Symbol(digits: -1, venue: .shanghai) == nil)
    }

    @Test func `JSON holds the text, and a bad one is named`() throws {
        let symbols = [try #require(Symbol("688981.SH")), try #require(Symbol("920002.BJ"))]
        let data = try JSONEncoder().encode(symbols)
        #expect(String(decoding: data, as: UTF8.self) == #"["688981.SH","920002.BJ"]"#)
        #expect(try JSONDecoder().decode([Symbol].self, from: data) == symbols)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Symbol].self, from: Data(#"["600000"]"#.utf8)) }
    }
}
