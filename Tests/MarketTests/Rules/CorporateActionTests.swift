import Testing

@testable import Market

@Suite struct CorporateActionTests {
    @Test func `published reference prices`() {
        let bank = CorporateAction(cashPerBillion: 200_000_000, bonusPerBillion: 300_000_000)
        #expect(bank.referencePrice(previousClose: .fen(1547), tick: .fen(1)) == .fen(1175))
        let dividend = CorporateAction(cashPerBillion: 360_000_000)
        #expect(dividend.referencePrice(previousClose: .fen(1130), tick: .fen(1)) == .fen(1094))
    }

    @Test func `the reference price is the nearest tick to the formula, the upper of two`() {
        let seed: UInt64 = 121
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let tick: Int64 = Bool.random(using: &random) ? 10 : 1
            let previous = Int64.random(in: 100...500_000, using: &random) * tick
            let action = CorporateAction(
                cashPerBillion: Int64.random(in: 0...50_000_000, using: &random),
                bonusPerBillion: random.amount(upTo: 2_000_000_000), rightsPerBillion: random.amount(upTo: 300_000_000),
                rightsPrice: Price(li: random.amount(upTo: previous)))
            let got = Int128(action.referencePrice(previousClose: Price(li: previous), tick: Price(li: tick)).li)
            // Everything times 10⁹: (previous − cash + price × rights) against reference × (1 + bonus + rights).
            let value =
                Int128(previous) * 1_000_000_000 - Int128(action.cashPerBillion) * 1000
                + Int128(action.rightsPrice.li) * Int128(action.rightsPerBillion)
            let shares = 1_000_000_000 + Int128(action.bonusPerBillion) + Int128(action.rightsPerBillion)
            let isNearest =
                2 * (value - got * shares) < Int128(tick) * shares
                && 2 * (got * shares - value) <= Int128(tick) * shares
            #expect(isNearest && got % Int128(tick) == 0, "\(previous) \(action): \(got), seed \(seed)")
        }
    }

    @Test func `a dividend above the price leaves nothing, not a negative price`() {
        let action = CorporateAction(cashPerBillion: 11_000_000_000)
        #expect(action.referencePrice(previousClose: .fen(1000), tick: .fen(1)) == Price(li: 0))
    }

    @Test func `nothing happens without an action`() {
        let none = CorporateAction()
        #expect(none.referencePrice(previousClose: .fen(1234), tick: .fen(1)) == .fen(1234))
        let effect = none.effect(on: 700, takesUpRights: true)
        #expect(effect.position(from: 700) == 700 && effect.grossCash == .zero && effect.rightsPayment == .zero)
    }

    @Test func `bonus and rights are cut off to whole shares and cash to the fen`() {
        let action = CorporateAction(
            cashPerBillion: 33_333_333, bonusPerBillion: 300_000_000, rightsPerBillion: 250_000_000,
            rightsPrice: .fen(500))
        let effect = action.effect(on: 155, takesUpRights: true)
        #expect(effect.bonusShares == 46)
        #expect(effect.rightsShares == 38)
        // 155 × 0.033333333 = 5.16666…
        #expect(effect.grossCash == .fen(516))
        #expect(effect.rightsPayment == .yuan(190))
        #expect(effect.position(from: 155) == 239)
        #expect(effect.totalCost(from: .yuan(1550)) == .yuan(1740))
    }

    @Test func `rights that are not taken up cost nothing and give nothing`() {
        let action = CorporateAction(rightsPerBillion: 300_000_000, rightsPrice: .fen(500))
        let effect = action.effect(on: 500, takesUpRights: false)
        #expect(effect.rightsShares == .zero && effect.rightsPayment == .zero)
        #expect(effect.totalCost(from: .yuan(5000)) == .yuan(5000))
    }

    @Test func `large positions do not overflow`() {
        let action = CorporateAction(cashPerBillion: 50_000_000_000, bonusPerBillion: 3_000_000_000)
        let effect = action.effect(on: 1_000_000_000_000, takesUpRights: false)
        #expect(effect.bonusShares == 3_000_000_000_000)
        #expect(effect.grossCash == .yuan(50_000_000_000_000))
    }
}
