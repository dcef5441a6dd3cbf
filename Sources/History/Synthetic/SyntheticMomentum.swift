package import Market

/// The targets of one signal day.
package struct SyntheticBatch: Hashable, Sendable {
    /// A stock and its share of the strategy's capital, in millionths.
    package struct Line: Hashable, Sendable {
        package var symbol: Symbol
        package var weightPerMillion: Int64
    }

    package var signalDay: Day
    /// Ascending by symbol.
    package var lines: [Line]
    package var cashPerMillion: Int64
}

/// Chooses targets by the return over the look back, and what will be in their way on the next day.
struct SyntheticMomentum {
    private let scenario: SyntheticScenario
    private let stocks: [SyntheticStock]
    /// Close × factor of each stock, day by day from its first bar.
    private var values: [[Int64]]
    private var lastBars: [DayBar?]

    init(_ scenario: SyntheticScenario, _ stocks: [SyntheticStock]) {
        self.scenario = scenario
        self.stocks = stocks
        values = Array(repeating: [], count: stocks.count)
        lastBars = Array(repeating: nil, count: stocks.count)
    }

    mutating func add(_ step: SyntheticWalk.Step, place: Int) {
        values[place].append(step.bar.close.li * step.factor)
        lastBars[place] = step.bar
    }

    /// The batch of a signal day; nil on other days, and on the last day, after which there would be no bars.
    ///
    /// The best by return over the look back, with one stock of STAR and one of Beijing at least, whose lots differ, where
    /// any of them traded.
    func batch(after day: Day, session: Int) -> SyntheticBatch? {
        let targets = scenario.targets
        let elapsed = session - targets.lookbackDays
        guard elapsed >= 0, elapsed.isMultiple(of: targets.everyDays), session + 1 < scenario.dayCount else {
            return nil
        }
        let ranked = ranking()
        var chosen = Array(ranked.prefix(targets.count))
        guard !chosen.isEmpty else { return nil }
        for board in [Board.star, .bse] where !chosen.contains(where: { stocks[$0].board == board }) {
            let last = chosen.lastIndex { stocks[$0].board == .main || stocks[$0].board == .chinext }
            if let place = ranked.first(where: { stocks[$0].board == board }) {
                chosen[last ?? chosen.count - 1] = place
            }
        }
        let weight = targets.investedPerMillion / Int64(chosen.count)
        return SyntheticBatch(
            signalDay: day,
            lines: chosen.sorted().map { SyntheticBatch.Line(symbol: stocks[$0].symbol, weightPerMillion: weight) },
            cashPerMillion: 1_000_000 - weight * Int64(chosen.count))
    }

    /// Stocks that can be chosen, the best first: traded on the day, not ST, with bars for the whole look back.
    private func ranking() -> [Int] {
        let lookback = scenario.targets.lookbackDays
        var scores: [(place: Int, score: Int128)] = []
        for (place, values) in values.enumerated() {
            guard let bar = lastBars[place], !bar.isSuspended, bar.isRiskWarned == false, values.count > lookback else {
                continue
            }
            let score = Int128(values[values.count - 1]) * 1_000_000 / Int128(values[values.count - 1 - lookback])
            scores.append((place, score))
        }
        return scores.sorted { ($1.score, $0.place) < ($0.score, $1.place) }.map(\.place)
    }

    /// What the next day is made to be for some of the stocks: of those that come in, one is suspended and one is locked at
    /// its upper limit, so that neither can be bought; of those that go out, one is locked at its lower limit.
    func obstacles(for batch: SyntheticBatch, after previous: SyntheticBatch?) -> [Int: SyntheticWalk.Event] {
        let now = Set(batch.lines.map(\.symbol))
        let before = Set(previous?.lines.map(\.symbol) ?? [])
        func places(_ isWanted: (Symbol) -> Bool) -> [Int] {
            stocks.indices.filter { place in
                // With a price limit on the next day.
                isWanted(stocks[place].symbol) && !(1...5 ~= (lastBars[place]?.listingDay ?? 6))
                    && lastBars[place]?.isSuspended == false
            }
        }
        var incoming = places { now.contains($0) && !before.contains($0) }
        if incoming.count < 2 { incoming = places(now.contains) }
        var forced: [Int: SyntheticWalk.Event] = [:]
        for (place, event) in zip(incoming, [SyntheticWalk.Event.lockedUp, .suspended]) { forced[place] = event }
        if let outgoing = places({ before.contains($0) && !now.contains($0) }).first { forced[outgoing] = .lockedDown }
        return forced
    }
}
