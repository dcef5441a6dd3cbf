import Market

/// The rules of one class of securities on one day, looked up once for all of them.
struct ClassRules: Hashable, Sendable {
    let kind: InstrumentClass
    let tick: Price
    let lots: LotRule
    let hasClosingCall: Bool
    /// A day of the circuit breaker of 2016: some slots do not trade.
    let hasMarketHalt: Bool
    let parksOutsideCage: Bool
    private var phaseTime = TimeOfDay(milliseconds: -1)
    private var phase = SessionPhase.closed

    init(_ kind: InstrumentClass, on day: Day) {
        self.kind = kind
        tick = kind.tick(on: day)
        lots = kind.lotRule(on: day)
        hasClosingCall = kind.hasCloseCall(on: day)
        hasMarketHalt = kind.sessionPhase(on: day, at: TimeOfDay(14, 0), isTradingDay: true) == .marketHalt
        parksOutsideCage = kind.parksOutsideCage(on: day)
    }

    /// Many orders come at one moment.
    mutating func phase(on day: Day, at time: TimeOfDay) -> SessionPhase {
        if time != phaseTime {
            phaseTime = time
            phase = kind.sessionPhase(on: day, at: time, isTradingDay: true)
        }
        return phase
    }
}
