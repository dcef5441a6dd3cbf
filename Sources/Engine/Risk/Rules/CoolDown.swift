import Market

/// Keeps what a stop has sold from being bought again at once.
enum CoolDown {
    /// Whether a security whose stopped holding ended on `ended` must not be bought on `day`: on the day itself always (R05),
    /// and on the next trading days. A calendar that does not reach back so far says that it is long past.
    static func bars(_ ended: Day, on day: Day, days: Int, _ calendar: TradingCalendar) -> Bool {
        guard ended < day else { return true }
        guard let passed = try? calendar.tradingDays(in: ended...day) else { return false }
        // The first of them is the day of the sale.
        let isCounted = passed.first == ended
        return passed.count - (isCounted ? 1 : 0) <= days
    }

    static func apply(to pass: inout RiskPass) {
        let stops = pass.facts.standing.stops
        guard !stops.isEmpty else { return }
        for (symbol, stop) in stops {
            guard let ended = stop.endedOn, let index = pass.index(of: symbol),
                bars(ended, on: pass.facts.day, days: pass.facts.policy.cooldownDays, pass.facts.calendar)
            else { continue }
            pass.keep(index, .coolDown, .fact("\(stop.reason.rawValue) sold it on \(ended)"))
        }
    }

    static let page = RulePage(
        name: "cool_down", title: "Cool-down after a stop",
        text: """
            What stop-loss, take-profit or trailing stop have sold is not bought again on that day and on the cooldown_days \
            trading days after it, also where targets name it. A part that somebody else has bought meanwhile is kept.
            """,
        settings: [
            .init("risk.cooldown_days", standard: "5", "trading days; 0: only the rest of the day itself")
        ], reasons: [.coolDown])
}
