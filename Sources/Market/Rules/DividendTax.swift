/// The tax on a gross cash dividend of a private investor (ashare-rules 14.1). From 2013 on it is collected after the sale,
/// from the account, days later: cash then falls without an order.
package enum DividendTax {
    /// The effective rate in per cent for a lot bought on `acquired` and sold on `sold`, both trade dates. Lots go first in,
    /// first out.
    package static func percent(recordDate: Day, acquired: Day, sold: Day) -> Int64 {
        // DIV-01, withheld at payment
        if recordDate < Day(2005, 6, 13) { return 20 }
        // DIV-02, withheld at payment
        if recordDate < Day(2013, 1, 1) { return 10 }
        // DIV-03, DIV-04: natural months and years; the same day of the month is still within.
        if sold <= acquired.adding(months: 1) { return 20 }
        if sold <= acquired.adding(months: 12) { return 10 }
        return recordDate < Day(2015, 9, 8) ? 5 : 0
    }
}

extension Day {
    /// The same day of a later month, or the last one of a shorter month.
    fileprivate func adding(months: Int) -> Day {
        let (year, month, day) = components
        let index = year * 12 + month - 1 + months
        for candidate in stride(from: day, through: 28, by: -1) {
            if let date = Day(year: index / 12, month: index % 12 + 1, day: candidate) { return date }
        }
        return Day(year: index / 12, month: index % 12 + 1, day: day) ?? self
    }
}
