import Market
import Testing

@testable import Engine

@Suite struct ApportionTests {
    @Test func `parts sum to the whole, and none is a whole unit away from its share`() {
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &random)
        var state = seed
        func next(_ bound: UInt64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((state >> 33) % bound)
        }
        for _ in 0..<2_000 {
            let shares = (0..<(1 + next(6))).map { _ in next(3) == 0 ? 0 : next(1_000_000) }
            let total = next(1_000_000_000)
            let parts = Apportion.divide(total, by: shares)
            let sum = shares.reduce(0, +)
            #expect(parts.reduce(0, +) == (sum > 0 ? total : 0), "seed \(seed)")
            for (part, share) in zip(parts, shares) where sum > 0 {
                let away = (Int128(part) * Int128(sum) - Int128(total) * Int128(share)).magnitude
                #expect(away < Int128(sum).magnitude, "seed \(seed): \(part) of \(total) for \(share) of \(sum)")
            }
        }
    }

    @Test func `equals are served in their order`() {
        #expect(Apportion.divide(5, by: [1, 1, 1]) == [2, 2, 1])
        #expect(Apportion.divide(1, by: [0, 3, 3]) == [0, 1, 0])
        #expect(Apportion.divide(0, by: [1, 2]) == [0, 0])
        #expect(Apportion.divide(7, by: [0, 0]) == [0, 0])
        #expect(Apportion.divide(7, by: []) == [])
    }

    @Test func `the largest amounts do not overflow`() {
        let most = Int64.max / 2
        #expect(Apportion.divide(most, by: [most, most]).reduce(0, +) == most)
    }
}
