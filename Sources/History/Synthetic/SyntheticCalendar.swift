import Market

/// The trading days of a synthetic market: weekdays that are no holiday of the scenario. Fictional, unlike the true ones.
struct SyntheticCalendar: Hashable, Sendable {
    /// All of them, ascending.
    let days: [Day]
    /// Those with bars.
    let sessions: [Day]

    init(_ scenario: SyntheticScenario) {
        let holidays = Set(scenario.holidays)
        func isOpen(_ day: Day) -> Bool { day.weekday <= 5 && !holidays.contains(day) }
        var before: [Day] = []
        var day = scenario.firstDay
        while before.count < scenario.calendarDaysBefore {
            day = day.advanced(by: -1)
            if isOpen(day) { before.append(day) }
        }
        var from: [Day] = []
        day = scenario.firstDay
        while from.count < scenario.dayCount + scenario.calendarDaysAfter {
            if isOpen(day) { from.append(day) }
            day = day.advanced(by: 1)
        }
        days = before.reversed() + from
        sessions = Array(from.prefix(scenario.dayCount))
    }
}
