import Engine
import Market

/// A bug put in on purpose, one for each invariant that a run is judged by: who judges must be able to find it.
package struct Canary: Sendable, CustomStringConvertible {
    /// What it breaks.
    package let invariant: Int
    /// The bug, in one sentence.
    package let sentence: String
    /// What the run is tried by; nil: the swarm.
    package let faults: [Fault]?
    /// Other numbers under which it is rightly found first: rules guard each other.
    package let neighbours: [Int]
    package let hooks: Hooks
    package var description: String { "\(invariant): \(sentence)" }

    init(
        _ invariant: Int, _ sentence: String, faults: [Fault]? = nil, or neighbours: [Int] = [],
        _ set: (inout Hooks) -> Void
    ) {
        self.invariant = invariant
        self.sentence = sentence
        self.faults = faults
        self.neighbours = neighbours
        var hooks = Hooks()
        set(&hooks)
        self.hooks = hooks
    }

    package var options: RunOptions {
        var options = RunOptions(faults: faults, perMille: 200)
        options.hooks = hooks
        return options
    }

    /// The first seed from `first` on that finds it, and under which number; nil where `count` seeds do not.
    package func found(from first: UInt64 = 1, count: Int) -> (seed: UInt64, runs: Int, invariant: Int)? {
        for run in 0..<count {
            let seed = first + UInt64(run)
            // A hook is not among the things that the engine heard, so that rule 29 finds each of them too.
            guard let violation = Simulation.run(seed, options).violation, invariant == 29 || violation.invariant != 29
            else { continue }
            return (seed, run + 1, violation.invariant)
        }
        return nil
    }

    package func accepts(_ invariant: Int) -> Bool { invariant == self.invariant || neighbours.contains(invariant) }

    /// Ascending by invariant.
    package static let all: [Canary] = identity + quantities + rules + time + journal + reconciliation
}

// MARK: Order identity

extension Canary {
    private static let identity: [Canary] = [
        Canary(1, "every request goes out twice") { hooks in
            hooks.commands = { commands, _, _ in commands + commands.filter(\.isOrder) }
        },
        Canary(2, "orders go out before their intents are committed") { $0.sendsBeforeCommit = true },
        Canary(3, "a restart does not raise the epoch, so that ids repeat", faults: [.crashAnywhere]) {
            $0.raisesEpoch = false
        },
        Canary(4, "a time-out is taken for a refusal", faults: [.throttled]) { hooks in
            hooks.lies = { event, _, _ in
                guard case .submitFailed(let id, .unknown) = event else { return event }
                return .submitFailed(id, .sealed(reason: "time-out"))
            }
        },
        Canary(5, "an order that is closed is opened again") { hooks in
            hooks.records = { records, _ in
                records.flatMap { record -> [Record] in
                    guard case .orderChanged(let id, .closed, let filled, let number, let message) = record else {
                        return [record]
                    }
                    return [
                        record,
                        .orderChanged(id, .working(.live), filled: filled, brokerOrderID: number, message: message),
                    ]
                }
            }
        },
        Canary(6, "a fill is counted twice") { hooks in
            hooks.records = { records, _ in
                records.flatMap { record -> [Record] in
                    if case .filled = record { [record, record] } else { [record] }
                }
            }
        },
    ]
}

// MARK: Quantity, cash, rules

