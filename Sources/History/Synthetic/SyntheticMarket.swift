package import Market

/// An invented market that keeps the rules: for demonstrations and tests that may not carry real data.
///
/// Made from a scenario by integer arithmetic and a generator of its own, so that a seed gives the same bytes on every
/// machine. Prices lie on the tick and within the day's limits; there are suspensions, locked limit days, ex-dates, ST
/// stocks and new listings. With it come target positions that meet some of these on their execution day.
package struct SyntheticMarket: Hashable, Sendable {
    package let scenario: SyntheticScenario
    /// Ascending by symbol.
    package let stocks: [SyntheticStock]
    /// The trading days, some before and some after those with bars.
    package let calendarDays: [Day]
    /// One for each day with bars.
    package let sheets: [DaySheet]
    /// Adjustment factors of the bars, in millionths, in the order of the sheets.
    package let factors: [[Int64]]
    /// Ascending by signal day; the day after each has bars.
    package let batches: [SyntheticBatch]

    package init(_ scenario: SyntheticScenario) throws(ScenarioFailure) {
        try scenario.check()
        var random = SyntheticRandom(seed: scenario.seed)
        let calendar = SyntheticCalendar(scenario)
        let stocks = SyntheticStock.all(scenario, calendar.sessions, &random)
        var walks = stocks.map { SyntheticWalk($0, scenario) }
        var momentum = SyntheticMomentum(scenario, stocks)
        var sheets: [DaySheet] = []
        var factors: [[Int64]] = []
        var batches: [SyntheticBatch] = []
        var forced: [Int: SyntheticWalk.Event] = [:]
        for (session, day) in calendar.sessions.enumerated() {
            let market = random.around(deviation: 8000)
            var bars: [DayBar] = []
            var dayFactors: [Int64] = []
            for place in walks.indices where session >= stocks[place].firstSession {
                let step = walks[place].step(day, session: session, market: market, forced: forced[place], &random)
                bars.append(step.bar)
                dayFactors.append(step.factor)
                momentum.add(step, place: place)
            }
            sheets.append(DaySheet(day: day, bars: bars))
            factors.append(dayFactors)
            forced = [:]
            if let batch = momentum.batch(after: day, session: session) {
                forced = momentum.obstacles(for: batch, after: batches.last)
                batches.append(batch)
            }
        }
        self.scenario = scenario
        self.stocks = stocks
        self.sheets = sheets
        self.factors = factors
        self.batches = batches
        calendarDays = calendar.days
    }
}
