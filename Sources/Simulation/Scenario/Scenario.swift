package import Engine
package import Exchange
package import Market

/// Everything about a run that its seed decides before it begins: the market's days, the account, the targets, the policy.
package struct Scenario: Sendable {
    package let seed: UInt64
    /// Trading days of the run, in order, each with its market.
    package let sheets: [SheetDay]
    package let symbols: [Symbol]
    package let policy: Policy
    package let exchange: SimulatedExchange.Configuration
    /// By day of the run: what is delivered for it.
    package let deliveries: [Delivery]
    /// When the faults end, on the last day.
    package let calmAt: Timestamp
    /// When the process is started first, and again after each end of it so many seconds later.
    package let startAt: Timestamp
    package let restartSeconds: Int64

    /// The targets of one trading day.
    package struct Delivery: Hashable, Sendable {
        package var batches: [TargetBatch]
        /// What replaces them from `replacedAt` on.
        package var replacement: [TargetBatch]
        package var from: Timestamp
        package var replacedAt: Timestamp?
        package var refusals: [String]
    }

    package var days: [Day] { sheets.map(\.day) }
    package var lastDay: Day { sheets[sheets.count - 1].day }
    /// The run is over then.
    package var end: Timestamp { lastDay.at(TimeOfDay(15, 40)) }

    /// What the account number is on the right side: of no other text a part, so that a text that has it tells it.
    package static let account = "8800417752"
    /// And on the wrong one.
    static let otherAccount = "8800493306"

    static let calendar: TradingCalendar = {
        let first = Scenario.date("2026-02-23")
        // A holiday in the middle of a week is left out too.
        let days = (0..<260).map { first.advanced(by: $0) }.filter {
            $0.weekday <= 5 && $0 != Scenario.date("2026-03-12")
        }
        guard let calendar = try? TradingCalendar(days: days) else { preconditionFailure("the days ascend") }
        return calendar
    }()

    static let fees = FeeSchedule(
        commission: CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5), isAllIn: true))

    /// What may be traded: boards with different lots, limits and cages.
    private static let listed: [Symbol] = [
        "000001.SZ", "000333.SZ", "002594.SZ", "300059.SZ", "300750.SZ", "600000.SH", "600036.SH", "600519.SH",
        "601318.SH", "688111.SH", "688981.SH",
    ].compactMap { Symbol($0) }

    /// - Parameters:
    ///   - mix: Faults of the market and of the targets are drawn from it.
    ///   - symbolLimit: At most so many securities; for shrinking.
    ///   - drawsManner: How orders are worked is drawn too.
    package init(
        seed: UInt64, days count: Int?, mix: inout FaultMix, symbolLimit: Int = 10, drawsManner: Bool = true
    ) {
        self.seed = seed
        var chance = Chance(seed: seed, stream: 2)
        var dayCount = count ?? chance.pick([1, 1, 2, 3])
        if count == nil, mix[.marketFalls] > 0 { dayCount = 3 }
        if count == nil, mix[.weekend] > 0 || mix[.bonusOvernight] > 0 || mix[.lateDaySwitch] > 0 {
            dayCount = max(dayCount, 2)
        }
        // A run over a weekend begins on a Friday.
        let offset = mix[.weekend] > 0 && dayCount > 1 ? 4 : chance.below(9)
        let weekdays = Scenario.tradingDays(from: Scenario.date("2026-03-02").advanced(by: offset), count: dayCount)
        var symbols = Scenario.listed
        let wanted = max(1, min(chance.within(3...8), symbolLimit))
        while symbols.count > wanted { symbols.remove(at: chance.below(symbols.count)) }
        self.symbols = symbols
        if dayCount > 1,
            weekdays.indices.dropFirst().contains(where: { weekdays[$0].number - weekdays[$0 - 1].number > 1 }),
            mix.wants(.weekend)
        {
            mix.struck(.weekend)
        }

        let opening = Scenario.prices(symbols, &chance)
        let market = Scenario.market(symbols, opening, weekdays, &chance, &mix)
        sheets = market

        var configuration = SimulatedExchange.Configuration(
            openingCash: .yuan(Int64(chance.pick([30_000, 100_000, 500_000, 2_000_000]))), fees: Scenario.fees)
        configuration.participationPPM = mix[.thinVolume] > 0 ? 50_000 : chance.pick([nil, 100_000, 250_000])
        for (index, symbol) in symbols.enumerated() where chance.happens(500) {
            let shares = Shares(Int64(chance.pick([1, 2, 5, 10, 30])) * 100 + (chance.happens(100) ? 37 : 0))
            configuration.openingPositions.append(
                SimulatedExchange.Configuration.OpeningPosition(
                    symbol: symbol, volume: shares, cost: opening[index] * shares))
        }
        exchange = configuration
        // Not drawn: what else a seed means stays as it is.
        var policy = Scenario.policy(seed, symbols, &chance, &mix)
        policy.limits = Scenario.limits(seed: seed, symbols)
        policy.execution.manner.buyRelease = .afterSells
        if drawsManner { Scenario.drawManner(seed, into: &policy.execution) }
        self.policy = policy
        deliveries = Scenario.deliveries(weekdays, symbols, policy, &chance, &mix)

        let last = weekdays[weekdays.count - 1]
        calmAt = last.at(TimeOfDay(9, 25)).adding(seconds: Int64(chance.within(0...3000)))
        let first = weekdays[0]
        if mix.strikes(.startsLate) {
            startAt = first.at(
                chance.pick([TimeOfDay(9, 33), TimeOfDay(11, 45), TimeOfDay(14, 58), TimeOfDay(15, 20)]))
        } else {
            startAt = first.at(TimeOfDay(8, 45)).adding(seconds: Int64(chance.within(0...900)))
        }
        restartSeconds = Int64(chance.pick([5, 5, 30, 120]))
    }

    private static func date(_ text: String) -> Day { Day(text) ?? Day(number: 0) }

    private static func tradingDays(from day: Day, count: Int) -> [Day] {
        var days: [Day] = []
        var next = day
        while days.count < count {
            if (try? calendar.isTradingDay(next)) ?? false { days.append(next) }
            next = next.advanced(by: 1)
        }
        return days
    }

    private static func policy(
        _ seed: UInt64, _ symbols: [Symbol], _ chance: inout Chance, _ mix: inout FaultMix
    ) -> Policy {
        // Every third is a real account.
        var policy = Policy(account: account, isSimulated: seed % 3 != 0, fees: fees)
        let minutes = chance.pick([4, 8, 8, 15, 30])
        policy.execution.windowEnd = TimeOfDay(9, 31 + Int32(min(minutes, 28)))
        if chance.happens(60) { policy.execution.windowEnd = TimeOfDay(14, 50) }
        policy.execution.sellPatienceSeconds = Int64(chance.pick([60, 120, 600]))
        policy.execution.scope = chance.happens(300) ? .account : .own
        policy.execution.sizing = chance.happens(300) ? .last : .previousClose
        policy.execution.ordersPerSecond = chance.pick([1, 5, 5])
        policy.execution.inFlightMaximum = chance.pick([1, 4, 4])
        policy.execution.cashBuffer = chance.happens(500) ? .zero : .ppm(5_000)
        policy.execution.minimumOrder = chance.happens(700) ? .yuan(2_000) : .zero
        if chance.happens(150) { policy.execution.boards = Board.allCases.filter { $0 != .star } }
        policy.execution.blockedLines = chance.happens(200) ? .carry : .drop
        if chance.happens(300) { policy.risk.stopLoss = nil }
        // So that a day or two are enough.
        if mix[.marketFalls] > 0 { policy.risk.drawdownLimit = .ppm(50_000) }
        // Another stream, so that what else is drawn stays what it was.
        Scenario.drawRisk(&policy.risk, symbols, seed: seed)
        if mix[.strategyMissing] > 0 {
            policy.strategies = [
                Policy.Strategy(name: "alpha", capital: .ppm(600_000)),
                Policy.Strategy(name: "beta", capital: .ppm(400_000)),
            ]
        }
        return policy
    }
}
