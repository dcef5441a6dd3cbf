/// The days on which the exchanges open. It knows a first and a last date and refuses to guess outside them: the next year
/// is announced in late December, and a holiday calendar is no substitute (ashare-rules 17).
package struct TradingCalendar: Hashable, Sendable {
    package enum Failure: Error, Hashable, Sendable {
        case empty
        /// Days must ascend without repetition; carries the first one that does not.
        case notAscending(Day)
        case outside(Day, first: Day, last: Day)
    }

    private let days: [Day]

    package init(days: [Day]) throws(Failure) {
        guard !days.isEmpty else { throw .empty }
        for (earlier, later) in zip(days, days.dropFirst()) where earlier >= later { throw .notAscending(later) }
        self.days = days
    }

    package var first: Day { days[0] }
    package var last: Day { days[days.count - 1] }

    package func isTradingDay(_ day: Day) throws(Failure) -> Bool {
        try check(day)
        return days[index(from: day)] == day
    }

    /// The first trading day after `day`. Throws where the calendar ends before it.
    package func next(after day: Day) throws(Failure) -> Day {
        try check(day)
        guard day < last else { throw outside(day) }
        return days[index(from: day.advanced(by: 1))]
    }

    /// The last trading day before `day`. Throws where the calendar begins after it.
    package func previous(before day: Day) throws(Failure) -> Day {
        try check(day)
        let index = index(from: day)
        guard index > 0 else { throw outside(day) }
        return days[index - 1]
    }

    /// Trading days from `range.lowerBound` to `range.upperBound`, both included.
    package func tradingDays(in range: ClosedRange<Day>) throws(Failure) -> ArraySlice<Day> {
        try check(range.lowerBound)
        try check(range.upperBound)
        let lower = index(from: range.lowerBound)
        let upper = index(from: range.upperBound)
        return days[lower..<(days[upper] == range.upperBound ? upper + 1 : upper)]
    }

    private func check(_ day: Day) throws(Failure) {
        if day < first || day > last { throw outside(day) }
    }

    private func outside(_ day: Day) -> Failure { .outside(day, first: first, last: last) }

    /// The first index whose day is not before `day`, which lies within the calendar.
    private func index(from day: Day) -> Int {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) >> 1
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension TradingCalendar.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty:
            "the trading calendar has no days; give a file with one YYYY-MM-DD a line"
        case .notAscending(let day):
            "the trading calendar is not in ascending order at \(day); sort it and remove repeated days"
        case .outside(let day, let first, let last):
            "\(day) is outside the trading calendar (\(first) to \(last)); install a calendar that covers it"
        }
    }
}
