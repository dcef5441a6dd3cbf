import Foundation
import Market
import Testing

@Suite struct SharesTests {
    @Test func `rounding down gives the largest multiple of the step`() {
        for step in [Int64(1), 10, 100, 200] {
            for count in Int64(0)...1000 {
                let rounded = Shares(count).roundedDown(to: Shares(step)).count
                #expect(rounded % step == 0 && rounded <= count && count - rounded < step)
            }
        }
    }

    @Test func `arithmetic, literal, text and JSON`() throws {
        var shares: Shares = 300
        shares += 50
        shares -= 100
        #expect(shares == 250)
        #expect(-shares == Shares(-250))
        #expect(shares.description == "250")
        #expect(Shares(-1) < .zero)
        #expect(String(decoding: try JSONEncoder().encode([shares]), as: UTF8.self) == "[250]")
        #expect(try JSONDecoder().decode([Shares].self, from: Data("[-3]".utf8)) == [-3])
    }
}
