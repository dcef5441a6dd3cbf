import Testing

@testable import Market

/// Limits against a second way to compute them: by looking for the tick that the rule's words describe.
@Suite struct LimitRoundingTests {
    /// The multiple of `tick` nearest to `numerator ÷ 1000`, the upper of two.
    private static func nearest(_ numerator: Int128, tick: Int128) -> Int128 {
        var candidate = numerator / 1000 / tick * tick - tick
        while 2 * (numerator - candidate * 1000) >= 1000 * tick { candidate += tick }
        return candidate
    }

    /// Limits as ashare-rules 5.1 words them.
    private static func expected(
        _ previous: Int64, tick: Int64, band: Int64, isBeijing: Bool, keepsOneTick: Bool
    ) -> PriceLimits {
        let (previous, tick, band) = (Int128(previous), Int128(tick), Int128(band))
        var up: Int128
        var down: Int128
        if isBeijing {
            up = previous
            while (up + tick) * 1000 <= previous * (1000 + band) { up += tick }
            down = previous
            while (down - tick) * 1000 >= previous * (1000 - band) { down -= tick }
        } else {
            up = nearest(previous * (1000 + band), tick: tick)
            down = nearest(previous * (1000 - band), tick: tick)
            if keepsOneTick {
                if up - previous < tick { up = previous + tick }
                if previous - down < tick { down = previous - tick }
            }
        }
        return PriceLimits(up: Price(li: Int64(max(up, tick))), down: Price(li: Int64(max(down, tick))))
    }

    @Test(arguments: [
        ("sh.main", Day(2024, 3, 1), 100, true), ("sh.main", Day(2014, 3, 3), 100, false),
        ("sz.main", Day(2014, 3, 3), 100, true),
        ("sz.chinext", Day(2024, 3, 1), 200, true), ("bj.bse", Day(2024, 3, 1), 300, false),
        ("sh.etf", Day(2024, 3, 1), 100, true),
        ("sz.etf_20", Day(2024, 3, 1), 200, true), ("sh.cb", Day(2024, 3, 1), 200, true),
    ])
    func `every previous close up to fifty yuan gives the limits that the words of the rule give`(
        name: String, day: Day, band: Int64, keepsOneTick: Bool
    ) throws {
        let listing = try Listings.named(name)
        let tick = listing.tick(on: day).li
        var wrong: [Price] = []
        for previous in stride(from: tick, through: 50_000, by: Int(tick)) {
            let limits = listing.priceLimits(on: day, previousClose: Price(li: previous))
            let expected = Self.expected(
                previous, tick: tick, band: band, isBeijing: listing.venue == .beijing, keepsOneTick: keepsOneTick)
            if limits != expected { wrong.append(Price(li: previous)) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `at ten per cent every close that ends in five fen is a half in both directions, and goes up`() throws {
        let listing = try Listings.named("sh.main")
        for fen in stride(from: Int64(105), through: 20_005, by: 10) {
            let limits = listing.priceLimits(on: Day(2024, 3, 1), previousClose: .fen(fen))
            #expect(limits.up == .fen((fen * 11 + 5) / 10))
            #expect(limits.down == .fen((fen * 9 + 5) / 10))
        }
        // The example on which rounding to even differs, once on each side.
        #expect(listing.priceLimits(on: Day(2021, 3, 1), previousClose: .fen(1445)).down == .fen(1301))
        #expect(listing.priceLimits(on: Day(2021, 3, 1), previousClose: .fen(1435)).up == .fen(1579))
    }

    @Test func `five per cent has halves at other closes`() throws {
        let listing = try Listings.named("sh.main")
        let conditions = LimitConditions(isRiskWarned: true)
        let limits = listing.priceLimits(on: Day(2024, 3, 1), previousClose: .fen(1010), conditions: conditions)
        // 10.605 and 9.595
        #expect(limits == PriceLimits(up: .fen(1061), down: .fen(960)))
    }

    @Test func `Beijing never goes beyond thirty per cent`() throws {
        let listing = try Listings.named("bj.bse")
        for fen in Int64(1)...20_000 {
            let limits = listing.priceLimits(on: Day(2026, 6, 15), previousClose: .fen(fen))
            let up = try #require(limits.up).li
            let down = try #require(limits.down).li
            if up * 10 > fen * 130 || down * 10 < fen * 70 || up < fen * 10 || down > fen * 10 {
                Issue.record("previous close \(fen) fen: \(limits)")
            }
        }
    }

    @Test func `up and down always enclose the previous close, for every class and day`() {
        let seed: UInt64 = 91
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            guard let listing = Listings.all.randomElement(using: &random) else { return }
            let day = Day(number: Int32.random(in: 9800...20_800, using: &random))
            let tick = listing.tick(on: day).li
            let previous = Price(li: tick * Int64.random(in: 1...200_000, using: &random))
            let conditions = LimitConditions(
                isRiskWarned: Bool.random(using: &random),
                listingDay: Bool.random(using: &random) ? Int.random(in: 1...8, using: &random) : nil,
                delistingDay: random.next() % 8 == 0 ? Int.random(in: 1...30, using: &random) : nil,
                isUnreformed: random.next() % 8 == 0)
            let limits = listing.priceLimits(on: day, previousClose: previous, conditions: conditions)
            if !limits.contains(previous) || limits.up.map({ $0.li % tick != 0 }) ?? false
                || limits.down.map({ $0.li % tick != 0 || $0.li < tick }) ?? false
                || (limits.up == nil) != (limits.down == nil)
            {
                Issue.record("\(listing) \(day) \(previous) \(conditions): \(limits), seed \(seed)")
            }
        }
    }
}
