import Foundation
import Market
import Testing

@Suite struct AveragePriceTests {
    @Test func `the average of a value is the nearest millionth, half away from zero`() {
        let seed: UInt64 = 41
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let shares = Int64.random(in: 1...10_000_000, using: &random)
            let li = Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random)
            let average = AveragePrice(Money(li: li), over: Shares(shares)).microyuan
            let exact = Int128(li) * 1000
            let distance = abs(exact - Int128(average) * Int128(shares))
            #expect(2 * distance <= Int128(shares), "\(li) over \(shares), seed \(seed)")
            // At exactly half the one farther from zero.
            if 2 * distance == Int128(shares) { #expect(abs(Int128(average) * Int128(shares)) > abs(exact)) }
        }
    }

    @Test func `the average of equal fills is their price`() {
        #expect(AveragePrice(Price(li: 12_345) * Shares(700), over: 700) == AveragePrice(Price(li: 12_345)))
    }

    @Test func `a cost price may be negative and reads back from its text`() throws {
        let seed: UInt64 = 42
        var random = SplitMix64(seed: seed)
        for _ in 0..<5000 {
            let price = AveragePrice(microyuan: Int64.random(in: -10_000_000_000...10_000_000_000, using: &random))
            #expect(AveragePrice(price.description) == price, "seed \(seed)")
            #expect(try JSONDecoder().decode([AveragePrice].self, from: JSONEncoder().encode([price])) == [price])
        }
        #expect(AveragePrice("-1.2345675") == AveragePrice(microyuan: -1_234_568))
        #expect(AveragePrice("1.2345675")?.description == "1.234568")
        #expect(AveragePrice("abc") == nil)
    }
}