extension Canary {
    private static let quantities: [Canary] = [
        Canary(7, "what is frozen by others counts as sellable", or: [8]) { hooks in
            hooks.lies = { event, _, _ in
                event.withPositions { row in
                    guard row.volume > 0 else { return }
                    row.sellable = row.volume + 100
                    row.volume += 100
                }
            }
        },
        Canary(8, "shares bought today count as sellable", faults: [.humanTrades], or: [7]) { hooks in
            hooks.lies = { event, _, _ in event.withPositions { $0.sellable = $0.volume } }
        },
        Canary(9, "what orders in flight have reserved is spent again", or: [10]) { hooks in
            hooks.lies = { event, book, _ in
                book.rebalance?.phase == .buying ? event.withAsset { $0.cash += $0.cash + .yuan(100_000) } : event
            }
        },
        Canary(10, "expected proceeds count as cash") { hooks in
            hooks.lies = { event, _, _ in event.withAsset { $0.cash += .yuan(5_000) } }
        },
        Canary(11, "the largest order of a board is not looked at", or: [12, 22]) {
            $0.policy = { $0.execution.idealizesVenue = true }
        },
        Canary(12, "the cage is taken around a quote that is not there") { hooks in
            hooks.lies = { event, _, _ in
                event.withSecurities { row in
                    guard let kind = row.kind, let last = row.last, let quotedAt = row.quotedAt,
                        row.isSuspended == false
                    else { return }
                    row = Security(
                        symbol: row.symbol, kind: kind, limits: row.limits, previousClose: row.previousClose,
                        isSuspended: false, last: last, bid: row.bid.map { Price(li: $0.li / 1000 * 960) },
                        ask: row.ask.map { Price(li: $0.li / 1000 * 1040) }, isHalted: false, quotedAt: quotedAt)
                }
            }
        },
        Canary(13, "targets that nobody delivered are followed") { hooks in
            hooks.lies = { event, _, _ in
                guard case .targetsRead(var reading) = event else { return event }
                for index in reading.batches.indices { reading.batches[index].digest += "x" }
                return .targetsRead(reading)
            }
        },
        Canary(14, "boards that are closed to us are traded") { $0.policy = { $0.execution.boards = Board.allCases } },
        Canary(15, "half of a line goes out on the other side", or: [30]) { hooks in
            hooks.records = { records, book in
                records.map { record in
                    guard case .intended(var intent) = record, book.isOther(intent.submission) else { return record }
                    intent.submission.side = intent.submission.side == .buy ? .sell : .buy
                    return .intended(intent)
                }
            }
        },
    ]

    private static let rules: [Canary] = [
        Canary(19, "trading resumes by itself", faults: [.operatorHalts], or: [34]) { hooks in
            hooks.events = { event, book, _ in
                book.trading.halt == nil ? [event] : [.resumeRequested(by: "nobody", reason: "none"), event]
            }
        },
        Canary(20, "what is to be sold is bought while only sells may leave", faults: [.operatorHalts], or: [15, 30]) {
            $0.records = { records, book in
                guard book.trading.reduction != nil else { return records }
                return records.map { record in
                    guard case .intended(var intent) = record else { return record }
                    intent.submission.side = .buy
                    return .intended(intent)
                }
            }
        },
        Canary(
            21, "a connection that came back goes on as if it had never gone", faults: [.flapping, .dropAfterArrival]
        ) {
            $0.events = { event, book, _ in
                guard book.tally.open + book.orders.count > 0 else { return [event] }
                switch event {
                case .linkDown, .linkUp, .notificationsMissed: return []
                default: return [event]
                }
            }
        },
        Canary(22, "suspensions and unknown limits are not looked at", faults: [.suspended, .noLimits], or: [12, 14]) {
            hooks in
            hooks.lies = { event, _, _ in
                event.withSecurities { row in
                    guard let kind = row.kind, let last = row.last else { return }
                    row = Security(
                        symbol: row.symbol, kind: kind,
                        limits: PriceLimits(up: Price(li: last.li * 2), down: Price(li: last.li / 20 * 10)),
                        previousClose: row.previousClose, isSuspended: false, last: last, bid: row.bid, ask: row.ask,
                        isHalted: false, quotedAt: row.quotedAt ?? Timestamp(milliseconds: 0))
                }
            }
        },
        Canary(23, "the rate is not kept") { $0.policy = { $0.execution.ordersPerSecond = 50 } },
        Canary(24, "a refused order is decided anew at once", faults: [.counterRefuses], or: [4]) { hooks in
            hooks.lies = { event, _, _ in
                guard case .submitAnswered(let id, .rejected) = event else { return event }
                return .submitFailed(id, .sealed(reason: "try again"))
            }
        },
        Canary(25, "whose account is at the other end is not looked at", faults: [.wrongAccount]) { hooks in
            hooks.lies = { event, _, _ in
                guard case .linkUp(var hello) = event else { return event }
                hello.account = Scenario.account
                return .linkUp(hello)
            }
        },
        Canary(26, "whether the other side is a real one is not looked at", faults: [.wrongSide]) { hooks in
            hooks.policy = { $0.isSimulated = true }
            hooks.lies = { event, _, _ in
                guard case .linkUp(var hello) = event else { return event }
                hello.isSimulated = true
                return .linkUp(hello)
            }
        },
    ]

