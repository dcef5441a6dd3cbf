package import Engine
package import Market

/// Days of history, in order, to be handed out one at a time.
package protocol ReplaySource: Sendable {
    /// Ascending.
    var days: [Day] { get }
    /// The bars of the day at `index`. Only the simulated exchange may look into them: it is the market, and what it shows
    /// of a day is what has happened by its own clock.
    func bars(at index: Int) -> any DayBars
    /// Targets of a signal day; nil where there are none.
    func targets(of signalDay: Day) -> TargetBatch?
    /// Signal days that have targets, ascending.
    var signalDays: [Day] { get }
    /// What rules of risk know by the close of a signal day, nothing later; nil where there is nothing. Asked for only where a
    /// rule needs it.
    func riskInputs(of signalDay: Day) -> RiskInputs?
}

extension ReplaySource {
    package func riskInputs(of signalDay: Day) -> RiskInputs? { nil }
}
