package import Engine
import Market

/// A daemon's process: what it loses when it dies. It does what `Daemon.Trader` and the bridge's client do around the engine,
/// in the same order.
package final class Process {
    package internal(set) var engine: Engine
    let run: Int
    let epoch: Int64
    /// Up, by its own knowledge.
    var connection: Int?
    /// Connecting, and waiting for the answer to hello.
    var awaiting: Int?
    var open: [OpenRequest] = []
    /// Requests past their deadline whose answer is still taken.
    var late: [OpenRequest] = []
    var fetch: MarketFetch?
    var lastRequest = 0
    var mailbox: [Event] = []
    var nextWake: Timestamp?
    var wakeNumber = 0
    var lastSequence: Int64 = 0
    /// Stands still until then: stopped, or waiting for its disk.
    var blockedUntil: Timestamp
    var backoff: Int64 = 500
    /// The bridge's client does not come back by itself.
    var hasGivenUp = false
    /// What it began with, and what it was told: to decide it all again in the audit.
    var initial: Book?
    var heard: [(event: Event, at: Timestamp)] = []
    var wrote: [Record] = []

    /// When the deadlines are looked at next.
    var isDeadlineSet = false

    init(engine: Engine, run: Int, epoch: Int64, blockedUntil: Timestamp) {
        self.engine = engine
        self.run = run
        self.epoch = epoch
        self.blockedUntil = blockedUntil
    }

    struct OpenRequest: Sendable {
        var id: Int
        var deadline: Timestamp
        var request: Request
    }

    struct MarketFetch: Sendable {
        var waiting: [Int] = []
        var instruments: [Instrument] = []
        var quotes: [Quote] = []
        var failure: String?
    }
}

enum Request: Hashable, Sendable {
    case snapshot
    case instruments([Symbol])
    case quotes([Symbol])
    case submit(Submission)
    case resolve(ClientOrderID)
    case cancel(ClientOrderID)
}

enum Reply: Hashable, Sendable {
    case snapshot(AccountSnapshot)
    case instruments([Instrument])
    case quotes([Quote])
    case submit(SubmitOutcome)
    case submitRefused(Event.SubmitFailure)
    case resolve(SubmitOutcome)
    case cancel(isRequested: Bool, reason: String)
    case failed(String)
}

enum Delivery: Sendable {
    case hello(Event.Hello, sequence: Int64)
    /// The shim has seen a higher epoch.
    case fenced
    case reply(Int, Reply)
    case push(SimulatedTerminal.Push, sequence: Int64)
    case heartbeat(sequence: Int64)
    case beat(Timestamp)
    case superseded(epoch: Int64)
    case closed(String)
}

/// The connection, as it truly is.
struct Wire: Sendable {
    /// Of the newest connection.
    var id = 0
    var isUp = false
    var isDeadToShim = false
    var isDeadToProcess = false
    /// What was sent before the end still arrives.
    var deliversRest = false
    /// One way, in milliseconds.
    var delay: Int64 = 3
    var lastAtShim = Timestamp(milliseconds: 0)
    var lastAtProcess = Timestamp(milliseconds: 0)
    /// Nobody can connect before.
    var unreachableUntil = Timestamp(milliseconds: 0)
    var account = Scenario.account
    var isSimulated = true
}

enum OperatorAct: Hashable, Sendable {
    case halt(reason: String)
    case reduce(reason: String)
    case resume(reason: String)
    case resolve(ClientOrderID)
    /// Says something that is refused or changes nothing, one kind of several.
    case errs(Int)
    /// The plan that waits, whichever it is by then.
    case approve
    /// Stops the process in an orderly way, and starts it.
    case restart
}