    private static let time: [Canary] = [
        Canary(
            18, "timers go by the clock on the wall, and whoever sets it sets them", faults: [.clockStep, .clockFarOff]
        ) { $0.timersFollowOurClock = true },
        Canary(16, "the window opens early") { $0.policy = { $0.execution.windowStart = TimeOfDay(9, 30) } },
        Canary(17, "orders are valid for an hour") { $0.policy = { $0.execution.submitValiditySeconds = 3_600 } },
    ]
}

// MARK: Journal and liveness

extension Canary {
    private static let journal: [Canary] = [
        Canary(27, "a commit does not flush", faults: [.powerLoss], or: [2]) { $0.flushesEachCommit = false },
        Canary(28, "cancels that were asked for are not written", faults: [.thinVolume]) { hooks in
            hooks.records = { records, _ in
                records.filter { if case .cancelRequested = $0 { false } else { true } }
            }
        },
        Canary(29, "what is decided depends on more than what was heard", or: [43]) { hooks in
            hooks.lies = { event, _, now in
                event.withAsset { asset in
                    if now.milliseconds % 7 < 3 { asset.total += .yuan(1) }
                    asset.frozenCash += Money(li: now.milliseconds % 1_000_000)
                }
            }
        },
        Canary(30, "reasons are left out") { hooks in
            hooks.records = { records, _ in
                records.map { record in
                    guard case .rebalanceClosed(var results, let at) = record else { return record }
                    for index in results.indices { results[index].reason = nil }
                    return .rebalanceClosed(results: results, at: at)
                }
            }
        },
        Canary(31, "the account is asked for at every event") { hooks in
            hooks.commands = { commands, _, _ in
                commands.contains(.takeSnapshot) ? commands : commands + [.takeSnapshot]
            }
        },
        Canary(32, "a step that says anything says all of every order over and over") { hooks in
            hooks.records = { records, book in
                records.isEmpty
                    ? []
                    : records
                        + book.orders.flatMap { order in
                            [Record](
                                repeating: .orderChanged(
                                    order.id, order.state, filled: order.filled, brokerOrderID: order.brokerOrderID,
                                    message: order.message), count: 64)
                        }
            }
        },
        Canary(33, "alerts name the account") { hooks in
            hooks.commands = { commands, _, _ in
                commands.map { command in
                    guard case .alert(var alert) = command else { return command }
                    alert.text += " (account \(Scenario.account))"
                    return .alert(alert)
                }
            }
        },
        Canary(34, "who commanded is not written down", faults: [.operatorHalts]) { hooks in
            hooks.records = { records, _ in
                records.map { record in
                    guard case .halted(var halt) = record, halt.cause == .operator else { return record }
                    halt.by = ""
                    return .halted(halt)
                }
            }
        },
        Canary(35, "a refused word on an order counts as news of it", faults: [.operatorRepeats]) { hooks in
            hooks.lies = { event, book, _ in
                guard case .resolveRequested(let id, _, _, _) = event, !(book.order(id)?.isUnknown ?? false) else {
                    return event
                }
                return .notificationsMissed
            }
        },
        Canary(36, "nobody asks what became of an order in doubt", faults: [.dropBeforeLeaving, .crashInSend]) {
            hooks in
            hooks.commands = { commands, _, _ in
                commands.filter { command in
                    switch command {
                    case .resolve: false
                    case .alert(let alert): !alert.code.hasPrefix("unresolved")
                    default: true
                    }
                }
            }
            hooks.lies = { event, _, _ in
                guard case .noticed = event else { return event }
                return .timePassed
            }
        },
        Canary(37, "the clock does not wake the engine in the afternoon", faults: [.thinVolume], or: [36]) { hooks in
            hooks.lies = { event, _, now in
                guard now.timeOfDay >= TimeOfDay(13, 0), case .snapshotArrived = event else { return event }
                return .snapshotFailed(reason: "lost")
            }
        },
        Canary(38, "a third of the cash is left lying", faults: []) {
            $0.policy = { $0.execution.cashBuffer = .ppm(333_000) }
        },
        Canary(39, "one incident is told again and again", faults: [.targetsMissing, .targetsRefused]) { hooks in
            hooks.commands = { commands, _, _ in
                commands.flatMap { command -> [Command] in
                    if case .alert = command { [command, command] } else { [command] }
                }
            }
        },
    ]

