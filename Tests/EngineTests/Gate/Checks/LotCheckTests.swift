import Engine
import Market
import Testing

@Suite struct LotCheckTests {
    @Test(arguments: [
        (100, true), (99, false), (101, false), (1_000_000, true), (1_000_100, false), (0, false), (-100, false),
    ])
    func `a buy is of whole lots, up to the largest order`(shares: Int64, isLawful: Bool) {
        let denial = GateSample.denial {
            $0.shares = shares
            $0.cash = .yuan(100_000_000)
            $0.line?.planned = 10_000_000
        }
        #expect((denial == nil) == isLawful)
    }

    @Test(arguments: [(100, 1_037, true), (1_037, 1_037, true), (137, 1_037, false), (37, 37, true), (38, 37, false)])
    func `an odd remainder is sold only with the whole`(shares: Int64, sellable: Int64, isLawful: Bool) {
        let denial = GateSample.denial(.sell) {
            $0.shares = shares
            $0.sellable = Shares(sellable)
        }
        #expect((denial == nil) == isLawful)
        if !isLawful { #expect(denial?.reason == .notSellable) }
    }

    @Test func `without its position a sell cannot be judged`() {
        #expect(GateSample.denial(.sell) { $0.sellable = nil }?.detail.contains("cannot be checked") == true)
    }
}
