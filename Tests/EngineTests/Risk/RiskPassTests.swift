import Market
import Testing

@testable import Engine

/// What the rules do with: finding a line's holding and security, dropping, keeping, lowering, scaling.
@Suite struct RiskPassTests {
    private static let codes = ["600000.SH", "600036.SH", "688111.SH"]

    private func maker(_ change: (inout RiskMaker) -> Void = { _ in }) -> RiskMaker {
        var maker = RiskMaker()
        for (place, code) in RiskPassTests.codes.enumerated() {
            maker.holdings[World.symbol(code)] = Make.held(Int64(place + 1))
            maker.market[World.symbol(code)] = Make.security(code, isSuspended: place == 1)
        }
        change(&maker)
        return maker
    }

    private func pass(_ weights: [(String, Int64)], _ change: (inout RiskMaker) -> Void = { _ in }) -> RiskPass {
        RiskPass(maker(change).facts, RiskMaker.targets(weights))
    }

    @Test(arguments: [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
    func `each line finds its own holding and security, whichever there are`(places: [Int]) {
        let pass = pass(places.map { (RiskPassTests.codes[$0], 100_000) })
        for (index, place) in places.enumerated() {
            #expect(pass.facts.holdings.values[pass.lines[index].holding].volume == Shares(Int64(place + 1)))
            #expect(
                pass.facts.market.values[pass.lines[index].security].symbol == World.symbol(RiskPassTests.codes[place]))
        }
    }

    @Test func `what is neither held nor known is not found, before, between and behind`() {
        let pass = pass([("000001.SZ", 1), ("600010.SH", 1), ("689009.SH", 1)])
        for line in pass.lines { #expect(line.holding < 0 && line.security < 0) }
        #expect(!pass.isHeld(0))
        #expect(pass.index(of: World.symbol("600000.SH")) == nil)
        #expect(pass.index(of: World.symbol("000000.SZ")) == nil)
        #expect(pass.index(of: World.symbol("920002.BJ")) == nil)
        #expect(pass.lines.indices.allSatisfy { pass.index(of: pass.lines[$0].symbol) == $0 })
    }

    @Test func `held is what is left when working orders are done, from one share on`() {
        func isHeld(_ holding: Holding) -> Bool {
            pass([(RiskMaker.one, 1)]) { $0.holdings[World.symbol(RiskMaker.one)] = holding }.isHeld(0)
        }
        #expect(isHeld(Make.held(1)))
        #expect(!isHeld(Holding(volume: 100, workingSells: 100)))
        #expect(isHeld(Holding(workingBuys: 1)))
    }

    @Test func `a target that wants nothing of what is not held is dropped by nobody`() {
        var pass = pass([("000001.SZ", 0), (RiskMaker.one, 0), (RiskMaker.two, 100_000)])
        for index in pass.lines.indices { pass.drop(index, .blackList, .fact("")) }
        #expect(pass.verdicts.map(\.symbol) == [RiskMaker.one, RiskMaker.two].map(World.symbol))
        #expect(pass.targets.allSatisfy { $0.shares == nil && $0.weight == .zero })
    }

    @Test func `what is counted in shares is dropped once, without a weight too`() {
        for shares: Shares in [1, 100] {
            var pass = pass([(RiskMaker.one, 0)])
            pass.lines[0].shares = shares
            pass.drop(0, .stopLoss, .fact(""))
            pass.drop(0, .blackList, .fact(""))
            #expect(pass.verdicts.map(\.reason) == [.stopLoss])
            #expect(pass.targets[0].shares == 0)
        }
    }

    @Test func `only a target that wants something, and is no count of shares, is kept`() {
        var pass = pass([(RiskMaker.one, 0), (RiskMaker.two, 100_000), (RiskMaker.star, 100_000)])
        pass.lines[2].shares = 3
        for index in pass.lines.indices { pass.keep(index, .newlyListed, .fact("")) }
        #expect(pass.targets.map(\.hold) == [.none, .noBuy, .none])
        #expect(pass.verdicts.count == 1)
    }

    @Test func `a cap lowers what is above it only`() {
        var pass = pass([(RiskMaker.one, 100_000)])
        pass.lower(0, to: .ppm(100_000), .stockCap, .fact(""))
        pass.lower(0, to: .ppm(100_001), .stockCap, .fact(""))
        #expect(pass.verdicts.isEmpty && pass.targets[0].weight == .ppm(100_000))
        pass.lower(0, to: .ppm(99_999), .stockCap, .fact(""))
        #expect(pass.verdicts.count == 1 && pass.targets[0].weight == .ppm(99_999))
    }

    @Test func `what multiplies leaves no name on a target that wants nothing`() {
        var pass = pass([(RiskMaker.one, 0), (RiskMaker.two, 100_000)])
        pass.scale(by: .ppm(500_000), .drawdown, .fact(""))
        #expect(pass.targets.map(\.overlay) == [[], [.drawdown]])
        var maker = maker()
        maker.policy.totalCap = .ppm(50_000)
        #expect(maker.apply([(RiskMaker.one, 0), (RiskMaker.two, 100_000)]).overlays == [[], [.totalCap]])
    }

    @Test func `a verdict says whether anything changed`() {
        func words(_ before: Int64, _ after: Int64, _ symbol: Symbol?) -> String {
            RiskVerdict(
                symbol: symbol, reason: .blackList, before: .ppm(before), after: .ppm(after), evidence: .fact("why")
            ).description
        }
        let one = World.symbol(RiskMaker.one)
        #expect(words(100_000, 100_000, one) == "black_list 600000.SH: why; it keeps what is held")
        #expect(words(100_000, 50_000, one) == "black_list 600000.SH: why; weight 0.1 becomes 0.05")
        #expect(words(1_000_000, 50_000, nil) == "black_list: why; all targets times 0.05")
    }

    // MARK: The overlay

    @Test func `the reason of an exposure is the rule that asks for the least, of equals the first`() {
        func reason(_ parts: [(Reason, Int64)]) -> Reason? {
            RiskOverlay.Exposure(
                factor: .one,
                verdicts: parts.map {
                    RiskVerdict(symbol: nil, reason: $0.0, before: .one, after: .ppm($0.1), evidence: .fact(""))
                }
            ).reason
        }
        #expect(reason([(.drawdown, 5), (.softGate, 4), (.regime, 6)]) == .softGate)
        #expect(reason([(.drawdown, 4), (.softGate, 5)]) == .drawdown)
        #expect(reason([(.drawdown, 4), (.softGate, 4)]) == .drawdown)
        #expect(reason([]) == nil)
    }

    @Test func `a lock adds a line where it is held and no target names it, and changes none that does`() {
        var maker = maker { $0.policy.locks = [World.symbol(RiskMaker.one), World.symbol("000001.SZ")] }
        #expect(
            maker.apply([(RiskMaker.two, 100_000)]).targets.map(\.symbol)
                == [RiskMaker.one, RiskMaker.two].map(World.symbol))
        let named = maker.apply([(RiskMaker.one, 300_000)])
        #expect(named.weights == [300_000] && named.holds == [.locked])
        maker.policy.locks = []
        #expect(maker.apply([(RiskMaker.two, 100_000)]).targets.count == 1)
    }

    private func protected(
        _ maker: RiskMaker, carried: [(String, Int64)] = [], cut: Int64? = nil, others: [String] = []
    ) -> RiskOverlay.Outcome {
        let verdict = RiskVerdict(symbol: nil, reason: .drawdown, before: .one, after: .ppm(1), evidence: .fact(""))
        return RiskOverlay(maker.facts).protect(
            carried: RiskMaker.targets(carried), cut: cut.map { (rest: .ppm($0), verdicts: [verdict]) },
            isOurs: { !others.map(World.symbol).contains($0) })
    }

    @Test func `a cut leaves its share of every holding of ours, rounded down, and says why`() {
        var maker = maker { $0.holdings[World.symbol(RiskMaker.two)] = Make.held(0) }
        maker.holdings[World.symbol(RiskMaker.star)] = Make.held(101)
        let outcome = protected(maker, carried: [("000001.SZ", 400_000), ("000002.SZ", 0)], cut: 500_000)
        #expect(outcome.targets.map(\.shares) == [nil, nil, 0, 50])
        #expect(outcome.weights.prefix(2) == [200_000, 0])
        #expect(outcome.overlays == [[.drawdown], [], [.drawdown], [.drawdown]])
        #expect(outcome.verdicts.map(\.reason) == [.drawdown])
        #expect(protected(maker, cut: 500_000, others: [RiskMaker.star]).targets.map(\.shares) == [0])
        #expect(protected(maker).targets.isEmpty)
    }

    @Test func `of a locked holding nothing is said, of one beside it all`() {
        var maker = maker { $0.policy.locks = [World.symbol(RiskMaker.one)] }
        maker.policy.blackList = [RiskMaker.one, RiskMaker.two].map { .init(symbol: World.symbol($0), until: nil) }
        maker.policy.blackListAction = .sell
        let outcome = protected(maker)
        #expect(outcome.targets.map(\.symbol) == [World.symbol(RiskMaker.two)])
        #expect(outcome.targets.map(\.shares) == [0])
        #expect(outcome.verdicts.map(\.symbol) == [World.symbol(RiskMaker.two)])
        #expect(protected(maker, cut: 500_000).verdicts.map(\.symbol) == [World.symbol(RiskMaker.two), nil])
    }

    @Test func `a holding's weight is its share of equity at the last price, one at most`() {
        func weight(_ shares: Int64, equity: Money?, isKnown: Bool = true) -> Int64? {
            var maker = RiskMaker()
            let symbol = World.symbol(RiskMaker.one)
            maker.holdings[symbol] = Holding(
                volume: Shares(shares), sellable: Shares(shares), lastPrice: Make.price("20.00"))
            if isKnown { maker.market[symbol] = Make.security() }
            maker.equity = equity
            maker.policy.blackList = [.init(symbol: symbol, until: nil)]
            maker.policy.blackListAction = .sell
            return protected(maker).verdicts.first.map { $0.before.trillionths / 1_000_000 }
        }
        #expect(weight(1_000, equity: .yuan(100_000)) == 100_000)
        #expect(weight(1_000, equity: .yuan(100_000), isKnown: false) == 200_000)
        #expect(weight(20_000, equity: .yuan(100_000)) == 1_000_000)
        #expect(weight(1_000, equity: nil) == 0)
        #expect(weight(1_000, equity: .zero) == 0)
        #expect(weight(1_000, equity: -.yuan(1)) == 0)
    }
}
