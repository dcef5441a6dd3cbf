package import Engine
import Inputs
package import Market
import Synchronization

/// Reads target positions from where the configuration says, for the engine. The parsers and their proofs are in `Inputs`.
package struct TargetsSource: Sendable {
    private let scan: @Sendable (_ signalDay: Day, _ today: Day) -> TargetScan

    package init(configuration: Configuration, calendar: TradingCalendar) {
        let rules = TargetRules(calendar: calendar)
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

    /// What there is for one signal day, and everything that was refused.
    package func read(signalDay: Day, today: Day) -> Event.TargetsReading {
        let scan = scan(signalDay, today)
        return Event.TargetsReading(
            signalDay: signalDay, batches: scan.batches.filter { $0.signalDay == signalDay },
            refusals: scan.refusals.map(\.description),
            newestSignalDay: scan.batches.last { $0.signalDay <= today }?.signalDay)
    }
}
