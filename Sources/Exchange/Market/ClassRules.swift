import Market

/// The rules of one class of securities on one day, looked up once for all of them.
struct ClassRules: Hashable, Sendable {
    let kind: InstrumentClass
    let day: Day
    let tick: Price
    let lots: LotRule
    let hasClosingCall: Bool
    /// A day of the circuit breaker of 2016: some slots do not trade.
    let hasMarketHalt: Bool
    let parksOutsideCage: Bool

    /// Where the class is in its day.
    struct Moment: Hashable, Sendable {
        var time: TimeOfDay
        var phase: SessionPhase
        /// The latest slot that has begun; nil before the opening call.
        var begun: Slot?
        /// The latest slot that has traded; nil before the opening call.
        var traded: Slot?
    }

    init(_ kind: InstrumentClass, on day: Day) {
        self.kind = kind
        self.day = day
        tick = kind.tick(on: day)
        lots = kind.lotRule(on: day)
        hasClosingCall = kind.hasCloseCall(on: day)
        hasMarketHalt = kind.sessionPhase(on: day, at: TimeOfDay(14, 0), isTradingDay: true) == .marketHalt
        parksOutsideCage = kind.parksOutsideCage(on: day)
    }

    /// At a time of its day.
    func moment(at time: TimeOfDay) -> Moment {
        let begun = Slot.latest(at: time, hasClosingCall: hasClosingCall)
        return Moment(
            time: time, phase: kind.sessionPhase(on: day, at: time, isTradingDay: true), begun: begun,
            traded: begun.map { traded(upTo: $0, at: time) })
    }

    /// The moment that was asked for last.
    private(set) var known: Moment?
    /// What orders cost, once somebody has asked.
    private(set) var feeRates: FeeRates?

    /// The same, kept: many orders come at one moment.
    mutating func keptMoment(at time: TimeOfDay) -> Moment {
        let moment = moment(at: time)
        known = moment
        return moment
    }

    /// What orders cost by `schedule`, which is the same all day; kept.
    mutating func keptFeeRates(of schedule: FeeSchedule) -> FeeRates {
        let rates = schedule.rates(for: kind, on: day)
        feeRates = rates
        return rates
    }

    private func traded(upTo begun: Slot, at time: TimeOfDay) -> Slot {
        // From 15:00 on the day's last price is the close, whatever stood still before.
        guard hasMarketHalt, Slot.latest(at: time) != .closingCall else { return begun }
        var slot = begun
        while slot > .openingCall, isHalted(in: slot) { slot.index -= 1 }
        return slot
    }

    /// Whether the whole market stands still in this slot.
    func isHalted(in slot: Slot) -> Bool {
        guard hasMarketHalt, slot != .openingCall else { return false }
        let time = slot < .closingCall ? slot.time : TimeOfDay(14, 59)
        return kind.sessionPhase(on: day, at: time, isTradingDay: true) == .marketHalt
    }
}
