import Market

/// Leaves securities alone in their first days.
enum NewlyListed {
    static func apply(to pass: inout RiskPass) {
        guard let least = pass.facts.policy.newlyListedDays else { return }
        for index in pass.lines.indices {
            let place = pass.lines[index].security
            guard place >= 0 else { continue }
            if let listed = pass.facts.market.values[place].listed,
                listed.distance(to: pass.facts.day) > least * 2 + 60
            {
                continue
            }
            guard let day = pass.facts.market.values[place].listingDay(on: pass.facts.day, pass.facts.calendar),
                day <= least
            else { continue }
            pass.keep(index, .newlyListed, .days(day, least: least))
        }
    }

    static let page = RulePage(
        name: "newly_listed", title: "Newly listed",
        text: """
            Nothing is bought on the first newly_listed_days trading days, the day of listing counted as the first; what is \
            held may stay. The terminal's day of listing and the trading calendar say it; where they do not, the rule does \
            nothing.
            """,
        settings: [.init("risk.newly_listed_days", standard: "off", "trading days, such as 60")],
        reasons: [.newlyListed])
}
