package import Engine
package import Market

/// What an engine's effect asks of the process around it, once it is durable.
package enum Command: Hashable, Sendable {
    case submit(Submission)
    case resolve(ClientOrderID)
    case cancel(ClientOrderID)
    case takeSnapshot
    case takeAsset
    case fetchMarket([Symbol])
    case readTargets(signalDay: Day)
    case readRiskInputs(signalDay: Day)
    case alert(Alert)
    case wake(at: Timestamp)
    case leave(reason: String)

    init?(_ effect: Effect) {
        switch effect {
        case .record: return nil
        case .submit(let approved): self = .submit(approved.submission)
        case .resolve(let id): self = .resolve(id)
        case .cancel(let id): self = .cancel(id)
        case .takeSnapshot: self = .takeSnapshot
        case .takeAsset: self = .takeAsset
        case .fetchMarket(let symbols): self = .fetchMarket(symbols)
        case .readTargets(let signalDay): self = .readTargets(signalDay: signalDay)
        case .readRiskInputs(let signalDay): self = .readRiskInputs(signalDay: signalDay)
        case .alert(let alert): self = .alert(alert)
        case .wake(let at): self = .wake(at: at)
        case .leave(let reason): self = .leave(reason: reason)
        }
    }
}

/// Where a seeded bug can be put between the engine and the world, to see that the judge finds it. Each passes through what it
/// is given; nil is the honest way. The judge never asks what is set here.
package struct Hooks: Sendable {
    /// What the engine of each process runs with; the judge keeps to the scenario's own.
    package var policy: (@Sendable (inout Policy) -> Void)?
    /// What reaches the engine in place of an event.
    package var events: (@Sendable (Event, Book, Timestamp) -> [Event])?
    /// What the engine hears in place of an event that the judge hears as it is.
    package var lies: (@Sendable (Event, Book, Timestamp) -> Event)?
    /// What is committed in place of the records of one step.
    package var records: (@Sendable ([Record], Book) -> [Record])?
    /// What is carried out in place of the commands of one step, after its commit.
    package var commands: (@Sendable ([Command], Book, Timestamp) -> [Command])?
    /// What a restarted process reads in place of the recovered records.
    package var recovered: (@Sendable ([Record]) -> [Record])?
    /// True: commands go out before the records are committed.
    package var sendsBeforeCommit = false
    /// False: a commit does not flush (`synchronous=NORMAL`).
    package var flushesEachCommit = true
    /// False: a failed flush is shrugged off.
    package var stopsOnFlushFailure = true
    /// True: a timer ends when our clock shows its moment, and whoever sets the clock sets the timer.
    package var timersFollowOurClock = false
    /// False: a process does not raise its epoch.
    package var raisesEpoch = true

    package init() {}
}
