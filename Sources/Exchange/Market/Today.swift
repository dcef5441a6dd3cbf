import Market

/// The day in progress: its bars, and the securities that somebody asked for, with their rules worked out.
struct Today: Sendable {
    var bars: (any DayBars)?
    var securities: [Security] = []
    /// In the same order.
    var activities: [Activity] = []
    private var numbers = SymbolNumbers()
    private var classes: [ClassRules] = []
    /// The class that was asked for last.
    private var lastClass = 0

    mutating func begin(_ bars: any DayBars) {
        self.bars = bars
        securities.removeAll(keepingCapacity: true)
        activities.removeAll(keepingCapacity: true)
        numbers.removeAll()
        classes.removeAll(keepingCapacity: true)
    }

    /// The number of a security that was asked for before.
    func number(of symbol: Symbol) -> Int? { numbers[symbol] }

    /// `position`: the index of the account's; -1 where there is none.
    mutating func append(_ security: Security, position: Int) -> Int {
        let number = securities.count
        securities.append(security)
        activities.append(Activity(position: position))
        numbers.set(number, for: security.bar.symbol)
        return number
    }

    /// The index of the rules of a class.
    mutating func rules(of kind: InstrumentClass, on day: Day) -> Int {
        if lastClass < classes.count, classes[lastClass].kind == kind { return lastClass }
        if let known = classes.firstIndex(where: { $0.kind == kind }) {
            lastClass = known
        } else {
            classes.append(ClassRules(kind, on: day))
            lastClass = classes.count - 1
        }
        return lastClass
    }

    func rules(at index: Int) -> ClassRules { classes[index] }

    // Both read first, which costs much less than to begin a change of the list.

    mutating func feeRates(ofClass index: Int32, by schedule: FeeSchedule) -> FeeRates {
        classes[Int(index)].feeRates ?? classes[Int(index)].keptFeeRates(of: schedule)
    }

    mutating func moment(ofClass index: Int32, at time: TimeOfDay) -> ClassRules.Moment {
        if let known = classes[Int(index)].known, known.time == time { return known }
        return classes[Int(index)].keptMoment(at: time)
    }
}

// What is kept follows from the day's bars and from what was asked; the bars are given from outside.
extension Today: Hashable {
    static func == (left: Today, right: Today) -> Bool {
        left.bars?.day == right.bars?.day && left.securities == right.securities
            && left.activities == right.activities
    }

    func hash(into hasher: inout Hasher) { hasher.combine(bars?.day) }
}
