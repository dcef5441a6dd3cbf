/// A value that rules change from a day on. Written as a table in the order of time; each row names its rule.
struct DatedSeries<Value: Sendable>: Sendable {
    /// Holds before the first row.
    let before: Value
    let rows: [(from: Day, value: Value)]

    init(before: Value, _ rows: [(from: Day, value: Value)] = []) {
        self.before = before
        self.rows = rows
    }

    /// The value in force on `day`; a row holds on its own day.
    subscript(day: Day) -> Value {
        // From the newest: most questions are about the last years, and no series has more than six rows.
        var index = rows.count
        while index > 0 {
            index -= 1
            if day >= rows[index].from { return rows[index].value }
        }
        return before
    }
}

extension Day {
    /// A date written in a rule table, so one that does not exist is our own mistake and traps. Not for dates from outside.
    init(_ year: Int, _ month: Int, _ day: Int) {
        guard let date = Day(year: year, month: month, day: day) else {
            preconditionFailure("no such date in a rule table: \(year)-\(month)-\(day)")
        }
        self = date
    }
}
