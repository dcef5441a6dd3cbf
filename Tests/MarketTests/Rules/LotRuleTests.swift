import Testing

@testable import Market

@Suite struct LotRuleTests {
    /// Class, day, then minimum, step, and the maxima of limit, market and after-hours orders.
    private static let table = """
        sh.main    2026-10-12 100 100 1000000 1000000 1000000
        sz.main    2005-01-04 100 100 1000000 1000000 1000000
        sz.chinext 2020-08-21 100 100 1000000 1000000 1000000
        sz.chinext 2020-08-24 100 100  300000  150000 1000000
        sh.star    2019-07-22 200   1  100000   50000 1000000
        sh.cdr     2026-10-12 200   1  100000   50000 1000000
        bj.bse     2021-11-15 100   1 1000000 1000000 1000000
        sh.etf     2026-10-12 100 100 1000000 1000000 1000000
        sz.lof     2026-10-12 100 100 1000000 1000000 1000000
        sh.reit    2026-10-12 100 100 1000000 1000000 1000000
        sz.cb      2026-10-12  10  10 1000000 1000000 1000000
        sh.b_share 2026-10-12 100 100 1000000 1000000 1000000
        """

    @Test func `minimum, step and maximum by class, day and style`() throws {
        for row in TextTable.rows(Self.table) {
            let listing = try Listings.named(row[0])
            for (column, style) in zip(4..., OrderStyle.allCases) {
                let rule = try listing.lotRule(on: TextTable.day(row[1]), style: style)
                let numbers = [rule.minimum, rule.step, rule.maximum].map(\.description)
                #expect(numbers == [row[2], row[3], row[column]], "\(row.joined(separator: " ")) \(style)")
            }
        }
    }

    /// What a class accepts, by the words of ashare-rules 9.
    private static func isBuyable(_ count: Int64, board: String) -> Bool {
        switch board {
        case "sh.star": count >= 200
        case "bj.bse": count >= 100
        case "sz.cb": count > 0 && count % 10 == 0
        default: count > 0 && count % 100 == 0
        }
    }

    @Test(arguments: ["sh.main", "sz.chinext", "sh.star", "bj.bse", "sh.etf", "sz.cb"])
    func `E09 E10: every want up to a thousand, with every kind of position, gives the largest order that is accepted`(
        name: String
    ) throws {
        let rule = try Listings.named(name).lotRule(on: Day(2026, 10, 12))
        var wrong: [String] = []
        func compare(_ got: Shares, _ expected: Int64, _ what: @autoclosure () -> String) {
            if got.count != expected { wrong.append("\(what()): \(got), not \(expected)") }
        }
        var buy: Int64 = 0
        for want in Int64(0)...1000 {
            if Self.isBuyable(want, board: name) { buy = want }
            compare(rule.largestBuy(upTo: Shares(want)), buy, "buy \(want)")
            if rule.isBuyable(Shares(want)) != (buy == want && want > 0) { wrong.append("is \(want) buyable") }
        }
        for position in [Int64(0), 1, 50, 99, 100, 101, 150, 199, 200, 201, 250, 350, 777, 1000, 2000] {
            var sell: Int64 = 0
            for want in Int64(0)...1000 {
                let isAccepted =
                    want > 0 && want <= position && (want == position || Self.isBuyable(want, board: name))
                if isAccepted { sell = want }
                compare(
                    rule.largestSell(upTo: Shares(want), position: Shares(position)), sell,
                    "sell \(want) of \(position)")
                if rule.isSellable(Shares(want), position: Shares(position)) != isAccepted {
                    wrong.append("is \(want) of \(position) sellable")
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `E11: large wants stop at the maximum, which is accepted itself`() {
        for listing in Listings.all {
            for style in OrderStyle.allCases {
                let rule = listing.lotRule(on: Day(2026, 10, 12), style: style)
                #expect(rule.largestBuy(upTo: 2_000_000) == rule.maximum)
                #expect(rule.largestSell(upTo: 3_000_050, position: 3_000_050) == rule.maximum)
                #expect(rule.largestSell(upTo: 2_000_000, position: 3_000_050) == rule.maximum)
                #expect(rule.maximum.count % rule.step.count == 0 && rule.minimum.count % rule.step.count == 0)
                if rule.maximum > .zero {
                    #expect(rule.isBuyable(rule.maximum))
                    #expect(!rule.isBuyable(rule.maximum + rule.step))
                    #expect(!rule.isSellable(rule.maximum + rule.step, position: rule.maximum + rule.step))
                }
            }
        }
    }

    @Test func `negative wants and positions give nothing`() {
        for listing in Listings.all {
            let rule = listing.lotRule(on: Day(2026, 10, 12))
            #expect(rule.largestBuy(upTo: -100) == .zero)
            #expect(rule.largestSell(upTo: -100, position: 100) == .zero)
            #expect(rule.largestSell(upTo: -5, position: -10) == .zero)
            #expect(rule.largestSell(upTo: 100, position: -10) == .zero)
            #expect(!rule.isBuyable(-100) && !rule.isSellable(-100, position: -100) && !rule.isSellable(0, position: 0))
        }
    }

    @Test(arguments: ["sh.repo", "sh.warrant", "sz.index"])
    func `no order is accepted where no quantity is known`(name: String) throws {
        let rule = try Listings.named(name).lotRule(on: Day(2008, 10, 13))
        for count in [Int64(0), 1, 100, 1_000_000] {
            #expect(rule.largestBuy(upTo: Shares(count)) == .zero)
            #expect(rule.largestSell(upTo: Shares(count), position: Shares(count)) == .zero)
            #expect(!rule.isBuyable(Shares(count)))
        }
    }
}
