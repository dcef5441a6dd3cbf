import Market
import Testing

@testable import Engine

/// The ledgers by themselves: lines of a plan and facts in, each strategy's part out.
@Suite struct StrategyLedgersTests {
    private static let strategies = [
        Policy.Strategy(name: "alpha", capital: .ppm(600_000)), Policy.Strategy(name: "beta", capital: .ppm(400_000)),
    ]
    private let stock = World.symbol("600000.SH")
    private let ten = Make.price("10.00")

    private func batch(_ strategy: String, _ weights: (String, String)...) -> TargetBatch {
        TargetBatch(
            signalDay: World.yesterday, strategy: strategy,
            lines: weights.map { TargetBatch.Line(symbol: World.symbol($0.0), weight: Weight($0.1) ?? .zero) },
            proof: .cashRow, source: "test", digest: strategy)
    }

    private func line(_ target: Int64, from projected: Int64, side: Side?, _ shares: Int64, reason: Reason? = nil)
        -> PlanLine
    {
        PlanLine(
            symbol: stock, weight: .zero, target: Shares(target), projected: Shares(projected), sizingPrice: ten,
            side: side, shares: Shares(shares), reason: reason)
    }

    private func share(
        _ ledgers: StrategyLedgers, _ line: PlanLine, _ batches: [TargetBatch], equity: Money = .yuan(1_000_000),
        _ strategies: [Policy.Strategy] = StrategyLedgersTests.strategies
    ) -> Sharing {
        ledgers.share([line], of: batches, strategies, equity: equity) { _ in ten }
    }

    /// Two ledgers that hold 600 and 400 shares at 10.00.
    private func holding() -> StrategyLedgers {
        var ledgers = StrategyLedgers()
        let both = [batch("alpha", ("600000.SH", "0.01")), batch("beta", ("600000.SH", "0.01"))]
        ledgers.begin(share(ledgers, line(1_000, from: 0, side: .buy, 1_000), both))
        ledgers.fill(World.anyID, stock, .buy, 1_000, for: .yuan(10_000))
        ledgers.charge([.zero, .zero])
        return ledgers
    }

    private func shares(_ ledgers: StrategyLedgers) -> [Int64] { ledgers.ledgers.map { $0.shares(of: stock).count } }

    @Test func `each strategy gets its part of the capital, and of a fill by its weight`() {
        let ledgers = holding()
        #expect(ledgers.ledgers.map(\.name) == ["alpha", "beta"])
        #expect(shares(ledgers) == [600, 400])
        #expect(ledgers["alpha"]?.capital == .yuan(600_000))
        #expect(ledgers["alpha"]?.cash == .yuan(594_000))
        #expect(ledgers["beta"]?.equity { _ in ten } == .yuan(400_000))
        #expect(ledgers["beta"]?.profit { _ in Make.price("11.00") } == .yuan(400))
    }

    @Test func `fills that come in pieces are divided without losing a share or a li`() {
        var ledgers = StrategyLedgers()
        let both = [batch("alpha", ("600000.SH", "0.01")), batch("beta", ("600000.SH", "0.02"))]
        ledgers.begin(share(ledgers, line(1_000, from: 0, side: .buy, 1_000), both))
        for piece: Int64 in [1, 99, 333, 7, 560] {
            ledgers.fill(World.anyID, stock, .buy, Shares(piece), for: Money(li: piece * 9_999))
        }
        #expect(shares(ledgers) == [429, 571])
        #expect(ledgers.ledgers.reduce(Money.zero) { $0 + ($1.holdings[stock]?.cost ?? .zero) } == Money(li: 9_999_000))
    }

