/// Fee rates of one day, kept from the first time that a class of securities asks: a day has few classes and many orders.
package struct FeeRatesOfDay: Hashable, Sendable {
    private let schedule: FeeSchedule
    private var day: Day?
    private var known: [(kind: InstrumentClass, rates: FeeRates)] = []
    /// Where the class stands that was asked for last.
    private var last = 0

    package init(_ schedule: FeeSchedule) { self.schedule = schedule }

    /// The rates that `schedule` has for `kind` on `day`.
    package mutating func rates(for kind: InstrumentClass, on day: Day) -> FeeRates {
        if self.day == day {
            if last < known.count, known[last].kind == kind { return known[last].rates }
            for index in known.indices where known[index].kind == kind {
                last = index
                return known[index].rates
            }
        } else {
            self.day = day
            known.removeAll(keepingCapacity: true)
        }
        last = known.count
        let rates = schedule.rates(for: kind, on: day)
        known.append((kind, rates))
        return rates
    }

    // What is kept follows from the schedule.
    package static func == (left: FeeRatesOfDay, right: FeeRatesOfDay) -> Bool { left.schedule == right.schedule }
    package func hash(into hasher: inout Hasher) { hasher.combine(schedule) }
}
