import Market
import Testing

@testable import Exchange

@Suite struct PricePathTests {
    private func path(_ bar: DayBar, closingCall: Bool = true, tick: Price = "0.01") -> PricePath {
        PricePath(bar, tick: tick, hasClosingCall: closingCall)
    }

    @Test func `a path goes by the nearer extreme to the farther one and to the close`() {
        let path = path(.sample())
        #expect(path.price(at: .openingCall) == "10.00")
        #expect(path.price(at: .firstMinute) == "10.00")
        #expect(path.price(at: Slot(index: 30)) == "9.90")
        #expect(path.price(at: Slot(index: 60)) == "9.80")
        #expect(path.price(at: Slot(index: 120)) == "10.05")
        #expect(path.price(at: Slot(index: 180)) == "10.30")
        #expect(path.price(at: Slot(index: 210)) == "10.20")
        #expect(path.price(at: .closingCall) == "10.10")
    }

    @Test func `the high comes first where it is nearer, the low where both are as near`() {
        let high = path(.sample(high: "10.10", low: "9.80"))
        #expect(high.price(at: Slot(index: 60)) == "10.10")
        #expect(high.price(at: Slot(index: 180)) == "9.80")
        let equal = path(.sample(high: "10.20", low: "9.80"))
        #expect(equal.price(at: Slot(index: 60)) == "9.80")
    }

    @Test func `without a closing call the last minute trades at the close`() {
        let path = path(.sample(), closingCall: false)
        #expect(path.price(at: Slot(index: 239)) == "10.10")
        #expect(path.price(at: Slot(index: 238)) > "10.10")
    }

    @Test func `prices are on the tick, towards where the piece came from`() {
        // From 10.00 to 9.97 in 60 minutes: 9.9995 after one minute is 10.00 still, 9.985 after thirty is 9.99.
        let path = path(.sample(high: "10.50", low: "9.97", close: "10.00"))
        #expect(path.price(at: Slot(index: 1)) == "10.00")
        #expect(path.price(at: Slot(index: 30)) == "9.99")
        #expect(path.price(at: Slot(index: 59)) == "9.98")
        #expect(path.price(at: Slot(index: 60)) == "9.97")
    }

    @Test func `an open that is off the tick is kept, and no price leaves the bar`() {
        let path = path(.sample(open: "10.005", high: "10.012", low: "9.987", close: "10.001"))
        #expect(path.price(at: .firstMinute) == "10.005")
        for index in 0...240 {
            #expect("9.987"..."10.012" ~= path.price(at: Slot(index: index)))
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `a random path stays in its bar, and ranges and first slots are what counting gives`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let tick: Int64 = random.one(in: 2) ? 10 : 1
            let low = Int64.random(in: 100...2000, using: &random)
            let high = low + Int64.random(in: 0...300, using: &random)
            func price() -> Price { Price(li: Int64.random(in: low...high, using: &random) * tick) }
            let bar = DayBar.sample(
                open: price(), high: Price(li: high * tick), low: Price(li: low * tick), close: price())
            let path = path(bar, closingCall: random.one(in: 2), tick: Price(li: tick))
            var range = (low: bar.open, high: bar.open)
            for index in -1...240 {
                let price = path.price(at: Slot(index: index))
                #expect(bar.low...bar.high ~= price, "seed \(seed) \(bar) at \(index)")
                #expect(price.li % tick == 0, "seed \(seed) \(bar) at \(index)")
                range = (min(range.low, price), max(range.high, price))
                #expect(path.range(through: Slot(index: index)) == range, "seed \(seed) \(bar) at \(index)")
            }
            #expect(range == (bar.low, bar.high), "seed \(seed) \(bar)")
            checkFirstSlots(of: path, bar, &random, seed)
        }
    }

    private func checkFirstSlots(of path: PricePath, _ bar: DayBar, _ random: inout SplitMix64, _ seed: UInt64) {
        let last =
            path.price(at: Slot(index: 239)) == bar.close && path.price(at: .closingCall) == bar.close ? 239 : 240
        for _ in 0..<20 {
            let start = Int.random(in: -1...last, using: &random)
            let reach = Price(li: Int64.random(in: bar.low.li - 20...bar.high.li + 20, using: &random))
            let side: Side = random.one(in: 2) ? .buy : .sell
            let found = path.firstSlot(from: Slot(index: start), side: side, reaching: reach)
            let counted = (start...240).first { index in
                let price = path.price(at: Slot(index: index))
                return side == .buy ? price <= reach : price >= reach
            }
            // Past the last slot of a day without a closing call the close repeats itself.
            let expected = counted.map(Slot.init(index:)) ?? .never
            #expect(found == expected, "seed \(seed) \(bar) from \(start) \(side) \(reach)")
        }
    }
}
