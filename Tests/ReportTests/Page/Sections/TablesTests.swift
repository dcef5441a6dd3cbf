import Market
import Testing

@testable import Report

@Suite struct TablesTests {
    private let bank = Symbol(digits: 600_000, venue: .shanghai) ?? Symbol(packed: 0)
    private let other = Symbol(digits: 1, venue: .shenzhen) ?? Symbol(packed: 0)
    private let days = Curves.days(45)

    @Test func `months stand in the row of their year, with colours by size`() {
        // January and February 2020 and two days of March.
        let equity = (0..<42).map { number -> Int64 in number < 20 ? 1030 : number < 40 ? 900 : 900 }
        let section = Pages.section("months", Curves.record(opening: 1000, equity))
        let rows = Pages.rows(section)
        #expect(
            rows.first == [
                "2020", "+3.0", "−12.6", "0.0", "", "", "", "", "", "", "", "", "", "−10.0",
            ])
        #expect(section.contains("<td class=\"g2\">+3.0</td><td class=\"l4\">−12.6</td><td>0.0</td>"))
        #expect(section.contains("<td class=\"l1 y\">−10.0</td>"))
        #expect(rows.last == ["2020", "42", "−10.00%", "−12.62%", "0%", "0", "0", "0"])
    }

    @Test func `years with an index have its return and the difference`() {
        let record = Curves.record(opening: 100, [110, 120], benchmark: (100, [105, 110]))
        let rows = Pages.rows(Pages.section("months", record))
        #expect(rows.last == ["2020", "2", "+20.00%", "+10.00%", "+10.00%", "0.00%", "0%", "0", "0", "0"])
    }

    @Test func `costs by kind with their share of value and equity`() {
        var record = ReplayRecord(openingCash: .yuan(1000), about: .init(title: ""))
        let fees = Fees(commission: .yuan(5), stampDuty: .yuan(1), transferFee: .fen(10), handlingFee: .fen(5))
        record.days = (0..<2).map { index in
            .row(
                days[index], equity: .yuan(1000), cash: .yuan(1000), bought: .yuan(250), sold: .yuan(250), fees: fees,
                dividends: .yuan(2))
        }
        let section = Pages.section("costs", record)
        #expect(
            Pages.rows(section).map { $0.prefix(3).joined(separator: " | ") } == [
                "Commission | 10.00 | 100.00", "Stamp duty | 2.00 | 20.00", "Transfer fee | 0.20 | 2.00",
                "Handling and regulatory fees | 0.10 | 1.00", "All fees | 12.30 | 123.00",
                "Slippage against decision prices | 0.00 | 0.00",
                "Slippage against the price at the plan | 0.00 | 0.00",
                "Slippage against the book at each order | 0.00 | 0.00",
            ])
        #expect(Pages.rows(section)[0][3] == "126.00%")
        #expect(Pages.plain(section).contains("Bought for 500 yuan, sold for 500; corporate actions paid 4."))
        // Half of the equity in a month: one bar, nearly as high as the picture.
        #expect(section.contains("d=\"M100.0,130V5.0h800.0V130z\""))
    }

    @Test func `nothing traded has no costs`() {
        #expect(Pages.section("costs", Curves.record(opening: 1, [1])).contains("Nothing was traded."))
    }

    @Test func `slippage as bars with their counts`() {
        var record = Curves.record(opening: 100, [100])
        let noon = days[0].at(TimeOfDay(12, 0))
        record.orders = [9_990, 10_000, 10_005, 10_020].map { price in
            .order("1", bank, .buy, 100, at: noon, value: Money(li: price * 100))
        }
        let section = Pages.section("slippage", record)
        let text = Pages.plain(section)
        #expect(text.contains("4 orders: +3.75 bp weighted by value, median +5.00 bp, 50.0% cost something."))
        #expect(text.contains("Extremes −10.0 and +20.0 bp"))
        #expect(section.components(of: " order</title></path>").count == 4)
        #expect(section.components(of: "class=\"f-loss\"").count == 2)
        // Counts have whole labels.
        #expect(section.contains(">0</text>") && section.contains(">1</text>") && !section.contains(">0.5</text>"))
        #expect(
            Pages.section("slippage", Curves.record(opening: 1, [1])).contains(
                "No order has both a fill and a decision price."))
    }

    @Test func `reasons by count with their meaning`() {
        var record = Curves.record(opening: 100, [100])
        record.reasons = ["cash", "limit_up", "cash", "cash"].map {
            .init(day: days[0], symbol: bank, weight: .one, target: 1, held: 0, reason: $0)
        }
        record.orders = [.order("1", bank, .buy, 100, at: days[0].at(TimeOfDay(9, 30)), value: .zero)]
        record.about.explanations = [.init("cash", "not enough cash")]
        let section = Pages.section("reasons", record)
        #expect(
            Pages.rows(section) == [
                ["cash", "not enough cash", "3", "75.0%", ""], ["limit_up", "", "1", "25.0%", ""],
            ])
        #expect(section.contains("width:100.0%") && section.contains("width:33.3%"))
        #expect(Pages.plain(section).contains("How the orders ended: filled 1."))
        #expect(
            Pages.section("reasons", Curves.record(opening: 1, [1])).contains("Every target line got its order"))
    }

    @Test func `winners and losers, the largest first`() {
        var record = Curves.record(opening: 1_000_000, [1_000_000])
        for (number, exit) in [11_000, 15_000, 8_000, 9_500].enumerated() {
            let symbol = number.isMultiple(of: 2) ? bank : other
            record.trade(symbol, .buy, 100, at: 10_000, on: days[number * 2])
            record.trade(symbol, .sell, 100, at: Int64(exit), on: days[number * 2 + 1])
        }
        record.about.names[bank] = "浦发银行"
        #expect(
            Pages.rows(Pages.section("trips", record)) == [
                ["000001.SZ", "500", "+50.0%", "2020-01-08 – 2020-01-09"],
                ["600000.SH 浦发银行", "100", "+10.0%", "2020-01-06 – 2020-01-07"],
                ["600000.SH 浦发银行", "−200", "−20.0%", "2020-01-10 – 2020-01-13"],
                ["000001.SZ", "−50", "−5.0%", "2020-01-14 – 2020-01-15"],
            ])
        #expect(Pages.section("trips", Curves.record(opening: 1, [1])).contains("No trade was closed."))
    }

    @Test func `no more than ten of each are shown`() {
        var record = Curves.record(opening: 1_000_000, [1_000_000])
        for number in 0..<15 {
            record.trade(bank, .buy, 100, at: 10_000, on: days[number * 2])
            record.trade(bank, .sell, 100, at: 11_000 + Int64(number), on: days[number * 2 + 1])
        }
        let section = Pages.section("trips", record)
        #expect(Pages.rows(section).count == 10)
        #expect(section.contains("<p class=\"soft\">None.</p>"))
    }

    @Test func `the largest holdings of the last day that has them`() {
        var record = Curves.record(opening: 1000, [1000, 1000])
        record.holdings = [
            .init(
                day: days[1],
                holdings: [
                    .init(symbol: other, shares: 1200, value: .yuan(300)),
                    .init(symbol: bank, shares: 100, value: .yuan(500)),
                ])
        ]
        let section = Pages.section("holdings", record)
        #expect(
            Pages.rows(section) == [
                ["600000.SH", "100", "500", "50.00%"], ["000001.SZ", "1,200", "300", "30.00%"],
            ])
        #expect(section.contains("(2 of 2)"))
        record.holdings[0].holdings = []
        #expect(Pages.section("holdings", record).contains("Nothing is held on 2020-01-07."))
        record.holdings = []
        #expect(Pages.section("holdings", record).contains("No holdings were recorded."))
    }

    @Test func `corporate actions, the last ones where there are many`() {
        var record = Curves.record(opening: 1000, [1000])
        record.act(bank, "bonus", 100, 130, cash: 1_005, on: days[0])
        var section = Pages.section("actions", record)
        #expect(Pages.rows(section) == [["2020-01-06", "600000.SH", "bonus", "100", "130", "1.01"]])
        #expect(section.contains("<summary>All 1</summary>"))
        for number in 0..<300 { record.act(bank, "dividend", 100, 100, cash: 1, on: days[number / 10 + 1]) }
        section = Pages.section("actions", record)
        #expect(Pages.rows(section).count == 250)
        #expect(section.contains("<summary>The last 250; 51 older ones are only in the file</summary>"))
        #expect(section.contains("By kind: dividend 300, bonus 1."))
        #expect(Pages.section("actions", Curves.record(opening: 1, [1])).contains("None touched a holding."))
    }

    @Test func `data, costs and settings in the order given`() {
        var record = Curves.record(opening: 1000, [1000])
        record.about.data = [.init("Bars", "a"), .init("Targets", "b")]
        record.about.settings = [.init("Profile", "market")]
        let section = Pages.section("settings", record)
        #expect(Pages.rows(section) == [["Bars", "a"], ["Targets", "b"], ["Profile", "market"]])
        // No heading without entries.
        #expect(section.contains("<h3>Data</h3>") && !section.contains("<h3>Costs</h3>"))
        #expect(Pages.section("checks", record).contains("<p class=\"bad\">None.</p>"))
    }
}
