import Testing

@testable import Market

@Suite struct DatedSeriesTests {
    @Test func `a row holds from its own day to the day before the next`() {
        let series = DatedSeries(before: "a", [(Day(2020, 1, 1), "b"), (Day(2020, 1, 2), "c"), (Day(2021, 6, 1), "d")])
        #expect(series[Day(2019, 12, 31)] == "a")
        #expect(series[Day(2020, 1, 1)] == "b")
        #expect(series[Day(2020, 1, 2)] == "c")
        #expect(series[Day(2021, 5, 31)] == "c")
        #expect(series[Day(2021, 6, 1)] == "d")
        #expect(series[Day(2199, 12, 31)] == "d")
        #expect(DatedSeries(before: 7)[Day(1990, 12, 19)] == 7)
    }

    @Test func `the switch days are those of the rules`() {
        let days: [(Day, String)] = [
            (.firstBand, "1996-12-16"), (.tradingRules2006, "2006-07-01"), (.shenzhenRules2011, "2011-02-28"),
            (.starOpens, "2019-07-22"), (.chinextReform, "2020-08-24"), (.delistingReform, "2020-12-31"),
            (.beijingOpens, "2021-11-15"), (.transferFeeCut2022, "2022-04-29"), (.convertibleBand, "2022-08-01"),
            (.registrationSystem, "2023-04-10"), (.feeCut2023, "2023-08-28"), (.rules2026, "2026-07-06"),
        ]
        for (day, text) in days { #expect(day.description == text) }
        // What the counting of first days rests on.
        for day in [Day.starOpens, .chinextReform, .registrationSystem] { #expect(day.weekday == 1) }
    }
}
