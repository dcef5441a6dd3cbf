import Foundation
import Market

@testable import History

extension SyntheticScenario {
    /// Some fifty stocks over forty days.
    static var small: SyntheticScenario {
        SyntheticScenario(
            seed: 7, firstDay: demo.firstDay, dayCount: 40, calendarDaysBefore: 5, calendarDaysAfter: 5, holidays: [],
            stocks: Stocks(shanghaiMain: 15, shenzhenMain: 12, chinext: 10, star: 8, beijing: 5), newListings: 4,
            riskWarned: 4, lowestStartYuan: 2, highestStartYuan: 200, longestSuspension: 5,
            perMillion: Rates(
                suspension: 5000, lockedUp: 5000, lockedDown: 5000, closeAtLimitUp: 10_000, closeAtLimitDown: 10_000,
                cashExDate: 5000, bonusExDate: 1000),
            targets: Targets(
                strategy: "small", everyDays: 3, lookbackDays: 10, count: 8, investedPerMillion: 900_000))
    }

    static var demoPath: String {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.path + "/sim/market.json"
    }

    /// The committed one, as it should read.
    static var demo: SyntheticScenario {
        func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }
        return SyntheticScenario(
            seed: 20_260_803, firstDay: day("2026-08-03"), dayCount: 60, calendarDaysBefore: 20, calendarDaysAfter: 30,
            holidays: ["2026-08-19", "2026-09-10", "2026-09-11", "2026-10-14"].map(day),
            stocks: Stocks(shanghaiMain: 110, shenzhenMain: 80, chinext: 60, star: 40, beijing: 10), newListings: 6,
            riskWarned: 8, lowestStartYuan: 2, highestStartYuan: 180, longestSuspension: 5,
            perMillion: Rates(
                suspension: 3000, lockedUp: 3000, lockedDown: 2000, closeAtLimitUp: 8000, closeAtLimitDown: 5000,
                cashExDate: 4000, bonusExDate: 800),
            targets: Targets(
                strategy: "synthetic_momentum", everyDays: 5, lookbackDays: 20, count: 20,
                investedPerMillion: 950_000))
    }
}

extension SyntheticMarket {
    /// The committed market, made once for all tests.
    static var demo: SyntheticMarket { get throws { try made.get() } }

    private static let made = Result { () throws(ScenarioFailure) in try SyntheticMarket(.demo) }
}
