import Engine
import Market

extension Benchmarks {
    /// What the rules of risk cost a plan: 1,000 targets that are held, with every rule on, with those that everybody has
    /// while nothing is wrong, and the look for stops.
    static func risk() throws {
        let day = Day(year: 2026, month: 3, day: 3) ?? Day(number: 0)
        let days = (0..<300).map { day.advanced(by: $0 - 200) }
        let calendar = try TradingCalendar(days: days)
        let moment = day.at(TimeOfDay(9, 31))
        var facts = RiskFacts(policy: Policy.Risk(), day: day, calendar: calendar)
        var targets: [Planner.Target] = []
        var industries = SymbolMap<String>()
        for number in 600_000..<601_000 {
            guard let symbol = Symbol(digits: number, venue: .shanghai) else { continue }
            let price = Price.fen(Int64(500 + number % 3_000))
            facts.market[symbol] = Security(
                symbol: symbol, kind: InstrumentClass(symbol),
                instrument: Instrument(
                    symbol: symbol, name: "x", tick: .fen(1), upLimit: .fen(price.li * 11 / 100),
                    downLimit: .fen(price.li * 9 / 100), previousClose: price, isSuspended: false,
                    listed: day.advanced(by: -1_000)),
                quote: Quote(symbol: symbol, time: moment, last: price, phase: .continuous), quotedAt: moment)
            facts.holdings[symbol] = Holding(volume: 1_000, sellable: 1_000)
            facts.entries[symbol] = Entry(shares: 1_000, cost: price * 1_000, high: price)
            industries[symbol] = "industry \(number % 30)"
            targets.append(Planner.Target(symbol: symbol, weight: .ppm(Int64(500 + number % 1_000))))
        }
        facts.equity = .yuan(920_000)
        facts.peak = .yuan(1_000_000)
        let usual = facts
        median("overlay, \(targets.count) targets, the usual rules with nothing to say", runs: 501) {
            RiskOverlay(usual).apply(to: targets).targets.count
        }
        facts.policy.softGate = Policy.Risk.SoftGate()
        facts.policy.volatility = Policy.Risk.Volatility()
        facts.policy.regime = Policy.Risk.Regime()
        facts.policy.totalCap = .ppm(100_000)
        facts.policy.stockCap = .ppm(600)
        facts.policy.boardCaps = [.init(board: .main, cap: .ppm(300_000))]
        facts.policy.industryCap = .ppm(20_000)
        facts.policy.riskWarned = .sell
        facts.policy.excludedBoards = [.bse]
        facts.policy.newlyListedDays = 60
        facts.policy.pennyBelow = .fen(600)
        facts.policy.leavesSuspended = true
        facts.policy.locks = targets.prefix(5).map(\.symbol)
        facts.policy.blackList = targets.suffix(5).map { .init(symbol: $0.symbol, until: nil) }
        facts.inputs = RiskInputs(
            signalDay: day.advanced(by: -1), industryOf: industries,
            states: [
                .init(name: "regime", day: day.advanced(by: -1), value: "neutral"),
                .init(name: "volatility", day: day.advanced(by: -1), value: "30"),
            ])
        let all = facts
        median("overlay, \(targets.count) targets, every rule on", runs: 501) {
            RiskOverlay(all).apply(to: targets).verdicts.count
        }
    }
}