    private static let reconciliation: [Canary] = [
        Canary(40, "the day is closed with another sum than the broker's") { hooks in
            hooks.lies = { event, _, now in
                now.timeOfDay >= TimeOfDay(15, 0) ? event.withAsset { $0.cash += Money(li: 10) } : event
            }
        },
        Canary(41, "an old account is taken for a fresh one", faults: [.oldSnapshot, .zeroAsset], or: [10, 7, 43]) {
            hooks in
            hooks.lies = { event, _, now in
                guard case .snapshotArrived(var snapshot) = event else { return event }
                snapshot.asOf = now
                return .snapshotArrived(snapshot)
            }
        },
        Canary(42, "a person's order is cancelled") { hooks in
            let stranger = ClientOrderID("human-1")
            hooks.commands = { commands, _, _ in
                commands.contains(where: \.isOrder) ? commands + (stranger.map { [.cancel($0)] } ?? []) : commands
            }
        },
        Canary(43, "the peak is what the equity is") { hooks in
            hooks.records = { records, _ in
                records.map { record in
                    guard case .equityObserved(let equity, _, let at) = record else { return record }
                    return .equityObserved(equity: equity, peak: equity - .yuan(1), at: at)
                }
            }
        },
    ]
}

// MARK: What the bugs change

extension Command {
    fileprivate var isOrder: Bool { if case .submit = self { true } else { false } }
}

extension Book {
    /// Another order of the same line works already.
    fileprivate func isOther(_ submission: Submission) -> Bool {
        orders.contains { $0.symbol == submission.symbol && $0.id != submission.clientOrderID && $0.isOpen }
    }
}

extension Event {
    fileprivate func withPositions(_ change: (inout PositionReport) -> Void) -> Event {
        guard case .snapshotArrived(var snapshot) = self, case .rows(var rows) = snapshot.positions else { return self }
        for index in rows.indices { change(&rows[index]) }
        snapshot.positions = .rows(rows)
        return .snapshotArrived(snapshot)
    }

    fileprivate func withAsset(_ change: (inout AssetReport) -> Void) -> Event {
        switch self {
        case .snapshotArrived(var snapshot):
            guard var asset = snapshot.asset else { return self }
            change(&asset)
            snapshot.asset = asset
            return .snapshotArrived(snapshot)
        default:
            return self
        }
    }

    fileprivate func withSecurities(_ change: (inout Security) -> Void) -> Event {
        guard case .marketArrived(var rows) = self else { return self }
        for index in rows.indices { change(&rows[index]) }
        return .marketArrived(rows)
    }
}
