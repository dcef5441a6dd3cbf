import Foundation
import Market
import Testing

@Suite struct MoneyTests {
    @Test func `rounding to the fen agrees with 128 bit arithmetic`() {
        let seed: UInt64 = 21
        var random = SplitMix64(seed: seed)
        for _ in 0..<50_000 {
            let li = random.amount(upTo: .max)
            let denominator = max(1, random.amount(upTo: 100_000_000_000))
            let numerator = random.amount(upTo: denominator)
            // The nearest multiple of 10 li: a fen more where the rest is at least half a fen.
            let product = Int128(li) * Int128(numerator)
            let unit = Int128(denominator) * 10
            let whole = product / unit
            let expected = whole + (2 * (product - whole * unit) >= unit ? 1 : 0)
            guard expected <= Int128(Int64.max / 10) else { continue }
            #expect(
                Money(li: li).roundedToFen(times: numerator, over: denominator) == .fen(Int64(expected)),
                "\(li) × \(numerator) ÷ \(denominator), seed \(seed)")
        }
    }

    @Test func `half a fen goes up, a hair less goes down`() {
        #expect(Money(li: 5).roundedToFen(times: 1, over: 1) == .fen(1))
        #expect(Money(li: 4).roundedToFen(times: 1, over: 1) == .zero)
        #expect(Money(li: 1001).roundedToFen(times: 5, over: 1000) == .fen(1))
        #expect(Money(li: 999).roundedToFen(times: 5, over: 1000) == .zero)
    }

    @Test func `price times shares is exact`() {
        #expect(Price(li: 3_456) * Shares(10_000) == .yuan(34_560))
        #expect(Price(li: 1) * Shares(1) == Money(li: 1))
    }

    @Test func `text reads back, negative amounts too`() {
        let seed: UInt64 = 22
        var random = SplitMix64(seed: seed)
        for _ in 0..<10_000 {
            let money = Money(li: random.amount(upTo: .max) * (Bool.random(using: &random) ? 1 : -1))
            #expect(Money(money.description) == money, "seed \(seed)")
        }
        #expect(Money(li: -1).description == "-0.001")
        #expect(Money("1.2345") == nil)
        #expect(Money("") == nil)
    }

    @Test func `sums, differences and JSON`() throws {
        var money = Money.yuan(1)
        money += .fen(50)
        money -= Money(li: 1)
        #expect(money == Money(li: 1499))
        #expect(-money == Money(li: -1499))
        #expect(String(decoding: try JSONEncoder().encode([money]), as: UTF8.self) == "[1499]")
        #expect(try JSONDecoder().decode([Money].self, from: Data("[-7]".utf8)) == [Money(li: -7)])
    }
}
