import Engine
import Market
import Testing

@Suite struct PlannerTests {
    private func plan(
        _ targets: [(String, String)], holdings: SymbolMap<Holding> = SymbolMap(), market: SymbolMap<Security>,
        equity: Int64 = 1_000_000, managed: Bool = true, _ change: (inout Policy.Execution) -> Void = { _ in }
    ) -> [PlanLine] {
        var execution = Policy.Execution()
        change(&execution)
        let planner = Planner(day: Make.day, equity: .yuan(equity), execution: execution)
        let lines = targets.map { Planner.Target(symbol: Make.symbol($0.0), weight: Weight($0.1) ?? .zero) }
        return planner.plan(lines.sorted { $0.symbol < $1.symbol }, holdings: holdings, market: market) { _ in managed }
    }

    @Test func `a weight becomes shares of equity at the sizing price, rounded down to the board's lot`() {
        let market = Make.market(
            Make.security("600000.SH", last: "10.37", previous: "10.01"),
            Make.security("688981.SH", last: "50.00", previous: "49.99", up: "59.99", down: "39.99"),
            Make.security("920002.BJ", last: "20.00", previous: "19.99", up: "25.98", down: "14.00"))
        let lines = plan([("600000.SH", "0.1"), ("688981.SH", "0.1"), ("920002.BJ", "0.1")], market: market)
        // 100,000 / 10.01 = 9990; / 49.99 = 2000.4; / 19.99 = 5002.5
        #expect(lines.map(\.target) == [9_900, 2_000, 5_002])
        #expect(lines.map(\.side) == [.buy, .buy, .buy])
        let byLast = plan([("600000.SH", "0.1")], market: market) { $0.sizing = .last }
        #expect(byLast.map(\.target) == [9_600])
    }

    @Test func `what is on its way counts as held`() {
        let market = Make.market(Make.security())
        let working = Holding(volume: 1_000, sellable: 1_000, workingBuys: 3_000, workingSells: 500)
        let lines = plan([("600000.SH", "0.05")], holdings: Make.holdings(("600000.SH", working)), market: market)
        #expect(lines.map(\.projected) == [3_500])
        #expect(lines.map(\.shares) == [1_500])
    }

    @Test func `a holding without a target is sold whole, odd lot and all`() {
        let market = Make.market(Make.security())
        let lines = plan([], holdings: Make.holdings(("600000.SH", Make.held(1_234))), market: market)
        #expect(lines.map(\.side) == [.sell])
        #expect(lines.map(\.shares) == [1_234])
        #expect(lines.map(\.reason) == [nil])
    }

    @Test func `D06: a holding that is not ours is left alone and named`() {
        let market = Make.market(Make.security())
        let held = Make.holdings(("600000.SH", Make.held(1_200)))
        let lines = plan([], holdings: held, market: market, managed: false)
        #expect(lines.map(\.reason) == [.unmanaged])
        #expect(lines.map(\.side) == [nil])
        let all = plan([], holdings: held, market: market, managed: false) { $0.scope = .account }
        #expect(all.map(\.shares) == [1_200])
    }

    @Test func `R04: shares bought today stay, with the reason`() {
        let market = Make.market(Make.security())
        let some = plan([], holdings: Make.holdings(("600000.SH", Make.held(1_000, sellable: 400))), market: market)
        #expect(some.map(\.shares) == [400])
        #expect(some.map(\.reason) == [.notSellable])
        let none = plan([], holdings: Make.holdings(("600000.SH", Make.held(1_000, sellable: 0))), market: market)
        #expect(none.map(\.side) == [nil])
        #expect(none.map(\.reason) == [.notSellable])
    }

    @Test(arguments: [
        ("suspended", Make.security(isSuspended: true), Reason.suspended),
        ("halted within the day", Make.security(phase: .halted), .suspended),
        ("state unknown", Make.security(isSuspended: nil), .suspensionUnknown),
        ("limits unknown", Make.security(up: nil), .limitsUnknown),
        ("no last price", Make.security(last: nil), .noPrice),
        ("no sellers at the upper limit", Make.security(last: "11.00", hasAsks: false), .limitUp),
    ])
    func `E04 E06 E08 E14 E17: a buy that cannot be made has its reason`(
        name: String, security: Security, reason: Reason
    ) {
        let lines = plan([("600000.SH", "0.1")], market: Make.market(security))
        #expect(lines.map(\.reason) == [reason], "\(name)")
        #expect(lines.map(\.side) == [nil], "\(name)")
    }

