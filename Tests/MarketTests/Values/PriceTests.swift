import Foundation
import Market
import Testing

@Suite struct PriceTests {
    @Test func `every price up to a hundred yuan reads back from its text`() {
        let wrong = (Int64(0)...100_000).map(Price.init(li:)).filter { Price($0.description) != $0 }
        #expect(wrong.isEmpty)
    }

    @Test func `text has two places, three only where the third is not zero`() {
        #expect(Price(li: 10_250).description == "10.25")
        #expect(Price(li: 10_000).description == "10.00")
        #expect(Price(li: 3_456).description == "3.456")
        #expect(Price(li: 5).description == "0.005")
    }

    @Test(arguments: ["-1", "-0", "-0.000", "+1", "1e3", "10.2505", "", "12,5", " 1"])
    func `a sign, an exponent, blanks or a fourth place are refused`(text: String) {
        #expect(Price(text) == nil)
    }

    @Test func `JSON holds a bare number of li`() throws {
        #expect(String(decoding: try JSONEncoder().encode([Price.fen(1025)]), as: UTF8.self) == "[10250]")
        #expect(try JSONDecoder().decode([Price].self, from: Data("[10250]".utf8)) == [.fen(1025)])
    }

    @Test func `order and differences are those of the numbers`() {
        #expect(Price.fen(1) < Price.fen(2))
        #expect(Price.fen(3) - Price.fen(1) == Price(li: 20))
        #expect(Price.fen(3) + Price(li: 1) == Price(li: 31))
    }
}
