import Engine
import Exchange
package import Market

/// A rule that a run broke.
package struct Violation: Hashable, Sendable {
    /// Of reliability.md (c).
    package var invariant: Int
    package var text: String
    package var step: Int
    package var at: Timestamp
}

/// Judges a run by what went over the wires, what was committed, and what the exchange has: a second, dumber model of the
/// broker, which never asks the engine what it thinks of itself. It stops at the first violation.
package struct Judge: Sendable {
    /// What is known of one order of ours, from the committed facts and the traffic.
    struct Order: Sendable {
        var submission: Submission
        var day: Day
        var state = OrderLife.State.inFlight
        var filled: Shares = 0
        var fills: [Word] = []
        var fillShares: Shares = 0
        /// Of the plan that was in force.
        var plan: Int
        var sentAt: Timestamp?
        var sentNumber = 0

        /// It may still take cash or shares.
        var isOpen: Bool { if case .closed = state { false } else { true } }
        /// What of it counts against its line: all while it may fill, else what did.
        var claim: Shares { isOpen ? submission.volume : filled }

        var fillValue = Money.zero

        mutating func count(_ fill: FillReport) {
            fills.append(fill.tradeID)
            fillValue += fill.amount
            fillShares += fill.volume
            filled = max(filled, fillShares)
        }
    }

    let scenario: Scenario
    /// Apart from the rest, so that its words may read the rest while it is written.
    struct Verdict: Sendable {
        var violation: Violation?
        var step = 0
        var now = Timestamp(milliseconds: 0)

        mutating func fail(_ invariant: Int, _ text: String) {
            // The first one is the one to look at.
            if violation == nil { violation = Violation(invariant: invariant, text: text, step: step, at: now) }
        }

        mutating func check(_ invariant: Int, _ holds: Bool, _ text: @autoclosure () -> String) {
            if !holds { fail(invariant, text()) }
        }
    }

    var verdict = Verdict()
    package var violation: Violation? { verdict.violation }
    var now: Timestamp { verdict.now }
    package internal(set) var coverage = Coverage()

    // The journal, as committed.
    var orders: [ClientOrderID: Order] = [:]
    var ordersOfDay: [ClientOrderID] = []
    var acknowledged = 0
    var lastEpoch: Int64 = 0
    var plan: Rebalance?
    var planNumber = 0
    /// When the rebalance had nothing more to send, or its window was over.
    var endingSince: Timestamp?
    var planned: [String] = []
    /// By the journal.
    var trading = TradingState.disabled
    var isArmedOnce = false
    var isHalted: Bool { !trading.allows(.sell) }
    var isReducing: Bool { trading.reduction != nil }
    /// Orders refused since trading was last resumed or armed.
    var refusedSince: Set<ClientOrderID> = []
    /// Digests of plans that an operator has approved.
    var approvals: Set<String> = []
    /// Orders as they were decided, and the cancels of the day.
    var decisions: [(at: Timestamp, symbol: Symbol)] = []
    var cancels = 0
    var openingEquity: Money?
    package internal(set) var haltedToday = false
    var peak: Money?
    /// Somebody moved money or shares in or out, or a corporate action may look like that to who missed days.
    var hasOwnerMoved = false
    /// The portfolio stop has fired and no operator has resumed since.
    var isLiquidating = false
    var mayResetPeak = false
    var wasJournalReplaced = false
    var lastClose: Record.DayClose?
    /// What the account was worth at the last close that told something.
    var lastWorth: Money?

    // The link, as it was.
    var isRightAccount = true
    var isRightKind = true
    var isReconciled = false
    var snapshot: AccountSnapshot?
    var snapshotAt = Timestamp(milliseconds: 0)
    var market = SymbolMap<Security>()
    var sent: [Timestamp] = []
    package internal(set) var sentCount = 0
    package internal(set) var boughtCount = 0
    /// Of them, before the faults ended.
    package internal(set) var sentInTrouble = 0
    /// Orders at the broker that are ours.
    package internal(set) var placedCount = 0
    /// Alerts by code, however often.
    package internal(set) var alertCodes: Set<String> = []
    var raised: [String] = []

    // The broker, as it is.
    var delivery: Scenario.Delivery?
    var day: Day?
    var settled: Set<ClientOrderID> = []
    var refusals: [String: Int] = [:]
    var refusedOrders: Set<ClientOrderID> = []
    var words: [ClientOrderID: OperatorWord] = [:]
    var hasPersonActed = false
    var hasPersonEverActed = false
    /// The clock was set in this run.
    var mayHaveStepped = false
    var firstCalmSnapshot: Timestamp?
    var calmSince: Timestamp?
    var isInTrouble = true
    /// The process was told to stay away, or has said that it does.
    var hasToStayAway = false
    var hasLeft = false
    /// Ids of which two orders are listed, and those of them with which an operator lets it go on.
    var twins: Set<ClientOrderID> = []
    /// When the newest list of this connection was made, by the other side's clock.
    var newestSeen: Timestamp?
    var seenTwins: Set<ClientOrderID> = []
    var acceptedTwins: Set<ClientOrderID> = []
    var isTerminalClockWrong = false
    var lateOrders: Set<ClientOrderID> = []
    /// Orders that reached the broker on any day, by their ids.
    var everPlaced: Set<ClientOrderID> = []
    /// Orders that the shim, on being asked, said were placed.
    var provenPlaced: Set<ClientOrderID> = []
    /// When orders of today reached it.
    var placedAt: [ClientOrderID: Timestamp] = [:]
    /// The first start after another journal was put in place has been.
    var hasReplacementStarted = false
    var losses: [[Timestamp]] = [[], []]
    var cameAt: Timestamp?
    /// Orders of the day that were cancelled to be replaced.
    var replaced: [ClientOrderID] = []
    /// Orders that were outside the cage when they arrived.
    var caged: Set<ClientOrderID> = []
    /// No fault is in the run at all.
    var isUndisturbed = false

    // The process, as it is seen from outside.
    var watch = Watch()
    var measures = Measures()
    /// What an operator has just said, until it has been carried out.
    var command: Event?
    /// The command has its row.
    var isCommandWritten = false
    /// It was to be refused, or there was nothing to do.
    var isCommandVain = false
    /// Facts since the last checkpoint, as they were acknowledged.
    var history: [Record] = []

    init(_ scenario: Scenario) { self.scenario = scenario }

    /// Notes a violation, if it is the first.
    mutating func fail(_ invariant: Int, _ text: String) { verdict.fail(invariant, text) }

    // MARK: The surroundings

    mutating func dayBegan(_ day: Day, _ exchange: SimulatedExchange, delivery: Scenario.Delivery) {
        self.day = day
        self.delivery = delivery
        ordersOfDay.removeAll()
        replaced.removeAll()
        refusals.removeAll()
        refusedSince.removeAll()
        decisions.removeAll()
        cancels = 0
        openingEquity = lastWorth
        hasPersonActed = false
        market.removeAll()
        haltedToday = isHalted || isReducing
        twins = []
        placedAt.removeAll()
        measures = Measures()
        measures.carried = orders.values.count(where: \.isOpen)
    }

    mutating func processStarted(epoch: Int64, seen: Int64) {
        watch = Watch()
        measures.starts += 1
        // A journal of before may not know of epochs that never reached the shim.
        let floor = wasJournalReplaced && !hasReplacementStarted ? seen : lastEpoch
        hasReplacementStarted = wasJournalReplaced
        verdict.check(3, epoch > floor, "epoch \(epoch) is not above the one before, \(floor): ids may repeat")
        lastEpoch = floor == lastEpoch ? max(lastEpoch, epoch) : epoch
        raised = []
        sent = []
        hasToStayAway = false
        hasLeft = false
        twins = []
        losses = [[], []]
        cameAt = nil
        linkEnded()
    }

    /// Another daemon has the account, or the shim does not let this one in.
    mutating func mustLeave() { hasToStayAway = true }

    mutating func left() {
        hasLeft = true
        hasToStayAway = true
    }

    mutating func linkLost(at clock: Timestamp) {
        let execution = scenario.policy.execution
        // A link that had been lost too often and then held begins anew. The wire ends some milliseconds before the process
        // hears of it, so near the bound it may have held for one of them and not for the other.
        let held = cameAt.map { clock.milliseconds(since: $0) - execution.flapHoldSeconds * 1000 } ?? -1_000_000
        for (index, bound) in [Int64(-1000), 0].enumerated() {
            if losses[index].count > execution.flapMaximum, held >= bound { losses[index] = [] }
            losses[index].removeAll { clock.milliseconds(since: $0) > execution.flapWindowSeconds * 1000 }
            losses[index].append(clock)
        }
    }

    mutating func linkCame(at clock: Timestamp) { cameAt = clock }

    mutating func placedLate(_ id: ClientOrderID) {
        lateOrders.insert(id)
        everPlaced.insert(id)
        // What it takes nobody could know of.
        personActed()
    }

    mutating func connected(_ connection: Int, account: String, isSimulated: Bool) {
        verdict.check(25, !hasLeft, "the link was left for good, and the process connects again")
        isRightAccount = account == scenario.policy.account
        isRightKind = isSimulated == scenario.policy.isSimulated
    }

    mutating func epochBegan(_ connection: Int) { isReconciled = false }

    mutating func linkEnded() {
        newestSeen = nil
        isReconciled = false
        snapshot = nil
    }

    mutating func mustReconcile() { isReconciled = false }

    mutating func personActed() {
        hasPersonActed = true
        hasPersonEverActed = true
    }

    mutating func ownerMovedCash() { hasOwnerMoved = true }

    mutating func cancelledByPerson(_ id: ClientOrderID) { personActed() }
    mutating func approved(_ digest: String) { approvals.insert(digest) }
    mutating func operatorResolved(_ id: ClientOrderID, _ word: OperatorWord) { words[id] = word }

    /// An operator put another journal in place: `dropped` transactions are gone with all that they say.
    mutating func journalReplaced(by records: [Record]) {
        wasJournalReplaced = true
        hasReplacementStarted = false
        replaced.removeAll()
        refusals.removeAll()
        planned = []
        plan = nil
        trading = .disabled
        isArmedOnce = false
        isLiquidating = false
        peak = nil
        orders = orders.mapValues { order in
            // What the journal does not know any more is a stranger's.
            var order = order
            order.state = .closed(.expired)
            order.plan = -1
            order.filled = 0
            order.fills = []
            order.fillShares = 0
            return order
        }
        for record in records {
            switch record {
            case .checkpoint(let book):
                plan = book.rebalance
                trading = book.trading
                isLiquidating = book.risk.liquidation != nil
                isArmedOnce = isArmedOnce || trading.isArmed
                replaced = book.orders.filter { $0.isReplaced && $0.intent.day == day }.map(\.id)
                for order in book.orders {
                    orders[order.id]?.state = order.state
                    orders[order.id]?.filled = order.filled
                    orders[order.id]?.fillShares = order.fillShares
                    orders[order.id]?.plan = planNumber
                }
            case .planned(let rebalance): plan = rebalance
            case .phaseChanged(let phase, _): plan?.phase = phase
            case .approved(let digest, let by, _, let at) where plan?.hold?.digest == digest:
                plan?.hold?.approval = Rebalance.Hold.Approval(by: by, at: at)
            case .dayBegan:
                plan = nil
                replaced.removeAll()
            case .replacing(let id): replaced.append(id)
            case .intended(let intent):
                orders[intent.submission.clientOrderID]?.state = .inFlight
                orders[intent.submission.clientOrderID]?.plan = planNumber
            case .orderChanged(let id, let state, let filled, _, _):
                orders[id]?.state = state
                orders[id]?.filled = filled
            case .operatorResolved(let id, .neverPlaced, _, _, _): orders[id]?.state = .closed(.neverPlaced)
            case .operatorResolved(let id, .over(let filled), _, _, _):
                orders[id]?.state = .closed(.resolved)
                orders[id]?.filled = filled
            case .filled(let fill):
                if let id = fill.clientOrderID { orders[id]?.count(fill) }
            case .halted(let halt): trading = .halted(halt)
            case .reduced(let halt): trading = .reducing(halt)
            case .liquidationBegan: isLiquidating = true
            case .peakReset: isLiquidating = false
            case .armed, .resumed:
                trading = .armed
                isArmedOnce = true
            default: break
            }
        }
        // It may know orders as open that were done with.
        measures.carried = max(measures.carried, orders.values.count(where: \.isOpen))
    }

    /// Invariant 27: everything that was acknowledged is there, and nothing else.
    mutating func recovered(_ count: Int, _ records: [Record]) {
        if wasJournalReplaced {
            acknowledged = count
            history = records
            return
        }
        verdict.check(
            27, count >= acknowledged,
            "\(acknowledged - count) facts are gone that were acknowledged before the crash")
        checkHistory(records)
        acknowledged = count
        history = records
    }

    mutating func heard(_ event: Event, at clock: Timestamp) {
        switch event {
        case .linkUp, .linkDown, .notificationsMissed, .brokerChanged, .tradingDayAnnounced:
            isReconciled = false
        case .clockStepped(let step):
            mayHaveStepped = true
            // How long ago something was does not change because the clock was set.
            losses = losses.map { $0.map { $0.adding(milliseconds: step) } }
            cameAt = cameAt?.adding(milliseconds: step)
        case .snapshotArrived(let snapshot):
            let listed = snapshot.tradingDay == clock.day ? Judge.twins(in: snapshot) : []
            // An order that the journal in force does not know is a stranger's, however often it is listed.
            let twins = listed.filter { (orders[$0]?.plan ?? -1) >= 0 }
            seenTwins.formUnion(twins)
            // One that a later one has overtaken tells nothing new, also where that could not be used.
            if let newestSeen, snapshot.asOf < newestSeen { return }
            if snapshot.asOf <= clock.adding(seconds: 2) { newestSeen = snapshot.asOf }
            guard Judge.isUsable(snapshot, at: clock) else { return }
            self.snapshot = snapshot
            self.twins.formUnion(twins)
            snapshotAt = clock
            isReconciled = true
            if calmSince != nil, firstCalmSnapshot == nil { firstCalmSnapshot = clock }
        case .marketArrived(let rows):
            for row in rows { market[row.symbol, default: Security(symbol: row.symbol, kind: row.kind)].merge(row) }
        default:
            break
        }
    }

    private static func twins(in snapshot: AccountSnapshot) -> [ClientOrderID] {
        var numbers: [ClientOrderID: Word] = [:]
        var twins: [ClientOrderID] = []
        for row in snapshot.orders.known ?? [] where row.status != .rejected {
            guard let id = row.clientOrderID, let number = row.brokerOrderID else { continue }
            if let other = numbers[id], other != number { twins.append(id) }
            numbers[id] = number
        }
        return twins
    }

    /// Complete, of today, fresh and not obviously wrong.
    static func isUsable(_ snapshot: AccountSnapshot, at clock: Timestamp) -> Bool {
        guard snapshot.tradingDay == clock.day, let asset = snapshot.asset, let positions = snapshot.positions.known,
            snapshot.orders.known != nil, snapshot.fills.known != nil,
            clock.milliseconds(since: snapshot.asOf) <= 60_000
        else { return false }
        return asset.total > .zero || positions.allSatisfy { $0.volume == 0 }
    }

    mutating func alerted(_ alert: Alert) {
        checkWords(alert.text, "the alert \(alert.code)")
        checkWritten(alert)
        tells()
        alertCodes.insert(String(alert.code.prefix { $0 != "." }))
        let repeatable = [
            "halted", "resumed", "reducing", "armed", "approval_needed", "approved", "cancel_all", "flatten",
        ]
        if repeatable.contains(alert.code) || alert.code.hasPrefix("resolved.") { return }
        let key = "\(now.day.number) \(alert.code)"
        verdict.check(39, !raised.contains(key), "the alert \(alert.code) was raised twice in one day by one process")
        raised.append(key)
    }

    // MARK: What the shim says

    mutating func arrivedAtShim(_ submission: Submission) {
        verdict.check(
            2, orders[submission.clientOrderID] != nil,
            "order \(submission.clientOrderID) is at the shim and was never committed")
    }

    mutating func resolved(_ id: ClientOrderID, _ outcome: SubmitOutcome) {
        switch outcome {
        case .neverPlaced: settled.insert(id)
        case .rejected: refusedOrders.insert(id)
        case .placed: provenPlaced.insert(id)
        case .unknown: break
        }
    }

    /// Invariant 24: one kind of refusal is not asked for again and again.
    mutating func refused(_ submission: Submission) {
        refusedOrders.insert(submission.clientOrderID)
        let key = "\(submission.symbol) \(submission.side.rawValue)"
        refusals[key, default: 0] += 1
        // One that the cage refused is priced anew twice.
        let retries = caged.contains(submission.clientOrderID) ? 3 : 2
        verdict.check(
            24, refusals[key, default: 0] <= max(retries, scenario.policy.execution.inFlightMaximum),
            "\(key) was refused \(refusals[key, default: 0]) times today and is sent again")
    }
}
