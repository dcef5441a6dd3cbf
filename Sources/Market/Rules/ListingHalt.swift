/// A halt of a share without daily limits after a large move from the day's opening price (ashare-rules 6.2, HLT-01 to
/// HLT-03). Older halts (approval-regime listing days, convertibles) are not in it.
package struct ListingHalt: Hashable, Sendable {
    /// The moves that stop trading; each does so once a day.
    package struct Levels: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let up30 = Levels(rawValue: 1)
        package static let up60 = Levels(rawValue: 2)
        package static let down30 = Levels(rawValue: 4)
        package static let down60 = Levels(rawValue: 8)
    }

    /// What has stopped trading today, this halt included.
    package var fired: Levels
    /// When the halt ends in a call auction: ten minutes of trading time later, at 14:57 at the latest.
    package var resume: TimeOfDay
}

extension InstrumentClass {
    /// The halt that a trade at `price` sets off, if any. `fired` is what has stopped trading today before.
    package func listingHalt(
        on day: Day, at time: TimeOfDay, conditions: LimitConditions, open: Price, price: Price,
        fired: ListingHalt.Levels = []
    ) -> ListingHalt? {
        guard isHaltedByMoves(on: day, conditions), time < .closeCallBegins, open.li > 0 else { return nil }
        var reached: ListingHalt.Levels = []
        if price.li * 10 >= open.li * 13 { reached.insert(.up30) }
        if price.li * 10 >= open.li * 16 { reached.insert(.up60) }
        if price.li * 10 <= open.li * 7 { reached.insert(.down30) }
        if price.li * 10 <= open.li * 4 { reached.insert(.down60) }
        // A jump past 60 % has passed 30 % too and fires once; what it passed cannot be reached for the first time again.
        var passed = fired
        if fired.contains(.up60) { passed.insert(.up30) }
        if fired.contains(.down60) { passed.insert(.down30) }
        guard !reached.isSubset(of: passed) else { return nil }
        return ListingHalt(fired: passed.union(reached), resume: time.afterHalt())
    }

    private func isHaltedByMoves(on day: Day, _ conditions: LimitConditions) -> Bool {
        guard isShare else { return false }
        if venue == .beijing {
            // HLT-02
            return day >= .beijingOpens && (conditions.listingDay == 1 || conditions.delistingDay == 1)
        }
        // HLT-01
        if conditions.delistingDay == 1 { return day >= .delistingReform }
        guard let listingDay = conditions.listingDay else { return false }
        return hasFiveFreeDays(on: day, listingDay: listingDay, regime: conditions.issueRegime)
    }
}

extension TimeOfDay {
    fileprivate static let closeCallBegins = TimeOfDay(14, 57)

    /// Ten minutes later; lunch does not count (not confirmed), and a halt never goes past 14:57 (HLT-03).
    fileprivate func afterHalt() -> TimeOfDay {
        let end = milliseconds + 600_000
        let lunch = TimeOfDay(11, 30).milliseconds
        let spansLunch = milliseconds < lunch && end >= lunch
        return min(TimeOfDay(milliseconds: spansLunch ? end + 5_400_000 : end), .closeCallBegins)
    }
}
