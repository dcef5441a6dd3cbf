import Testing

@testable import Market

@Suite struct CallAuctionTests {
    /// The rules of ashare-rules 10 by trying every tick.
    private static func expected(
        _ orders: [CallAuction.Order], venue: Venue, tick: Int64, reference: Int64
    ) -> CallAuction.Uncross? {
        func sum(_ side: Side, _ isIn: (Int64) -> Bool) -> Int64 {
            orders.filter { $0.side == side && isIn($0.price.li) }.reduce(0) { $0 + $1.shares.count }
        }
        guard let low = orders.map(\.price.li).min(), let high = orders.map(\.price.li).max() else { return nil }
        var best: [(price: Int64, surplus: Int64)] = []
        var volume: Int64 = 0
        for price in stride(from: low, through: high, by: Int(tick)) {
            let demand = sum(.buy) { $0 >= price }
            let supply = sum(.sell) { $0 <= price }
            let traded = min(demand, supply)
            guard traded > 0, traded >= volume, sum(.buy, { $0 > price }) <= traded,
                sum(.sell, { $0 < price }) <= traded
            else { continue }
            if traded > volume { best = [] }
            volume = traded
            best.append((price, abs(demand - supply)))
        }
        guard let first = best.first, let last = best.last else { return nil }
        let nearest: (_ prices: [Int64]) -> Int64 = { prices in
            prices.min { (abs($0 - reference), -$0) < (abs($1 - reference), -$1) } ?? 0
        }
        let price: Int64
        switch venue {
        case .shanghai:
            // Half up to the tick.
            let doubled = first.price + last.price
            price = doubled % (2 * tick) == 0 ? doubled / 2 : (doubled + tick) / 2
        case .shenzhen:
            let least = best.map(\.surplus).min()
            price = nearest(best.filter { $0.surplus == least }.map(\.price))
        case .beijing:
            price = nearest(best.map(\.price))
        }
        return CallAuction.Uncross(price: Price(li: price), volume: Shares(volume))
    }

    @Test(arguments: Venue.allCases)
    func `random books uncross as trying every tick does`(venue: Venue) {
        let seed: UInt64 = 141 + UInt64(venue.rawValue)
        var random = SplitMix64(seed: seed)
        for _ in 0..<4000 {
            let tick: Int64 = Bool.random(using: &random) ? 10 : 1
            let width = Int64.random(in: 1...20, using: &random)
            let orders = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                CallAuction.Order(
                    side: Bool.random(using: &random) ? .buy : .sell,
                    price: Price(li: tick * (1000 + Int64.random(in: 0...width, using: &random))),
                    shares: Shares(100 * Int64.random(in: 1...4, using: &random)))
            }
            let reference = tick * (995 + Int64.random(in: 0...30, using: &random))
            let got = CallAuction.uncross(
                orders, venue: venue, tick: Price(li: tick), reference: Price(li: reference))
            let expected = Self.expected(orders, venue: venue, tick: tick, reference: reference)
            #expect(got == expected, "\(orders), reference \(reference), seed \(seed)")
        }
    }

    @Test func `the order in which orders came does not matter`() {
        let seed: UInt64 = 151
        var random = SplitMix64(seed: seed)
        let orders = (0..<30).map { _ in
            CallAuction.Order(
                side: Bool.random(using: &random) ? .buy : .sell,
                price: .fen(Int64.random(in: 990...1010, using: &random)),
                shares: Shares(Int64.random(in: 1...500, using: &random)))
        }
        let first = CallAuction.uncross(orders, venue: .shenzhen, tick: .fen(1), reference: .fen(1000))
        #expect(first != nil)
        for _ in 0..<20 {
            let again = CallAuction.uncross(
                orders.shuffled(using: &random), venue: .shenzhen, tick: .fen(1), reference: .fen(1000))
            #expect(again == first, "seed \(seed)")
        }
    }

    @Test func `a single share trades`() {
        let orders = [Side.buy, .sell].map { CallAuction.Order(side: $0, price: .fen(1000), shares: 1) }
        let got = CallAuction.uncross(orders, venue: .shanghai, tick: .fen(1), reference: .fen(900))
        #expect(got == CallAuction.Uncross(price: .fen(1000), volume: 1))
    }

    @Test func `nothing trades where nothing crosses`() {
        let bid = CallAuction.Order(side: .buy, price: .fen(1000), shares: 100)
        let offer = CallAuction.Order(side: .sell, price: .fen(1001), shares: 100)
        for venue in Venue.allCases {
            #expect(CallAuction.uncross([], venue: venue, tick: .fen(1), reference: .fen(1000)) == nil)
            #expect(CallAuction.uncross([bid], venue: venue, tick: .fen(1), reference: .fen(1000)) == nil)
            #expect(CallAuction.uncross([bid, offer], venue: venue, tick: .fen(1), reference: .fen(1000)) == nil)
        }
    }

    @Test func `of several prices Shanghai takes the middle, Shenzhen and Beijing the nearest to the reference`() {
        let orders = [
            CallAuction.Order(side: .buy, price: .fen(1020), shares: 100),
            CallAuction.Order(side: .sell, price: .fen(1000), shares: 100),
        ]
        func price(_ venue: Venue, _ reference: Int64) -> Price? {
            CallAuction.uncross(orders, venue: venue, tick: .fen(1), reference: .fen(reference))?.price
        }
        #expect(price(.shanghai, 1005) == .fen(1010))
        for venue in [Venue.shenzhen, .beijing] {
            #expect(price(venue, 1005) == .fen(1005))
            #expect(price(venue, 900) == .fen(1000))
            #expect(price(venue, 1100) == .fen(1020))
        }
    }
}