    @Test func `what one gives up and another wants changes hands without an order`() {
        var ledgers = holding()
        let sharing = share(
            ledgers, line(1_000, from: 1_000, side: nil, 0), [batch("alpha"), batch("beta", ("600000.SH", "0.01"))])
        #expect(
            sharing.crosses == [Sharing.Cross(symbol: stock, price: ten, seller: 0, buyer: 1, shares: 600)])
        #expect(sharing.demands == [])
        ledgers.begin(sharing)
        #expect(shares(ledgers) == [0, 1_000])
    }

    @Test func `only what is left after that is for orders`() {
        var ledgers = holding()
        // Alpha wants none, beta 900: 500 change hands and 100 are sold.
        ledgers.begin(
            share(
                ledgers, line(900, from: 1_000, side: .sell, 100),
                [batch("alpha"), batch("beta", ("600000.SH", "0.01"))])
        )
        #expect(shares(ledgers) == [100, 900])
        ledgers.fill(World.anyID, stock, .sell, 100, for: .yuan(1_100))
        #expect(shares(ledgers) == [0, 900])
        #expect(ledgers["alpha"]?.profit { _ in ten } == .yuan(100))
    }

    @Test func `a suspended security does not change hands`() {
        let sharing = share(
            holding(), line(1_000, from: 1_000, side: nil, 0, reason: .suspended),
            [batch("alpha"), batch("beta", ("600000.SH", "0.01"))])
        #expect(sharing.crosses == [])
    }

    @Test func `shares that belong to nobody go to whoever wants them first`() {
        var ledgers = StrategyLedgers()
        let both = [batch("alpha", ("600000.SH", "0.01")), batch("beta", ("600000.SH", "0.01"))]
        ledgers.begin(share(ledgers, line(1_000, from: 300, side: .buy, 700), both))
        #expect(shares(ledgers) == [300, 0])
        ledgers.fill(World.anyID, stock, .buy, 700, for: .yuan(7_000))
        #expect(shares(ledgers) == [600, 400])
    }

    @Test func `a sell takes first what belongs to nobody`() {
        var ledgers = holding()
        let both = [batch("alpha", ("600000.SH", "0.01")), batch("beta", ("600000.SH", "0.01"))]
        ledgers.begin(share(ledgers, line(900, from: 1_500, side: .sell, 600), both))
        ledgers.fill(World.anyID, stock, .sell, 600, for: .yuan(6_000))
        #expect(shares(ledgers) == [540, 360])
    }

    @Test func `an order that is too small for all leaves each with its part of what is missing`() {
        var ledgers = holding()
        // T+1: 500 of 1,000 can be sold today.
        ledgers.begin(share(ledgers, line(0, from: 1_000, side: .sell, 500), [batch("alpha"), batch("beta")]))
        ledgers.fill(World.anyID, stock, .sell, 500, for: .yuan(5_000))
        #expect(shares(ledgers) == [300, 200])
    }

    @Test func `a day without targets sells from each what it holds of it`() {
        var ledgers = holding()
        ledgers.begin(share(ledgers, line(500, from: 1_000, side: .sell, 500), []))
        #expect(ledgers.ledgers.map(\.capital) == [.yuan(600_000), .yuan(400_000)])
        ledgers.fill(World.anyID, stock, .sell, 500, for: .yuan(5_000))
        #expect(shares(ledgers) == [300, 200])
    }

    @Test func `capital that is set anew is no profit`() throws {
        var ledgers = holding()
        let both = [batch("alpha", ("600000.SH", "0.01")), batch("beta", ("600000.SH", "0.01"))]
        // A deposit: the account has twice as much.
        ledgers.begin(share(ledgers, line(1_000, from: 1_000, side: nil, 0), both, equity: .yuan(2_000_000)))
        let alpha = try #require(ledgers["alpha"])
        #expect(alpha.equity { _ in ten } == .yuan(1_200_000))
        #expect(alpha.profit { _ in ten } == .zero)
    }

    @Test func `a strategy that left the configuration is sold out and then gone`() {
        var ledgers = holding()
        let alone = [Policy.Strategy(name: "alpha", capital: .one)]
        let only = [batch("alpha", ("600000.SH", "0.006"))]
        ledgers.begin(share(ledgers, line(600, from: 1_000, side: .sell, 400), only, alone))
        #expect(ledgers.ledgers.map(\.name) == ["alpha", "beta"])
        ledgers.fill(World.anyID, stock, .sell, 400, for: .yuan(4_000))
        #expect(shares(ledgers) == [600, 0])
        ledgers.charge([.zero, .fen(100)])
        ledgers.begin(share(ledgers, line(600, from: 600, side: nil, 0), only, alone))
        #expect(ledgers.ledgers.map(\.name) == ["alpha"])
    }

    @Test func `bonus shares and dividends go to whoever holds`() {
        var ledgers = holding()
        let old = Entry(shares: 1_000, cost: .yuan(10_000))
        ledgers.adjust(stock, from: old, to: Entry(shares: 1_500, cost: .yuan(10_000)), because: .bonus)
        #expect(shares(ledgers) == [900, 600])
        ledgers = holding()
        ledgers.adjust(stock, from: old, to: Entry(shares: 1_000, cost: .yuan(9_500)), because: .dividend)
        #expect(ledgers["alpha"]?.cash == .yuan(594_300))
        #expect(ledgers["beta"]?.holdings[stock]?.cost == .yuan(3_800))
    }

    @Test func `what somebody else sold is taken from all in proportion`() {
        var ledgers = holding()
        let old = Entry(shares: 1_000, cost: .yuan(10_000))
        ledgers.adjust(stock, from: old, to: Entry(shares: 500, cost: .yuan(5_000)), because: .external)
        #expect(shares(ledgers) == [300, 200])
        #expect(ledgers["alpha"]?.profit { _ in ten } == .zero)
        ledgers.adjust(stock, from: Entry(shares: 500, cost: .yuan(5_000)), to: nil, because: .ended)
        #expect(shares(ledgers) == [0, 0])
    }

    @Test func `fees are divided by the shares that each had of the order`() {
        var ledgers = StrategyLedgers()
        let both = [batch("alpha", ("600000.SH", "0.01")), batch("beta", ("600000.SH", "0.01"))]
        ledgers.begin(share(ledgers, line(1_000, from: 0, side: .buy, 1_000), both))
        ledgers.fill(World.anyID, stock, .buy, 1_000, for: .yuan(10_000))
        var sums = [Money.zero, .zero]
        ledgers.divide(Money(li: 5_101), of: World.anyID, filled: 1_000, into: &sums)
        #expect(sums == [Money(li: 3_061), Money(li: 2_040)])
        ledgers.charge(sums)
        #expect(ledgers["alpha"]?.fees == Money(li: 3_061))
        #expect(ledgers["alpha"]?.profit { _ in ten } == Money(li: -3_061))
        #expect(ledgers.parts.isEmpty)
    }
}
