import Testing

@testable import Market

@Suite struct CageTests {
    /// Day, class, reference, highest buy, lowest sell.
    private static let table = """
        # CAG-01: no ten ticks
        2019-07-19 sh.star    10.00  -      -
        2019-07-22 sh.star    50.55  51.56  49.54
        2026-07-06 sh.star     3.00   3.06   2.94
        2026-07-06 sh.star     0.20   0.21   0.19   # 2 % rounds to nothing: one tick
        # CAG-02, CAG-03
        2020-08-21 sz.chinext  3.00  -      -
        2020-08-24 sz.chinext  3.00   3.06   2.94
        2023-04-07 sz.chinext  3.00   3.06   2.94
        2023-04-10 sz.chinext  3.00   3.10   2.90
        # CAG-04, CAG-06
        2023-04-07 sh.main    10.00  -      -
        2023-04-10 sh.main    10.00  10.20   9.80
        2023-04-10 sz.main     5.00   5.10   4.90   # both ways the same
        2023-04-10 sz.main     5.01   5.11   4.91
        2023-04-10 sz.main     5.25   5.36   5.15   # 5.355 and 5.145, half up
        2024-01-02 sh.main     0.08   0.18   0.01   # never below one tick
        # CAG-05
        2021-11-12 bj.bse     10.00  -      -
        2021-11-15 bj.bse     10.00  10.50   9.50
        2024-01-02 bj.bse      2.00   2.10   1.90
        2024-01-02 bj.bse      1.50   1.60   1.40
        # Not for funds and bonds
        2024-01-02 sh.etf      3.456 -      -
        2024-01-02 sz.cb     120.000 -      -
        2024-01-02 sh.index   10.000 -      -
        """

    @Test func `the bounds around every switch of the rules`() throws {
        for row in TextTable.rows(Self.table) {
            let listing = try Listings.named(row[1])
            let day = try TextTable.day(row[0])
            let reference = try TextTable.price(row[2])
            let book = TopOfBook(bid: reference, ask: reference, last: nil, previousClose: nil)
            #expect(
                try listing.cageBound(on: day, phase: .continuous, side: .buy, book: book) == TextTable.price(row[3]),
                "\(row.joined(separator: " "))")
            #expect(
                try listing.cageBound(on: day, phase: .continuous, side: .sell, book: book) == TextTable.price(row[4]),
                "\(row.joined(separator: " "))")
        }
    }

    @Test func `the reference is the other side, then the own, then the last trade, then the previous close`() throws {
        let listing = try Listings.named("sh.main")
        let day = Day(2024, 1, 2)
        var book = TopOfBook(bid: .fen(2000), ask: .fen(3000), last: .fen(4000), previousClose: .fen(5000))
        func bound(_ side: Side) -> Price? { listing.cageBound(on: day, phase: .continuous, side: side, book: book) }
        #expect(bound(.buy) == .fen(3060) && bound(.sell) == .fen(1960))
        book.ask = nil
        #expect(bound(.buy) == .fen(2040) && bound(.sell) == .fen(1960))
        book.ask = .fen(3000)
        book.bid = nil
        #expect(bound(.buy) == .fen(3060) && bound(.sell) == .fen(2940))
        book.ask = nil
        #expect(bound(.buy) == .fen(4080) && bound(.sell) == .fen(3920))
        book.last = nil
        #expect(bound(.buy) == .fen(5100) && bound(.sell) == .fen(4900))
        book.previousClose = nil
        #expect(bound(.buy) == nil && bound(.sell) == nil)
    }

    @Test func `only continuous trading has a cage`() throws {
        let book = TopOfBook(bid: .fen(1000), ask: .fen(1001), last: nil, previousClose: nil)
        for listing in Listings.shares {
            for phase in SessionPhase.allCases {
                let bound = listing.cageBound(on: Day(2026, 10, 12), phase: phase, side: .buy, book: book)
                #expect((bound != nil) == (phase == .continuous))
            }
        }
    }

    @Test func `a passive price is always inside and the bound is on the tick`() {
        for listing in Listings.shares {
            for fen in Int64(1)...3000 {
                let book = TopOfBook(bid: .fen(fen), ask: .fen(fen + 1), last: nil, previousClose: nil)
                let buy = listing.cageBound(on: Day(2026, 10, 12), phase: .continuous, side: .buy, book: book)
                let sell = listing.cageBound(on: Day(2026, 10, 12), phase: .continuous, side: .sell, book: book)
                guard let buy, let sell, buy > .fen(fen + 1), sell < .fen(fen) || fen == 1, buy.li % 10 == 0,
                    sell.li % 10 == 0, sell.li > 0
                else {
                    Issue.record("\(listing) \(fen): \(String(describing: buy)), \(String(describing: sell))")
                    return
                }
            }
        }
    }

    @Test func `orders outside were parked on ChiNext alone, until 2023-04-09`() throws {
        let chinext = try Listings.named("sz.chinext")
        #expect(!chinext.parksOutsideCage(on: Day(2020, 8, 21)))
        #expect(chinext.parksOutsideCage(on: Day(2020, 8, 24)))
        #expect(chinext.parksOutsideCage(on: Day(2023, 4, 7)))
        #expect(!chinext.parksOutsideCage(on: Day(2023, 4, 10)))
        #expect(!(try Listings.named("sh.star").parksOutsideCage(on: Day(2021, 3, 1))))
    }
}
