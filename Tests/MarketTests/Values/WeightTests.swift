import Foundation
import Market
import Testing

@Suite struct WeightTests {
    private static let one = Int128(1_000_000_000_000)

    @Test func `a share of money is cut off to the li and never more than the whole`() {
        let seed: UInt64 = 31
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let weight = Weight(trillionths: random.amount(upTo: Weight.one.trillionths))
            let money = Money(li: random.amount(upTo: .max))
            let expected = Int128(weight.trillionths) * Int128(money.li) / Self.one
            #expect(weight.of(money) == Money(li: Int64(expected)), "seed \(seed)")
            #expect(weight.of(money) <= money)
        }
        #expect(Weight.one.of(Money(li: .max)) == Money(li: .max))
    }

    @Test func `a share of a share is cut off and commutes`() {
        let seed: UInt64 = 32
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let left = Weight(trillionths: random.amount(upTo: Weight.one.trillionths))
            let right = Weight(trillionths: random.amount(upTo: Weight.one.trillionths))
            let expected = Int128(left.trillionths) * Int128(right.trillionths) / Self.one
            #expect(left.scaled(by: right) == Weight(trillionths: Int64(expected)), "seed \(seed)")
            #expect(left.scaled(by: right) == right.scaled(by: left))
        }
        #expect(Weight.ppm(123).scaled(by: .one) == .ppm(123))
    }

    @Test func `text reads back`() {
        let seed: UInt64 = 33
        var random = SplitMix64(seed: seed)
        for _ in 0..<10_000 {
            let weight = Weight(trillionths: random.amount(upTo: Weight.one.trillionths))
            #expect(Weight(weight.description) == weight, "seed \(seed)")
        }
    }

    @Test func `a thousand rounded weights still sum to one within a millionth`() throws {
        for count in [3, 7, 999, 3000] {
            var digits = "0."
            var rest = 1
            for _ in 0..<15 {
                rest *= 10
                digits += String(rest / count)
                rest %= count
            }
            let weight = try #require(Weight(digits))
            let sum = (0..<count).reduce(Weight.zero) { sum, _ in sum + weight }
            #expect(abs(sum.trillionths - Weight.one.trillionths) <= 1_000_000)
        }
    }

    @Test(arguments: ["-1", "-0", "-0.0000000000001", "1000.000000000001", "1e-3", "NaN", "inf", "", " 0.5", "0.5%"])
    func `what is no weight is refused`(text: String) {
        #expect(Weight(text) == nil)
    }

    @Test func `places past the twelfth are rounded half up`() {
        #expect(Weight("0.0000000000005") == Weight(trillionths: 1))
        #expect(Weight("0.0000000000004999") == Weight(trillionths: 0))
        #expect(Weight("1000") == Weight(trillionths: 1_000_000_000_000_000))
    }

    @Test func `JSON holds a bare number`() throws {
        #expect(String(decoding: try JSONEncoder().encode([Weight.ppm(16_000)]), as: UTF8.self) == "[16000000000]")
        #expect(try JSONDecoder().decode([Weight].self, from: Data("[5]".utf8)) == [Weight(trillionths: 5)])
    }
}
