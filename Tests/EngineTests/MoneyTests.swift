import Engine
import Market
import Testing

@Suite struct BuyAllocationTests {
    private let kind = InstrumentClass(venue: .shanghai, board: .main, kind: .stock)

    @Test func `E22: a buy takes what it can pay, fees included, and not a lot more`() {
        var seed = SplitMix64(state: 11)
        for round in 0..<2_000 {
            let price = Price.fen(Int64(seed.next() % 5_000) + 1)
            let cash = Money.fen(Int64(seed.next() % 100_000_000))
            var allocation = BuyAllocation(day: Make.day, fees: World.fees, cash: cash)
            let taken = allocation.take(upTo: Shares(.max), at: price, of: kind)
            let note: Comment = "round \(round) of seed 11: \(price) with \(cash)"
            #expect(allocation.cash >= .zero, note)
            #expect(taken.count % 100 == 0, note)
            let more = taken + 100
            // Above the size cap the quantity is split, and every part pays its minimum.
            if more <= 1_000_000 {
                let value = price * more
                let fees = World.fees.fees(for: kind, on: Make.day, side: .buy, turnover: value, shares: more)
                #expect(value + fees.total > cash, note)
            }
        }
    }

    @Test func `earlier lines come first, and a later one gets the rest`() {
        var allocation = BuyAllocation(day: Make.day, fees: World.fees, cash: .yuan(10_000))
        #expect(allocation.take(upTo: 600, at: .fen(1_000), of: kind) == 600)
        #expect(allocation.take(upTo: 600, at: .fen(1_000), of: kind) == 300)
        #expect(allocation.take(upTo: 600, at: .fen(1_000), of: kind) == 0)
    }

    @Test func `nothing is bought with nothing`() {
        var allocation = BuyAllocation(day: Make.day, fees: World.fees, cash: .yuan(-5))
        #expect(allocation.take(upTo: 600, at: .fen(1_000), of: kind) == 0)
    }

    @Test func `single shares are bought where the board allows them`() {
        let star = InstrumentClass(venue: .shanghai, board: .star, kind: .stock)
        var allocation = BuyAllocation(day: Make.day, fees: World.fees, cash: .yuan(10_000))
        #expect(allocation.take(upTo: 900, at: .fen(3_000), of: star) == 333)
        var poor = BuyAllocation(day: Make.day, fees: World.fees, cash: .yuan(5_000))
        #expect(poor.take(upTo: 900, at: .fen(3_000), of: star) == 0)
    }
}

@Suite struct PricePolicyTests {
    private let prices = PricePolicy(day: Make.day, collar: .ppm(10_000))

    @Test func `a buy goes through the ask by the collar, a sell through the bid`() {
        #expect(prices.limit(.buy, Make.security(), in: .continuous) == Make.price("10.10"))
        #expect(prices.limit(.sell, Make.security(), in: .continuous) == Make.price("9.90"))
    }

    @Test func `never past the day's limits`() {
        #expect(prices.limit(.buy, Make.security(last: "10.95"), in: .continuous) == Make.price("11.00"))
        #expect(prices.limit(.sell, Make.security(last: "9.05"), in: .continuous) == Make.price("9.00"))
    }

    @Test func `a wide collar stays a tick inside the cage`() {
        let wide = PricePolicy(day: Make.day, collar: .ppm(90_000))
        #expect(wide.limit(.buy, Make.security(), in: .continuous) == Make.price("10.19"))
        #expect(wide.limit(.sell, Make.security(), in: .continuous) == Make.price("9.81"))
    }

    @Test func `E14: no price from unknowns`() {
        #expect(prices.limit(.buy, Make.security(last: nil), in: .continuous) == nil)
        #expect(prices.limit(.buy, Make.security(up: nil), in: .continuous) == nil)
        #expect(prices.limit(.buy, Make.security(last: "12.00"), in: .continuous) != nil)
    }

    @Test func `E12 E03: limits are on the tick, inside limits and cage, for any quote`() {
        var seed = SplitMix64(state: 3)
        for round in 0..<2_000 {
            let previous = Int64(seed.next() % 20_000) + 20
            let up = (previous * 11 + 5) / 10
            let down = (previous * 9 + 5) / 10
            let last = down + Int64(seed.next() % UInt64(up - down + 1))
            func text(_ fen: Int64) -> String { "\(Price.fen(fen))" }
            let security = Make.security(last: text(last), previous: text(previous), up: text(up), down: text(down))
            let policy = PricePolicy(day: Make.day, collar: .ppm(Int64(seed.next() % 100_000)))
            for side in Side.allCases {
                guard let price = policy.limit(side, security, in: .continuous), let kind = security.kind else {
                    Issue.record("round \(round) of seed 3: no price")
                    continue
                }
                #expect(price.li % 10 == 0)
                #expect(price >= .fen(down) && price <= .fen(up), "round \(round) of seed 3")
                let book = TopOfBook(
                    bid: security.last, ask: security.last, last: security.last, previousClose: security.previousClose)
                if let bound = kind.cageBound(on: Make.day, phase: .continuous, side: side, book: book) {
                    #expect(side == .buy ? price <= bound : price >= bound, "round \(round) of seed 3")
                }
            }
        }
    }
}

