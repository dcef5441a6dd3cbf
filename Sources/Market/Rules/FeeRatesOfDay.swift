/// Fee rates of one day, kept from the first time that a class of securities asks: a day has few classes and many orders.
package struct FeeRatesOfDay: Hashable, Sendable {
    private let schedule: FeeSchedule
    private var day: Day?
    private var known: [(kind: InstrumentClass, rates: FeeRates)] = []

    package init(_ schedule: FeeSchedule) { self.schedule = schedule }

    /// The rates that `schedule` has for `kind` on `day`.
    package mutating func rates(for kind: InstrumentClass, on day: Day) -> FeeRates {
        if self.day != day {
            self.day = day
            known.removeAll(keepingCapacity: true)
        }
        for entry in known where entry.kind == kind { return entry.rates }
        let rates = schedule.rates(for: kind, on: day)
        known.append((kind, rates))
        return rates
    }

    // What is kept follows from the schedule.
    package static func == (left: FeeRatesOfDay, right: FeeRatesOfDay) -> Bool { left.schedule == right.schedule }
    package func hash(into hasher: inout Hasher) { hasher.combine(schedule) }
}