    @Test(arguments: [
        ("suspended", Make.security(isSuspended: true), Reason.suspended),
        ("no buyers at the lower limit", Make.security(last: "9.00", hasBids: false), .limitDown),
    ])
    func `E05 E06: a sell that cannot be made has its reason`(name: String, security: Security, reason: Reason) {
        let held = Make.holdings(("600000.SH", Make.held(1_000)))
        let lines = plan([], holdings: held, market: Make.market(security))
        #expect(lines.map(\.reason) == [reason], "\(name)")
        #expect(lines.map(\.side) == [nil], "\(name)")
    }

    @Test func `a limit price with the other side present is traded`() {
        let up = plan([("600000.SH", "0.1")], market: Make.market(Make.security(last: "11.00")))
        #expect(up.map(\.side) == [.buy])
        let held = Make.holdings(("600000.SH", Make.held(1_000)))
        let sellAtUp = plan([], holdings: held, market: Make.market(Make.security(last: "11.00", hasAsks: false)))
        #expect(sellAtUp.map(\.side) == [.sell])
    }

    @Test func `small differences wait, ends of holdings do not`() {
        let market = Make.market(Make.security())
        let small = plan(
            [("600000.SH", "0.011")], holdings: Make.holdings(("600000.SH", Make.held(1_000))), market: market)
        #expect(small.map(\.reason) == [.belowMinimum])
        let less = plan(
            [("600000.SH", "0.0101")], holdings: Make.holdings(("600000.SH", Make.held(950))), market: market)
        #expect(less.map(\.target) == [1_000])
        #expect(less.map(\.reason) == [.belowLot])
        let end = plan([], holdings: Make.holdings(("600000.SH", Make.held(100))), market: market)
        #expect(end.map(\.side) == [.sell])
    }

    @Test func `a weight too small for one lot is named`() {
        let lines = plan([("600000.SH", "0.0005")], market: Make.market(Make.security()))
        #expect(lines.map(\.target) == [0])
        #expect(lines.map(\.reason) == [.belowLot])
    }

    @Test func `E13: a board without permission is sold but not bought`() {
        let market = Make.market(Make.security("300750.SZ"))
        let buy = plan([("300750.SZ", "0.1")], market: market) { $0.boards = [.main] }
        #expect(buy.map(\.reason) == [.boardNotPermitted])
        let held = Make.holdings(("300750.SZ", Make.held(500)))
        #expect(plan([], holdings: held, market: market) { $0.boards = [.main] }.map(\.side) == [.sell])
    }

    @Test func `R08: without data of the terminal nothing is traded`() {
        let lines = plan([("600000.SH", "0.1")], market: SymbolMap())
        #expect(lines.map(\.reason) == [.noPrice])
    }

    @Test func `lines ascend and every symbol has exactly one`() {
        var seed = SplitMix64(state: 7)
        for round in 0..<200 {
            var market = SymbolMap<Security>()
            var holdings = SymbolMap<Holding>()
            var targets: [(String, String)] = []
            var all = Set<Symbol>()
            for number in 0..<40 {
                let code = "6000\(number < 10 ? "0" : "")\(number).SH"
                let choice = seed.next() % 4
                if choice == 0 { continue }
                all.insert(Make.symbol(code))
                market[Make.symbol(code)] = Make.security(code)
                if choice != 2 { holdings[Make.symbol(code)] = Make.held(Int64(seed.next() % 50) * 50 + 50) }
                if choice != 1 { targets.append((code, "0.0\(seed.next() % 9)")) }
            }
            let lines = plan(targets, holdings: holdings, market: market)
            #expect(lines.map(\.symbol) == all.sorted(), "round \(round) of seed 7")
            for line in lines {
                let difference = line.target - line.projected
                switch line.side {
                case .buy: #expect(line.shares > 0 && line.shares <= difference)
                case .sell: #expect(line.shares > 0 && line.shares <= -difference)
                case nil: #expect(difference == 0 || line.reason != nil)
                }
            }
        }
    }
}

/// A small seeded generator: the same seed gives the same story on every machine.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