@Suite struct SnapshotCheckTests {
    private func snapshot(_ change: (inout AccountSnapshot) -> Void = { _ in }) -> AccountSnapshot {
        var snapshot = AccountSnapshot(
            asOf: Make.noon, sequence: 0, tradingDay: Make.day,
            asset: AssetReport(cash: .yuan(1), frozenCash: .zero, marketValue: .zero, total: .yuan(1)),
            positions: .empty,
            orders: .empty, fills: .empty)
        change(&snapshot)
        return snapshot
    }

    private func problem(_ snapshot: AccountSnapshot, book: Book = Book()) -> SnapshotCheck.Problem? {
        var book = book
        if book.day == nil { book.apply(.dayBegan(Make.day)) }
        return SnapshotCheck.problem(
            in: snapshot, book: book, day: Make.day, now: Make.noon.adding(seconds: 1), ageMaximumSeconds: 60)
    }

    @Test func `a whole and fresh snapshot is believed`() {
        #expect(problem(snapshot()) == nil)
    }

    @Test func `B04 D01 D24 R13: unknown is never read as empty`() {
        #expect(problem(snapshot { $0.positions = .unknown }) == .unknownPositions)
        #expect(problem(snapshot { $0.orders = .unknown }) == .unknownOrders)
        #expect(problem(snapshot { $0.fills = .unknown }) == .unknownFills)
        #expect(problem(snapshot { $0.asset = nil }) == .unknownAsset)
    }

    @Test func `D02 D03 D29: another day, an old moment, a zero account are refused`() {
        #expect(problem(snapshot { $0.tradingDay = World.yesterday }) == .notToday(World.yesterday))
        #expect(problem(snapshot { $0.tradingDay = nil }) == .notToday(nil))
        #expect(problem(snapshot { $0.asOf = Make.noon.adding(seconds: -60) }) == .old(ageMilliseconds: 61_000))
        let held = PositionReport(symbol: Make.symbol("600000.SH"), volume: 100, sellable: 100)
        #expect(
            problem(
                snapshot {
                    $0.positions = .rows([held])
                    $0.asset?.total = .zero
                }) == .assetIsZero)
    }

    @Test func `D01 Q10: no positions are not believed while the money says that there are some`() {
        let value = Money.yuan(1_000)
        for positions in [AccountSnapshot.Section<PositionReport>.empty, .rows([])] {
            let cutOff = snapshot {
                $0.positions = positions
                $0.asset?.marketValue = value
            }
            #expect(problem(cutOff) == .positionsMissing)
        }
        let flat = snapshot {
            $0.positions = .empty
            $0.asset?.marketValue = .zero
        }
        #expect(problem(flat) == nil)
    }

    @Test func `a list that lacks what we know, or fills that do not add up, are refused`() {
        let intent = Make.intent()
        let id = intent.submission.clientOrderID
        var book = Book()
        book.apply(.dayBegan(Make.day))
        book.apply(.intended(intent))
        #expect(problem(snapshot(), book: book) == nil)
        book.apply(.orderChanged(id, .working(.partial), filled: 400, brokerOrderID: nil, message: ""))
        #expect(problem(snapshot(), book: book) == .behind(id))
        let row = Make.report(intent, .partial, filled: 400)
        #expect(problem(snapshot { $0.orders = .rows([row]) }, book: book) == .torn(id))
        let whole = snapshot {
            $0.orders = .rows([row])
            $0.fills = .rows([Make.fill(intent, "T1", 400)])
        }
        #expect(problem(whole, book: book) == nil)
    }

    @Test func `R13: no plan is made while a list is unknown, and one is made when it is known`() {
        var world = World()
        world.stocks[World.symbol("600000.SH")] = World.Stock("10.00")
        world.target([("600000.SH", "0.5")])
        world.hidesPositions = true
        world.start()
        world.run(to: TimeOfDay(10, 0))
        #expect(world.submitted.isEmpty)
        #expect(!world.engine.link.isReconciled)
        world.hidesPositions = false
        world.run(to: TimeOfDay(10, 1))
        #expect(world.submitted.count == 1)
    }
}
