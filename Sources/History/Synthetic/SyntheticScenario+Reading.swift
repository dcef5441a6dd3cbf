import FoundationEssentials
import Market

extension SyntheticScenario {
    /// Reads and checks a scenario file.
    package static func read(_ path: String) throws(ScenarioFailure) -> SyntheticScenario {
        let bytes: [UInt8]
        do {
            bytes = try OpenFile.contents(of: path)
        } catch {
            throw ScenarioFailure(path: path, words: error.description)
        }
        do {
            let scenario = try JSONDecoder().decode(SyntheticScenario.self, from: Data(bytes))
            let names = try JSONDecoder().decode(JSONNames.self, from: Data(bytes))
            let known = try JSONDecoder().decode(JSONNames.self, from: JSONEncoder().encode(scenario))
            if let name = names.firstUnknown(to: known) {
                throw ScenarioFailure(path: path, words: "'\(name)' is not a known name; correct or remove it")
            }
            try scenario.check()
            return scenario
        } catch let failure as ScenarioFailure {
            throw ScenarioFailure(path: path, words: failure.words)
        } catch let error as DecodingError {
            throw ScenarioFailure(path: path, words: ScenarioFailure.words(of: error))
        } catch {
            throw ScenarioFailure(path: path, words: "it is not JSON; see sim/market.json for an example")
        }
    }

    /// Throws on the first value that no market can be made from.
    package func check() throws(ScenarioFailure) {
        func require(_ condition: Bool, _ words: String) throws(ScenarioFailure) {
            if !condition { throw ScenarioFailure(path: nil, words: words) }
        }
        try require(1...5000 ~= dayCount, "dayCount must be from 1 to 5000")
        try require(0...1000 ~= calendarDaysBefore, "calendarDaysBefore must be from 0 to 1000")
        try require(1...1000 ~= calendarDaysAfter, "calendarDaysAfter must be from 1 to 1000")
        try require(
            firstDay.weekday <= 5 && !holidays.contains(firstDay),
            "firstDay \(firstDay) must be a weekday and no holiday")
        // Before, the boards had other first days and bands, which the listing days here do not keep to.
        try require(
            firstDay >= SyntheticScenario.earliestFirstDay,
            "firstDay must not be before \(SyntheticScenario.earliestFirstDay)")
        let counts = [stocks.shanghaiMain, stocks.shenzhenMain, stocks.chinext, stocks.star, stocks.beijing]
        try require(counts.allSatisfy { 0...900 ~= $0 }, "each number in stocks must be from 0 to 900")
        try require(stocks.total > 0, "stocks must name at least one")
        try require(stocks.star > 0 && stocks.beijing > 0, "star and beijing must be above zero: the targets hold both")
        try require(0...stocks.total / 2 ~= newListings, "newListings must be at most half of the stocks")
        try require(
            0...(stocks.shanghaiMain + stocks.shenzhenMain) / 2 ~= riskWarned,
            "riskWarned must be at most half of the main boards' stocks")
        try require(
            2...10_000 ~= lowestStartYuan && lowestStartYuan...10_000 ~= highestStartYuan,
            "start prices must be from 2 to 10000 yuan, the lowest first")
        try require(1...100 ~= longestSuspension, "longestSuspension must be from 1 to 100 days")
        let rates = perMillion
        try require(
            [
                rates.suspension, rates.lockedUp, rates.lockedDown, rates.closeAtLimitUp, rates.closeAtLimitDown,
                rates.cashExDate, rates.bonusExDate,
            ].allSatisfy { 0...1_000_000 ~= $0 },
            "rates must be from 0 to 1000000")
        try require(
            rates.events <= 1_000_000 && rates.cashExDate + rates.bonusExDate <= 1_000_000,
            "rates must not be more than 1000000 together")
        try checkTargets(require)
    }

    private static var earliestFirstDay: Day { Day(year: 2024, month: 1, day: 2) ?? Day(number: 0) }

    private func checkTargets(
        _ require: (Bool, String) throws(ScenarioFailure) -> Void
    ) throws(ScenarioFailure) {
        try require(1...250 ~= targets.everyDays, "targets.everyDays must be from 1 to 250")
        try require(1...250 ~= targets.lookbackDays, "targets.lookbackDays must be from 1 to 250")
        try require(
            2...1000 ~= targets.count && targets.count <= (stocks.total - newListings) / 2,
            "targets.count must be from 2 to half of the stocks")
        try require(0...1_000_000 ~= targets.investedPerMillion, "targets.investedPerMillion must be from 0 to 1000000")
        let isPlain = targets.strategy.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        try require(
            isPlain && !targets.strategy.isEmpty, "targets.strategy must be of small letters, digits and underscores")
    }
}
