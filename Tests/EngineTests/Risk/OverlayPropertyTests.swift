import Engine
import Market
import Testing

/// What holds for any rules over any account.
@Suite struct OverlayPropertyTests {
    /// SplitMix64.
    struct Draw {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func below(_ count: Int) -> Int { Int(next() >> 33) % count }
        mutating func happens(_ perMille: Int) -> Bool { below(1000) < perMille }
        mutating func share(_ ppm: Int) -> Weight { .ppm(Int64(1 + below(ppm))) }
    }

    private static let codes = [
        "000001.SZ", "000333.SZ", "300059.SZ", "300750.SZ", "600000.SH", "600036.SH", "600519.SH", "688111.SH",
        "688981.SH", "920002.BJ",
    ]

    private func maker(_ draw: inout Draw) -> RiskMaker {
        var maker = RiskMaker()
        if draw.happens(300) { maker.policy.totalCap = draw.share(900_000) }
        if draw.happens(300) { maker.policy.stockCap = draw.share(200_000) }
        if draw.happens(300) { maker.policy.boardCaps = [.init(board: .main, cap: draw.share(500_000))] }
        if draw.happens(300) { maker.policy.industryCap = draw.share(300_000) }
        if draw.happens(200) { maker.policy.riskWarned = draw.happens(500) ? .noBuy : .sell }
        if draw.happens(200) { maker.policy.pennyBelow = .fen(Int64(draw.below(2_000))) }
        if draw.happens(500) { maker.policy.penny = .sell }
        if draw.happens(200) { maker.policy.excludedBoards = [.chinext] }
        if draw.happens(200) { maker.policy.blackList = [.init(symbol: World.symbol("600036.SH"), until: nil)] }
        if draw.happens(300) { maker.policy.drawdownLimit = draw.share(300_000) }
        if draw.happens(300) { maker.policy.softGate = .init() }
        if draw.happens(200) { maker.policy.volatility = .init(exposure: draw.share(1_000_000)) }
        maker.equity = .yuan(Int64(700_000 + draw.below(400_000)))
        maker.peak = .yuan(1_000_000)
        var industries = SymbolMap<String>()
        for code in OverlayPropertyTests.codes {
            if draw.happens(800) { industries[World.symbol(code)] = draw.happens(500) ? "a" : "b" }
            let price = "\(1 + draw.below(40)).00"
            maker.market[World.symbol(code)] = Make.security(code, last: price, previous: price, up: nil, down: nil)
            if draw.happens(500) { maker.holdings[World.symbol(code)] = Make.held(Int64(draw.below(5) * 100)) }
        }
        if draw.happens(800) { maker.inputs = RiskInputs(signalDay: World.yesterday, industryOf: industries) }
        return maker
    }

    private func targets(_ draw: inout Draw) -> [Planner.Target] {
        OverlayPropertyTests.codes.compactMap { code in
            draw.happens(800) ? Planner.Target(symbol: World.symbol(code), weight: draw.share(150_000)) : nil
        }.sorted { $0.symbol < $1.symbol }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `no rule raises a target, the caps hold, and every change has its reasons`(seed: UInt64) {
        var draw = Draw(state: seed)
        for round in 0..<500 {
            let maker = maker(&draw)
            let targets = targets(&draw)
            let outcome = RiskOverlay(maker.facts).apply(to: targets)
            let place: Comment = "seed \(seed), round \(round)"
            #expect(outcome.targets.map(\.symbol) == targets.map(\.symbol), place)
            for (before, after) in zip(targets, outcome.targets) {
                #expect(after.weight <= before.weight && after.weight >= .zero, place)
                #expect(after.asked == before.weight, place)
                let isChanged = after.weight < before.weight || after.hold != .none
                #expect(isChanged == !after.overlay.isEmpty, place)
                for reason in after.overlay.list {
                    let isSaid = outcome.verdicts.contains {
                        $0.reason == reason && ($0.symbol == nil || $0.symbol == after.symbol)
                    }
                    #expect(isSaid, "\(reason), \(place)")
                }
            }
            checkCaps(outcome, maker, place)
            // Applied to what it left, the rules for lines and the caps change nothing.
            var again = maker
            again.policy.drawdownLimit = nil
            again.policy.softGate = nil
            again.policy.volatility = nil
            let second = RiskOverlay(again.facts).apply(to: outcome.targets)
            #expect(second.targets.map(\.weight) == outcome.targets.map(\.weight), place)
        }
    }

    private func checkCaps(_ outcome: RiskOverlay.Outcome, _ maker: RiskMaker, _ place: Comment) {
        func sum(_ belongs: (Symbol) -> Bool) -> Weight {
            outcome.targets.filter { belongs($0.symbol) }.reduce(.zero) { $0 + $1.weight }
        }
        if let cap = maker.policy.totalCap { #expect(sum { _ in true } <= cap, place) }
        if let cap = maker.policy.stockCap { #expect(outcome.targets.allSatisfy { $0.weight <= cap }, place) }
        for cap in maker.policy.boardCaps {
            #expect(sum { InstrumentClass($0)?.board == cap.board } <= cap.cap, place)
        }
        if let cap = maker.policy.industryCap, let inputs = maker.inputs, !inputs.industries.isEmpty {
            for group in inputs.industries.indices { #expect(sum { inputs.industryOf[$0] == group } <= cap, place) }
            #expect(sum { inputs.industryOf[$0] == nil } <= cap, place)
        }
    }

    @Test(arguments: [UInt64(5), 6])
    func `the plan never has more than the target or what is held, and locks hold what is there`(seed: UInt64) {
        var draw = Draw(state: seed)
        let planner = Planner(day: World.today, equity: .yuan(1_000_000), execution: Policy.Execution())
        for round in 0..<300 {
            var maker = maker(&draw)
            if draw.happens(300) { maker.policy.locks = [World.symbol("600000.SH")] }
            let targets = targets(&draw)
            let bare = planner.plan(targets, holdings: maker.holdings, market: maker.market) { _ in true }
            let after = RiskOverlay(maker.facts).apply(to: targets)
            let lines = planner.plan(after.targets, holdings: maker.holdings, market: maker.market) { _ in true }
            for line in lines {
                let before = bare.first { $0.symbol == line.symbol }?.target ?? 0
                if maker.policy.locks.contains(line.symbol) {
                    #expect(line.target == line.projected && line.side == nil, "seed \(seed), round \(round)")
                } else {
                    #expect(line.target <= before, "seed \(seed), round \(round): \(line)")
                }
            }
        }
    }
}
