package import Engine
import Inputs
package import Market
import Settings
import Synchronization

/// Reads target positions from where the configuration says, for the engine. The parsers and their proofs are in `Inputs`.
package struct TargetsSource: Sendable {
    private let paths: RiskInputPaths
    private let scan: @Sendable (_ signalDay: Day, _ today: Day) -> TargetScan

    package init(configuration: Configuration, calendar: TradingCalendar) {
        let rules = TargetRules(calendar: calendar)
        paths = configuration.riskInputs
        // A simulated session's targets are all there before its days come; with a real clock a date to come is a mistake.
        let lastDay = configuration.clock == .session ? calendar.last : nil
        if let path = configuration.targetsDirectory {
            let directory = Mutex(TargetDirectory(path: path, rules: rules, owners: configuration.targetOwners))
            scan = { _, today in directory.withLock { $0.scan(today: lastDay ?? today) } }
        } else {
            let database = TargetDatabase(
                path: configuration.targetsDatabase ?? "", rules: rules, owners: configuration.targetOwners)
            scan = { signalDay, today in database.scan(from: signalDay, today: lastDay ?? today) }
        }
    }

    /// What rules of risk need, known by the close of the signal day.
    package func riskInputs(signalDay: Day) -> RiskInputs {
        let reading = RiskFiles(
            industryFile: paths.industryFile, stateFile: paths.stateFile, stateDatabase: paths.stateDatabase
        ).read(by: signalDay)
        return RiskInputs(
            signalDay: signalDay, industryOf: reading.industries,
            states: reading.states.map { RiskInputs.State(name: $0.name, day: $0.day, value: $0.value) },
            refusals: reading.refusals.map(\.description))
    }

    /// What there is for one signal day, and everything that was refused.
    package func read(signalDay: Day, today: Day) -> Event.TargetsReading {
        let scan = scan(signalDay, today)
        return Event.TargetsReading(
            signalDay: signalDay, batches: scan.batches.filter { $0.signalDay == signalDay },
            refusals: scan.refusals.map(\.description),
            newestSignalDay: scan.batches.last { $0.signalDay <= today }?.signalDay)
    }
}
