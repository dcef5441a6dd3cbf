import Market
import Testing

@testable import Report

@Suite struct CurveSectionsTests {
    private func paths(_ id: String, _ record: ReplayRecord) -> [String] {
        Pages.section(id, record).components(of: " d=\"").map { String($0.prefix { $0 != "\"" }) }
    }

    @Test func `the curve goes from the opening cash to the last close`() {
        let record = Curves.record(opening: 100, [110, 100, 150])
        // From 1 to 1.5 with 4 % of room at either end, over 300 pixels.
        #expect(paths("equity", record) == ["M0,288.9L333,233.3L667,288.9L1000,11.1"])
    }

    @Test func `the index is as high as the account where it begins, and ends where it ends`() {
        let record = Curves.record(opening: 100, [110, 100, 150], benchmark: (nil, [50, 75, nil]))
        let index = paths("equity", record).first ?? ""
        // From the account's 1.1 by half to 1.65; the scale now goes from 0.974 to 1.676.
        #expect(index == "M333,246.2L667,11.1")
    }

    @Test func `the drawdown is an area below zero`() {
        let record = Curves.record(opening: 100, [50, 100])
        #expect(
            paths("drawdown", record) == [
                "M0,0.0L500,173.1L1000,0.0L1000,0.0L0,0.0Z", "M0,0.0L500,173.1L1000,0.0",
            ])
        #expect(
            Pages.rows(Pages.section("drawdown", record)) == [
                ["−50.00%", "opening cash", "2020-01-06", "2020-01-07", "2"]
            ])
    }

    @Test func `a fall that goes on is not recovered yet`() {
        let section = Pages.section("drawdown", Curves.record(opening: 100, [120, 90]))
        #expect(Pages.rows(section) == [["−25.00%", "2020-01-06", "2020-01-07", "not yet", "1"]])
        #expect(
            Pages.section("drawdown", Curves.record(opening: 100, [120, 130])).contains(
                "The account was never below its highest close."))
    }

    @Test(
        arguments: [
            (true, [101, 102], "Index (000300.SH), with dividends.</p>"),
            (
                false, [101, 102],
                "without dividends: the account has its dividends, so part of the difference is theirs.</p>"
            ),
            (true, [nil, nil], "Index (000300.SH) has no values for these days, so nothing is compared."),
            (
                true, [101, nil],
                "Compared is 1 day, 2020-01-06 to 2020-01-06: the account made 10.00%, the index 1.00%."
            ),
        ] as [(Bool, [Double?], String)])
    func `the page says what the index is`(dividends: Bool, closes: [Double?], expected: String) {
        var record = Curves.record(
            opening: 100, [110, 120], benchmark: (closes[0] == nil ? nil : 100, closes))
        record.about.benchmark?.includesDividends = dividends
        #expect(Pages.section("equity", record).contains(expected))
    }

    @Test func `exposure is the share of equity in holdings`() {
        let days = Curves.days(2)
        var record = ReplayRecord(openingCash: .yuan(100), about: .init(title: ""))
        record.days = [
            .row(days[0], equity: .yuan(100), cash: .yuan(50), holdings: 2),
            .row(days[1], equity: .yuan(100), cash: .yuan(20), holdings: 3),
        ]
        #expect(paths("exposure", record).last == "M0,150.0L500,75.0L1000,30.0")
        let text = Pages.plain(Pages.section("exposure", record))
        #expect(text.contains("Holdings 65.0% on average"))
        #expect(text.contains("The rest is cash, 35.0% on average"))
        #expect(
            text.contains("2.5 securities on average, at most 3. Lowest cash: 20.00 yuan on 2020-01-07."))
    }

    @Test func `borrowed money is more than all`() {
        let record = ReplayRecord(openingCash: .yuan(100), about: .init(title: ""))
        var over = record
        over.days = [.row(Curves.days(1)[0], equity: .yuan(100), cash: .yuan(-50), holdings: 1)]
        #expect(paths("exposure", over).last == "M0,150.0L1000,5.8")
    }

    @Test(arguments: ["equity", "drawdown", "exposure"])
    func `a picture without days is not drawn`(id: String) {
        let section = Pages.section(id, Curves.record(opening: 100, []))
        #expect(!section.contains("<svg"))
        #expect(section.contains("Not drawn"))
    }
}
