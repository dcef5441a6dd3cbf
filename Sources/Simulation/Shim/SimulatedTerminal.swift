import Exchange
import Market

/// The shim and the terminal behind it, with the exchange as the broker: what bridge-protocol.md promises, no more, and what
/// real terminals do around it. Ids, the epoch and seals are durable; the queue, the session and the numbers are not.
package struct SimulatedTerminal: Sendable {
    /// What an id stands for. Written before the next step is taken.
    enum Memory: Hashable, Sendable {
        /// Accepted; the terminal has not been called.
        case recorded(Submission)
        /// The terminal is being called, or was when the shim died.
        case dispatching(Submission, since: Timestamp)
        case placed(Submission, last: OrderReport?)
        case rejected(Submission, OrderReport?, reason: Word)
        /// Promised never to be placed.
        case sealed
    }

    enum Push: Hashable, Sendable {
        case order(OrderReport)
        case fill(FillReport)
        case tradingDay(Day)
        case broker(isUp: Bool)
    }

    /// What a submit is answered before the terminal is called; nil: it is to be called.
    enum Known: Hashable, Sendable {
        case outcome(SubmitOutcome)
        case conflict, sealed, expired, pending
        case invalid(Word)
    }

    var exchange: SimulatedExchange
    private(set) var memory: [ClientOrderID: Memory] = [:]
    private(set) var epoch: Int64 = 0
    private(set) var boot = 1
    var sequence: Int64 = 0
    var isRunning = true
    var isBrokerUp = true
    /// What the terminal calls today; it may lag behind the exchange.
    var tradingDay: Day?
    /// Everything that was pushed today, for a terminal that says it all again.
    var history: [Push] = []
    /// The terminal takes one order after the other.
    var busyUntil = Timestamp(milliseconds: 0)
    /// The lists as they were before the last change.
    var earlier: (at: Timestamp, orders: [OrderReport], fills: [FillReport])?
    /// A row that is not of this account's orders, put in by a fault.
    var strangerRows: [OrderReport] = []
    /// Orders that are listed a second time without their number.
    var doubled: Set<ClientOrderID> = []

    init(_ configuration: SimulatedExchange.Configuration) { exchange = SimulatedExchange(configuration) }

    var session: String { "boot \(boot)" }

    /// False: a higher epoch has been seen.
    mutating func claim(_ epoch: Int64) -> Bool {
        guard epoch >= self.epoch else { return false }
        self.epoch = epoch
        return true
    }

    mutating func restart() {
        boot += 1
        sequence = 0
        isRunning = true
        busyUntil = Timestamp(milliseconds: 0)
    }

    mutating func beginDay(_ bars: SheetDay, at time: Timestamp, into notices: inout [Notice]) {
        keepLastWords()
        history = []
        earlier = nil
        strangerRows = []
        doubled = []
        try? exchange.beginDay(bars, at: time, into: &notices)
    }

    // MARK: Orders

    /// The first half of a submit: the id is looked up, and kept durably if it is new.
    mutating func accept(_ submission: Submission) -> Known? {
        let id = submission.clientOrderID
        switch memory[id] {
        case .sealed: return .sealed
        case .recorded(let known), .dispatching(let known, _):
            return known.isSameOrder(as: submission) ? .pending : .conflict
        case .placed(let known, let last):
            return known.isSameOrder(as: submission)
                ? .outcome(.placed(exchange.order(.client(id)) ?? last)) : .conflict
        case .rejected(let known, let report, let reason):
            return known.isSameOrder(as: submission) ? .outcome(.rejected(report, reason: reason)) : .conflict
        case nil:
            memory[id] = .recorded(submission)
            return nil
        }
    }

    /// The second half, when the terminal's turn has come: past its deadline, or sealed meanwhile, nothing is placed.
    mutating func mayDispatch(_ submission: Submission, at now: Timestamp) -> Known? {
        guard case .recorded = memory[submission.clientOrderID] else { return .sealed }
        guard now <= submission.validUntil else {
            memory[submission.clientOrderID] = .sealed
            return .expired
        }
        memory[submission.clientOrderID] = .dispatching(submission, since: now)
        return nil
    }

    mutating func placed(_ submission: Submission, _ placement: Placement) -> SubmitOutcome {
        switch placement {
        case .placed(let report):
            memory[submission.clientOrderID] = .placed(submission, last: report)
            return .placed(report)
        case .rejected(let report, let rejection):
            return reject(submission, report, Word(rejection.description))
        }
    }

    mutating func reject(_ submission: Submission, _ report: OrderReport?, _ reason: Word) -> SubmitOutcome {
        memory[submission.clientOrderID] = .rejected(submission, report, reason: reason)
        return .rejected(report, reason: reason)
    }

    /// How long after a call whose outcome is not known the lists are complete enough to say that there is no order.
    static var settleMilliseconds: Int64 { 10_000 }

    mutating func resolve(_ id: ClientOrderID, at now: Timestamp) -> SubmitOutcome {
        switch memory[id] {
        case .placed(_, let last): return .placed(exchange.order(.client(id)) ?? last)
        case .rejected(_, let report, let reason): return .rejected(report, reason: reason)
        case .sealed: return .neverPlaced
        case .recorded, nil:
            memory[id] = .sealed
            return .neverPlaced
        case .dispatching(let submission, let since):
            if let report = exchange.order(.client(id)) {
                memory[id] = .placed(submission, last: report)
                return .placed(report)
            }
            // Nobody knows, until the lists can be trusted to be whole.
            guard isBrokerUp, now.milliseconds(since: since) > SimulatedTerminal.settleMilliseconds else {
                return .unknown(reason: "the terminal has not said")
            }
            memory[id] = .sealed
            return .neverPlaced
        }
    }

    func isKnown(_ id: ClientOrderID) -> Bool { memory[id] != nil }

    /// What an id stands for is asked for on later days, too: before the list is cleared, the shim reads it to the end.
    private mutating func keepLastWords() {
        for report in exchange.orderReports {
            guard let id = report.clientOrderID else { continue }
            switch memory[id] {
            case .dispatching(let submission, _), .placed(let submission, _):
                memory[id] = .placed(submission, last: report)
            case .recorded, .rejected, .sealed, nil: break
            }
        }
    }

    /// The last word on each order outlives the day that clears the exchange's list.
    mutating func remember(_ report: OrderReport) {
        guard let id = report.clientOrderID, case .placed(let submission, _) = memory[id] else { return }
        memory[id] = .placed(submission, last: report)
    }
}

extension Submission {
    /// The deadline is the attempt's, not the order's.
    fileprivate func isSameOrder(as other: Submission) -> Bool {
        symbol == other.symbol && side == other.side && price == other.price && volume == other.volume
    }
}
