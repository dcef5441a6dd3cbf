package import Market

/// The whole of deciding: an event goes in, effects come out, and nothing else happens. The same value runs the live daemon,
/// paper trading and replay; it knows no clock, no disk and no network.
///
/// What must survive a crash is in `book` and changes by records only. The rest is what the other side said since the link
/// came up; it is asked for again after every reconnect, before anything is sent (design 3, invariant 21).
package struct Engine: Sendable {
    package let policy: Policy
    package let calendar: TradingCalendar
    package internal(set) var book = Book()
    package internal(set) var link = Link()
    /// What is known of securities today. Emptied at each day's start: limits of yesterday are worse than none.
    package internal(set) var market = SymbolMap<Security>()
    /// The last snapshot that came, usable to plan or not.
    package internal(set) var account: AccountSnapshot? { didSet { knownHoldings = nil } }
    /// What `account` comes to, once somebody has asked.
    private var knownHoldings: SymbolMap<Holding>?
    package internal(set) var reading: Event.TargetsReading?
    package internal(set) var work = Work()
    package internal(set) var nextWake: Timestamp?
    /// Why the link was left for good; only another process connects again.
    package internal(set) var leftBecause: String?
    /// Codes of alerts raised today, so that one incident is one alert.
    var raised: [String] = []
    private var records: [Record] = []
    /// Records so far: what follows from the book alone holds as long as this does.
    package private(set) var emitted = 0
    /// False where nobody keeps a journal: every record changes the book all the same, and only those that end a rebalance or
    /// a day come out.
    package var tellsAllRecords = true
    /// The last list of records ends a rebalance or a day.
    package private(set) var hasMilestone = false
    private(set) var effects: [Effect] = []
    var feeRates: FeeRatesOfDay

    package init(policy: Policy, calendar: TradingCalendar) {
        self.policy = policy
        self.calendar = calendar
        feeRates = FeeRatesOfDay(policy.fees)
    }

    /// Folds a record of an earlier run. Call for each, in order, before the first event.
    package mutating func restore(_ record: Record) {
        book.apply(record)
    }

    /// The only way in. `now` is the moment of the event, by the clock that the daemon follows. Records come first.
    package mutating func handle(_ event: Event, at now: Timestamp) -> [Effect] {
        take(event, at: now)
        drive(at: now)
        defer {
            records.removeAll(keepingCapacity: true)
            effects.removeAll(keepingCapacity: true)
        }
        return records.map { .record($0) } + effects
    }

    /// The same for all that happened at one moment: what the broker said, and then events. All is taken in before the engine
    /// considers what to do. Records, which are to be durable first, and then effects are added to the arrays given.
    package mutating func handle(
        _ notices: [Notice], _ events: [Event], at now: Timestamp, into records: inout [Record],
        _ effects: inout [Effect]
    ) {
        hasMilestone = false
        swap(&self.records, &records)
        swap(&self.effects, &effects)
        take(notices, at: now)
        for index in events.indices { take(events[index], at: now) }
        drive(at: now)
        swap(&self.records, &records)
        swap(&self.effects, &effects)
    }

    private mutating func take(_ event: Event, at now: Timestamp) {
        switch event {
        case .started(let run, let epoch, let afterUncleanEnd):
            start(run: run, epoch: epoch, afterUncleanEnd: afterUncleanEnd, at: now)
        case .linkUp(let hello):
            linkCameUp(hello, at: now)
        case .linkDown(let reason):
            linkWentDown(masked(reason), at: now)
        case .linkGivenUp(let reason):
            let reason = masked(reason)
            linkWentDown(reason, at: now)
            if leftBecause == nil {
                leave(
                    "the connection is given up: \(reason). Set right what it says, then restart qmtd", "link_refused")
            }
        case .clockHeard(let time):
            clockHeard(time, at: now)
        case .clockStepped(let milliseconds):
            clockStepped(milliseconds)
        case .notificationsMissed:
            link.isReconciled = false
        case .brokerChanged(let isUp, let reason):
            brokerChanged(isUp: isUp, reason: reason)
        case .tradingDayAnnounced:
            // The new day's data is other data: reconcile before anything else.
            link.isReconciled = false
        case .superseded(let epoch):
            abandonUnansweredSubmits("another daemon took the account before an answer came", at: now)
            leave(
                "a daemon with epoch \(epoch) has taken this account; this one trades no more. Stop one of the two; to go on "
                    + "with this one, restart it", "superseded")
        case .snapshotArrived(let snapshot):
            snapshotArrived(snapshot, at: now)
        case .assetArrived(let asset):
            assetArrived(asset, at: now)
        case .snapshotFailed(let reason):
            work.isSnapshotPending = false
            work.retrySnapshotAt = now.adding(seconds: failurePause(at: now))
            link.whyNotReconciled = "the account could not be read: \(masked(reason))"
            accountIsUnusable(at: now)
        case .marketArrived(let securities):
            marketArrived(securities)
        case .marketFailed:
            work.isMarketPending = false
            work.retryMarketAt = now.adding(seconds: failurePause(at: now))
        case .submitAnswered(let id, let outcome):
            submitAnswered(id, outcome, at: now)
        case .submitFailed(let id, let failure):
            submitFailed(id, failure, at: now)
        case .resolveAnswered(let id, let outcome):
            resolveAnswered(id, outcome, at: now)
        case .resolveFailed(let id, _):
            work.resolveEnded(id, retryAt: now.adding(seconds: resolvePause(id)))
        case .cancelAnswered(let id, let isRequested, _):
            // Only the order's status tells whether it was cancelled; a refusal is asked again at the next look.
            if !isRequested {
                work.cancelRefused(id, retryAt: now.adding(seconds: policy.execution.pollSeconds))
            }
        case .noticed(let notices):
            take(notices, at: now)
        case .targetsRead(let reading):
            work.isReadingPending = false
            self.reading = reading
        case .haltRequested(let by, let reason):
            halt(.operator, by: by, reason: reason, at: now)
        case .resumeRequested(let by, let reason):
            resume(by: by, reason: reason, at: now)
        case .resolveRequested(let id, let word, let by, let reason):
            settle(id, word, by: by, reason: reason, at: now)
        case .timePassed:
            break
        }
    }

    private mutating func take(_ notices: [Notice], at now: Timestamp) {
        for index in notices.indices {
            switch notices[index] {
            case .order(let report): absorb(report, at: now)
            case .fill(let fill): absorb(fill, at: now)
            case .answer(let id, let outcome): submitAnswered(id, outcome, at: now)
            case .tradingDay: link.isReconciled = false
            // The account shows it at the next look.
            case .exDate: break
            }
        }
    }

    private mutating func drive(at now: Timestamp) {
        beginDay(at: now)
        if link.isUp {
            let isWanted = isAccountWanted
            if isWanted { reconcile(at: now) }
            resolveUnknownOrders(at: now)
            if link.isReconciled || !isWanted, book.day == now.day {
                readTargets(at: now)
                driveRebalance(at: now)
                closeDay(at: now)
            }
        }
        scheduleWake(at: now)
    }

    /// Whether the account is to be read before anything asks for it: always, but for a simulated one with nothing under way.
    private var isAccountWanted: Bool {
        !policy.execution.readsOnDemand || book.tally.unsettled > 0 || book.isRebalancing
    }

    /// Why no order leaves although the link is up and the account is read; nil where that is in order.
    package func whyNotSending(at now: Timestamp) -> String? {
        if !link.isClockTrusted {
            return "our clock and the QMT side's may differ; they are compared at each heartbeat"
        }
        if let steadyAt = work.steadyAt, now < steadyAt {
            return "the link was lost more than \(policy.execution.flapMaximum) times within "
                + "\(policy.execution.flapWindowSeconds) s; it has to hold until \(steadyAt)"
        }
        return nil
    }

    /// What the account holds and what works at the broker; nil where it does not say.
    mutating func holdings() -> SymbolMap<Holding>? {
        if knownHoldings == nil { knownHoldings = account.flatMap { SymbolMap<Holding>($0) } }
        return knownHoldings
    }

    // MARK: What comes out

    mutating func emit(_ record: Record) {
        emitted += 1
        switch record {
        case .checkpoint:
            // It is the book itself.
            break
        case .rebalanceClosed, .dayClosed:
            hasMilestone = true
            book.apply(record)
        default:
            book.apply(record)
            if !tellsAllRecords { return }
        }
        records.append(record)
    }

    mutating func perform(_ effect: Effect) {
        effects.append(effect)
    }

    /// Raises an alert once a day per code.
    mutating func alert(_ level: Alert.Level, _ code: String, _ text: String) {
        guard !raised.contains(code) else { return }
        raised.append(code)
        effects.append(.alert(Alert(level, code, text)))
    }

    // MARK: Trading state

    mutating func halt(_ cause: TradingState.Halt.Cause, by: String, reason: String, at now: Timestamp) {
        guard book.trading.isArmed else { return }
        emit(.halted(TradingState.Halt(cause: cause, by: by, reason: reason, since: now)))
        work.dropQueue()
        effects.append(
            .alert(
                Alert(
                    .critical, "halted",
                    "trading is halted by \(by): \(reason). Nothing new is sent; working orders stay at the broker. "
                        + "Look with 'qmtctl status', then 'qmtctl resume --reason ...'")))
    }

    private mutating func resume(by: String, reason: String, at now: Timestamp) {
        guard !book.trading.isArmed else { return }
        for id in work.strangers where !book.strangers.contains(id) { emit(.strangerAccepted(id)) }
        work.strangers = []
        emit(.resumed(by: by, reason: reason, at: now))
        effects.append(.alert(Alert(.information, "resumed", "trading is resumed by \(by): \(reason)")))
        // Whatever was true before the halt is old.
        link.isReconciled = false
    }

    private mutating func start(run: Int, epoch: Int64, afterUncleanEnd: Bool, at now: Timestamp) {
        emit(.runBegan(run: run, epoch: epoch, afterUncleanEnd: afterUncleanEnd, at: now))
        emit(.policyInForce(policy))
        // An intent without an answer may or may not have left: only proof settles it.
        for index in book.orders.indices where book.orders[index].state == .inFlight {
            change(index, to: .unknown(since: now), message: "the daemon was restarted before an answer came")
        }
        if afterUncleanEnd {
            alert(
                .warning, "unclean_end",
                "the run before this one did not end cleanly; the account is reconciled before anything is sent")
        }
    }
}
