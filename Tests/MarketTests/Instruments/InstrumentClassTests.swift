import Market
import Testing

@Suite struct InstrumentClassTests {
    /// Ranges of three-digit prefixes, as in ashare-rules 1.2.
    private static let ranges = """
        SH 000-000 - index
        SH 110-111 - cb
        SH 113-113 - cb
        SH 118-118 - cb
        SH 132-132 - eb
        SH 137-137 - eb
        SH 204-204 - repo
        SH 500-500 - closed_end_fund
        SH 501-502 - lof
        SH 506-506 - lof
        SH 508-508 - reit
        SH 510-510 - etf
        SH 511-511 - etf_bond     # to 511599
        SH 512-512 - etf
        SH 513-513 - etf_crossborder
        SH 515-517 - etf
        SH 518-518 - etf_gold
        SH 520-520 - etf_crossborder
        SH 530-530 - etf
        SH 560-563 - etf
        SH 580-580 - warrant
        SH 588-589 - etf
        SH 600-601 main stock
        SH 603-603 main stock
        SH 605-605 main stock
        SH 688-688 star stock
        SH 689-689 star cdr
        SH 900-900 main b_share
        SZ 000-003 main stock
        SZ 123-123 - cb
        SZ 127-128 - cb
        SZ 131-131 - repo
        SZ 150-151 - closed_end_fund
        SZ 159-159 - etf
        SZ 160-169 - lof
        SZ 180-180 - reit
        SZ 184-184 - closed_end_fund
        SZ 200-200 main b_share
        SZ 300-302 chinext stock
        SZ 399-399 - index
        BJ 430-439 bse stock
        BJ 830-839 bse stock
        BJ 870-889 bse stock
        BJ 899-899 - index
        BJ 920-920 bse stock
        """

    @Test func `every prefix of every exchange is what the table says, and all others are refused`() throws {
        var expected: [String: InstrumentClass] = [:]
        for row in TextTable.rows(Self.ranges) {
            let bounds = row[1].split(separator: "-").compactMap { Int($0) }
            let venue = try #require(Venue.allCases.first { $0.suffix == row[0] })
            let kind = try #require(InstrumentKind(rawValue: row[3]))
            let board = Board(rawValue: row[2])
            #expect((board == nil) == (row[2] == "-"))
            for prefix in bounds[0]...bounds[1] {
                expected["\(row[0])\(prefix)"] = InstrumentClass(venue: venue, board: board, kind: kind)
            }
        }
        var known = 0
        for venue in Venue.allCases {
            for prefix in 0...999 {
                for last in [0, 1, 500, 599] {
                    let symbol = try #require(Symbol(digits: prefix * 1000 + last, venue: venue))
                    #expect(InstrumentClass(symbol) == expected["\(venue.suffix)\(prefix)"], "\(symbol)")
                }
                if expected["\(venue.suffix)\(prefix)"] != nil { known += 1 }
            }
        }
        #expect(known == expected.count)
    }

    @Test func `money funds begin at 511600`() throws {
        #expect(InstrumentClass(try #require(Symbol("511599.SH")))?.kind == .etfBond)
        #expect(InstrumentClass(try #require(Symbol("511600.SH")))?.kind == .etfMoney)
        #expect(InstrumentClass(try #require(Symbol("511999.SH")))?.kind == .etfMoney)
    }

    @Test func `only stocks and depositary receipts are shares, and every kind is a fund or not`() {
        let funds: Set<InstrumentKind> = [
            .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof, .closedEndFund, .reit,
        ]
        for listing in Listings.all {
            #expect(listing.isShare == [.stock, .cdr].contains(listing.kind))
            #expect(listing.kind.isFund == funds.contains(listing.kind))
            #expect(listing.kind.isETF == listing.kind.rawValue.hasPrefix("etf"))
        }
    }
}
