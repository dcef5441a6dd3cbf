import Engine
import Market
import Testing

/// The guards of a plan as a whole: what they add up, at the bound and beside it, and in what words.
@Suite struct PlanGuardBoundaryTests {
    private func reasons(
        _ lines: [PlanLine], equity: Int64 = 100_000, market: SymbolMap<Security>? = nil,
        _ change: (inout Policy.Approval) -> Void
    ) -> [String] {
        var approval = Policy.Approval()
        change(&approval)
        let plan = Rebalance(
            executionDay: Make.day, source: .targets(signalDay: World.yesterday, digests: ["d"]), phase: .selling,
            startedAt: Make.noon, equity: .yuan(equity), cash: .zero, lines: lines)
        return PlanGuards(approval).reasons(
            against: plan,
            market: market ?? Make.market(Make.security("600000.SH"), Make.security("600001.SH", last: "20.00")))
    }

    private func line(
        _ code: String, _ side: Side?, _ shares: Int64, weight: Weight = .zero, sizing: String? = nil
    ) -> PlanLine {
        PlanLine(
            symbol: Make.symbol(code), weight: weight, target: 0, projected: 0, sizingPrice: sizing.map(Make.price),
            side: side, shares: Shares(shares))
    }

    @Test func `buys and sells are added to one turnover, sells to what is sold`() {
        let lines = [line("600000.SH", .sell, 1_000), line("600001.SH", .buy, 1_000)]
        #expect(reasons(lines) { $0.turnover = .ppm(300_000) } == [])
        #expect(
            reasons(lines) { $0.turnover = .ppm(299_999) }
                == ["its orders come to 30.00 %, more than 0.299999 of the account"])
        #expect(reasons(lines) { $0.sold = .ppm(100_000) } == [])
        #expect(
            reasons(lines) { $0.sold = .ppm(99_999) } == [
                "its sells come to 10.00 %, more than 0.099999 of the account"
            ])
    }

    @Test(
        arguments: [
            (1, "0.01 %"), (9, "0.09 %"), (10, "0.10 %"), (99, "0.99 %"), (100, "1.00 %"), (101, "1.01 %"),
            (110, "1.10 %"), (1_234, "12.34 %"),
        ] as [(Int64, String)])
    func `a share is told in hundredths of a percent`(shares: Int64, words: String) {
        #expect(
            reasons([line("600000.SH", .buy, shares)]) { $0.turnover = .zero }
                == ["its orders come to \(words), more than 0.0 of the account"])
    }

    @Test func `a share is rounded down`() {
        #expect(
            reasons([line("600000.SH", .buy, 1)], equity: 66_667) { $0.turnover = .zero }.first?.contains("0.01 %")
                == true)
        #expect(
            reasons([line("600000.SH", .buy, 2)], equity: 66_667) { $0.turnover = .zero }.first?.contains("0.02 %")
                == true)
    }

    @Test func `the price is the last one, else that of the sizing, and without both nothing is compared`() {
        let bare = Make.market(Make.security("600000.SH", last: nil, previous: nil))
        let sized = [line("600000.SH", .buy, 1_000, sizing: "10.00")]
        #expect(reasons(sized, market: bare) { $0.turnover = .ppm(100_000) } == [])
        #expect(reasons(sized, market: bare) { $0.turnover = .ppm(99_999) }.count == 1)
        #expect(reasons(sized, market: bare) { $0.drift = .zero } == [])
        let unpriced = [line("600000.SH", .buy, 1_000)]
        for change: (inout Policy.Approval) -> Void in [
            { $0.turnover = .one }, { $0.sold = .one }, { $0.drift = .one },
        ] {
            let said = reasons(unpriced, market: bare, change)
            #expect(said.count == 1 && said.first?.contains("not known") == true)
        }
        #expect(reasons(unpriced, market: bare) { $0.lines = 1 } == [])
    }

    @Test func `one line without a price is enough to wait`() {
        let bare = Make.market(
            Make.security("600000.SH"), Make.security("600001.SH", last: nil, previous: nil))
        let lines = [line("600000.SH", .buy, 100), line("600001.SH", .sell, 100)]
        #expect(reasons(lines, market: bare) { $0.turnover = .one }.first?.contains("not known") == true)
        #expect(reasons(lines, market: bare) { $0.drift = .one }.first?.contains("not known") == true)
    }

    @Test func `an account that is worth one li is compared, one worth nothing is not`() {
        let lines = [line("600000.SH", .buy, 100)]
        #expect(reasons(lines, equity: 0) { $0.turnover = .one }.first?.contains("not known") == true)
        #expect(reasons(lines, equity: -1) { $0.turnover = .one }.first?.contains("not known") == true)
        var approval = Policy.Approval()
        approval.turnover = .one
        let plan = Rebalance(
            executionDay: Make.day, source: .protection, phase: .selling, startedAt: Make.noon, equity: Money(li: 1),
            cash: .zero, lines: lines)
        #expect(
            PlanGuards(approval).reasons(against: plan, market: Make.market(Make.security())).first?.contains(
                "more than")
                == true)
    }

    @Test func `a plan that trades nothing never waits`() {
        #expect(
            reasons([line("600000.SH", nil, 0)], equity: 0) {
                $0.turnover = .zero
                $0.sold = .zero
                $0.drift = .zero
                $0.lines = 0
                $0.emptyPortfolio = true
            } == [])
    }

    @Test func `lines that trade are counted, at the bound they pass`() {
        let lines = [
            line("600000.SH", .sell, 100), line("600001.SH", .buy, 100), line("600002.SH", nil, 0),
        ]
        #expect(reasons(lines) { $0.lines = 2 } == [])
        #expect(reasons(lines) { $0.lines = 1 } == ["it has 2 lines to trade, more than 1"])
    }

    @Test func `drift is of all lines together, up and down alike, in words with its size`() {
        let lines = [
            line("600000.SH", .buy, 1_000, sizing: "8.00"), line("600001.SH", .sell, 100, sizing: "20.00"),
        ]
        // 2,000 of 10,000.
        #expect(reasons(lines) { $0.drift = .ppm(200_000) } == [])
        #expect(
            reasons(lines) { $0.drift = .ppm(199_999) }
                == ["prices have moved by 20.00 % since the sizing, more than 0.199999"])
        let down = [line("600000.SH", .buy, 1_000, sizing: "12.00"), line("600001.SH", .sell, 1_000, sizing: "18.00")]
        // 4,000 of 30,000, one up and one down.
        #expect(reasons(down) { $0.drift = .ppm(133_334) } == [])
        #expect(reasons(down) { $0.drift = .ppm(133_333) }.count == 1)
        // A sell of everything has no sizing price: it did not move.
        #expect(reasons([line("600000.SH", .sell, 1_000)]) { $0.drift = .zero } == [])
        #expect(
            reasons([line("600000.SH", .buy, 1_000, sizing: "0")]) { $0.drift = .one }.first?.contains("not known")
                == true)
    }

    @Test func `targets that want nothing at all are asked about, also where a price is missing`() {
        let bare = Make.market(Make.security("600000.SH", last: nil, previous: nil))
        #expect(reasons([line("600000.SH", .sell, 100)]) { $0.emptyPortfolio = true }.count == 1)
        #expect(reasons([line("600000.SH", .sell, 100)], market: bare) { $0.emptyPortfolio = true }.count == 1)
        #expect(reasons([line("600000.SH", .buy, 100)]) { $0.emptyPortfolio = true } == [])
        #expect(reasons([line("600000.SH", .sell, 100)]) { _ in } == [])
    }

    @Test func `a sell of one li, and a sizing of one li, are something`() {
        let market = Make.market(Make.security("600000.SH", last: "0.001"))
        let lines = [line("600000.SH", .sell, 1, sizing: "0.001")]
        #expect(reasons(lines, market: market) { $0.emptyPortfolio = true }.count == 1)
        #expect(reasons(lines, market: market) { $0.drift = .zero } == [])
    }

    @Test func `the digest is of day, targets, and each line that trades with its figures`() {
        func digest(_ lines: [PlanLine], _ source: Rebalance.Source = .protection) -> String {
            Rebalance(
                executionDay: Make.day, source: source, phase: .selling, startedAt: Make.noon, equity: .zero,
                cash: .zero, lines: lines
            ).digest
        }
        let one = line("600000.SH", .buy, 100)
        var other = one
        other.target = 1
        var held = one
        held.projected = 1
        let all = [
            digest([]), digest([one]), digest([other]), digest([held]), digest([one, line("600001.SH", .sell, 100)]),
            digest([one], .targets(signalDay: World.yesterday, digests: ["d"])),
            digest([one], .targets(signalDay: World.today, digests: ["d"])),
            digest([one], .targets(signalDay: World.yesterday, digests: ["e"])),
            digest([one], .targets(signalDay: World.yesterday, digests: ["d", "e"])),
        ]
        #expect(Set(all).count == all.count)
        #expect(digest([one, line("600001.SH", nil, 0)]) == digest([one]))
    }
}
