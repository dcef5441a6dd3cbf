import Bridge
package import BridgeProtocol
package import Control
package import Engine
import Foundation
package import Journal
package import Logging
package import Market

/// Owns the engine and the journal, and alone calls them: an event comes in, its records are made durable, its effects are
/// carried out in order. Every step is one synchronous stretch on this actor, so nothing can come between a decision and
/// its record.
package actor Trader {
    /// What goes out to the QMT side beside orders.
    package typealias Ask = @Sendable (MarketRequest) -> RequestID
    /// Calls back once after so many milliseconds; what it returns takes that back.
    package typealias Schedule = @Sendable (Int64, @escaping @Sendable () -> Void) -> @Sendable () -> Void

    var engine: Engine
    let journal: Journal
    let disk: DiskGuard?
    private let recorder: Recorder?
    private var isRecording: Bool
    let configuration: Configuration
    private let targets: TargetsSource
    let ask: Ask
    let desk: OrderDesk
    let logger: Logger
    private let dayClosed: @Sendable () -> Void
    private let stop: @Sendable (StopReason) -> Void
    /// Closes the connection to the QMT side for good; the process stays, so that people can look.
    private let hangUp: @Sendable () -> Void
    /// The moment, by this machine's clock.
    private let ownClock: @Sendable () -> Timestamp
    /// Milliseconds that no setting of a clock changes.
    private let steadyClock: @Sendable () -> Int64
    /// Both clocks when they were looked at last.
    private var clocks: (own: Timestamp, steady: Int64)?
    private var sessionClock: Timestamp?
    var queue: [Event] = []
    var requests = OpenRequests()
    /// When the paper account looks at the market by itself.
    var nextLook: (at: Timestamp, symbols: [Symbol])?
    private var nextWake: Timestamp?
    private var cancelTimer: (@Sendable () -> Void)?
    private let schedule: Schedule
    private var lastHeard: Timestamp?
    private var alerts: [(at: Timestamp, alert: Alert)] = []
    private(set) var isStopping = false
    private var statusChanged: @Sendable (String) -> Void
    private var told = ""

    package init(
        engine: Engine, journal: sending Journal, lastRecordAt: Timestamp?, configuration: Configuration,
        targets: TargetsSource, logger: Logger,
        ownClock: @escaping @Sendable () -> Timestamp,
        steadyClock: (@Sendable () -> Int64)? = nil, schedule: @escaping Schedule, ask: @escaping Ask,
        desk: sending OrderDesk, recorder: sending Recorder? = nil, disk: DiskGuard? = nil,
        dayClosed: @escaping @Sendable () -> Void = {},
        statusChanged: @escaping @Sendable (String) -> Void, hangUp: @escaping @Sendable () -> Void = {},
        stop: @escaping @Sendable (StopReason) -> Void
    ) {
        self.engine = engine
        self.journal = journal
        self.disk = disk
        self.dayClosed = dayClosed
        sessionClock = lastRecordAt
        self.configuration = configuration
        self.targets = targets
        self.logger = logger
        self.ownClock = ownClock
        // Without one the own clock is taken not to step.
        self.steadyClock = steadyClock ?? { ownClock().milliseconds }
        self.hangUp = hangUp
        self.schedule = schedule
        self.ask = ask
        self.desk = desk
        self.recorder = recorder
        isRecording = recorder != nil
        self.statusChanged = statusChanged
        self.stop = stop
    }

    var now: Timestamp {
        switch configuration.clock {
        case .own: ownClock()
        case .session: sessionClock ?? Timestamp(milliseconds: 0)
        }
    }

    // MARK: What comes in

    /// Begins this run's part of the journal.
    package func begin(_ run: Run, afterUncleanEnd: Bool) {
        process(.started(run: run.number, epoch: run.epoch, afterUncleanEnd: afterUncleanEnd))
    }

    /// Nothing new leaves from here on; what is at the broker stays there. The run is closed in the journal.
    package func end(_ how: String) {
        guard !isStopping else { return }
        isStopping = true
        cancelTimer?()
        do {
            try journal.endRun(how, at: now)
        } catch {
            logger.critical("\(error)")
        }
    }

    package func take(_ event: BridgeEvent) {
        if case .session = configuration.clock { follow(event) }
        switch event {
        case .up(let hello, let continuity):
            lastHeard = ownClock()
            if case .newSession = continuity { logger.info("the QMT side is a new process") }
            let simulated = configuration.isPaper ? isFitForPaper(hello) : hello.isSimulated
            process(
                dayBegan(hello.tradingDay)
                    + [
                        .linkUp(
                            Event.Hello(
                                account: hello.account, session: hello.session, tradingDay: hello.tradingDay,
                                time: hello.time, isBrokerUp: hello.broker.isUp, isSimulated: simulated))
                    ])
        case .down(let down):
            requests.dropAll()
            let retry = down.retryIn.map { "; trying again in \($0)" } ?? "; not trying again"
            logger.warning("not connected: \(down.reason)\(retry)")
            let isForGood = down.retryIn == nil && down.reason != .closedByUs
            process(isForGood ? .linkGivenUp(reason: "\(down.reason)") : .linkDown(reason: "\(down.reason)"))
        case .answered(let id, let request, let result), .answeredLate(let id, let request, let result):
            lastHeard = ownClock()
            answered(id, request, result)
        case .notified(let notification, _):
            lastHeard = ownClock()
            if isOurs(notification) { notified(notification) }
        case .missed(let gap):
            logger.warning("notifications are missing: expected number \(gap.expected)")
            process(.notificationsMissed)
        case .anomaly(let anomaly):
            logger.warning("the QMT side sent what it should not: \(anomaly)")
        }
        advanceSession()
    }

    /// The next moment that matters has come, or may have.
    package func tick() {
        process(.timePassed)
    }

    package func answer(_ call: ControlCall) -> ControlReply {
        let facts = facts
        switch call.command {
        case .status: return .report(StatusReport(engine, facts))
        case .positions: return .report(PositionsReport(engine, facts))
        case .orders(let filter): return .report(OrdersReport(filter, engine, facts))
        case .limits: return .report(LimitsReport(engine, at: now))
        case .plan: return .report(PlanReport(engine))
        case .halt(let reason):
            let wasHalted = engine.book.trading.halt != nil
            process(.haltRequested(by: "\(call.peer)", reason: reason))
            let halt = engine.book.trading.halt
            return .report(
                HaltReport(
                    changed: !wasHalted, state: .init(engine.book.trading), since: halt.map { "\($0.since)" },
                    by: halt?.by, reason: halt?.reason))
        case .reduceOnly, .cancelAll, .approve, .flatten: return act(call.command, by: "\(call.peer)")
        case .resume(let reason, let seen):
            return resume(reason: reason, seen: seen, by: "\(call.peer)")
        case .resolve(let order, let filled, let reason):
            return resolve(order, filled: filled, reason: reason, by: "\(call.peer)")
        }
    }

    private func resolve(_ text: String, filled: Int64?, reason: String, by: String) -> ControlReply {
        guard let id = ClientOrderID(text) else {
            return .refused("'\(text)' is not the id of an order; see 'qmtctl orders --unknown'")
        }
        let word = filled.map { OperatorWord.over(filled: Shares($0)) } ?? .neverPlaced
        if let refusal = engine.refusal(ofResolving: id, word, reason: reason, at: now) {
            return .refused("\(refusal)")
        }
        process(.resolveRequested(id, word, by: by, reason: reason))
        guard engine.book.order(id)?.isOpen != true else {
            return .failure(ControlFailure(.internal, "order \(id) could not be settled; see the log"))
        }
        return .report(ResolveReport(order: text, filled: filled, by: by, reason: reason))
    }

    private func resume(reason: String, seen: String?, by: String) -> ControlReply {
        let halt = engine.book.trading.halt ?? engine.book.trading.reduction
        let wasArmed = engine.book.trading.isArmed
        if let seen, let halt, seen != "\(halt.since)" {
            return .failure(
                ControlFailure(
                    .stateChanged,
                    "trading was halted again at \(halt.since) by \(halt.by): \(halt.reason). Look at it, then resume"))
        }
        if !wasArmed, let problem = disk?.problem() {
            return .failure(ControlFailure(.refused, "not resumed: \(problem)"))
        }
        process(.resumeRequested(by: by, reason: reason))
        advanceSession()
        return .report(
            ResumeReport(
                changed: !wasArmed, state: .init(engine.book.trading), since: "\(now)",
                by: by,
                reason: reason))
    }

    private var facts: DaemonFacts {
        DaemonFacts(
            now: now, isPaper: configuration.isPaper, clock: configuration.clock, endpoint: configuration.endpoint,
            targetsSource: configuration.targetsDirectory ?? configuration.targetsDatabase ?? "",
            heardAgo: lastHeard.map { ownClock().milliseconds(since: $0) },
            alerts: alerts)
    }

    // MARK: The loop

    private func process(_ event: Event) { process([event]) }

    func process(_ events: [Event]) {
        // Before anything is decided by a clock that was set.
        if let step = clockStep() {
            logger.warning("this machine's clock was set by \(step) ms")
            queue.append(.clockStepped(milliseconds: step))
        }
        queue += events
        while !queue.isEmpty, !isStopping {
            let event = queue.removeFirst()
            let moment = now
            remember(event, at: moment)
            carry(out: engine.handle(event, at: moment))
        }
        look()
        tellStatus()
        armTimer()
    }

    /// For a replay of the day. Trading goes on without it.
    private func remember(_ event: Event, at moment: Timestamp) {
        guard isRecording else { return }
        do {
            try recorder?.append(event, at: moment)
        } catch {
            isRecording = false
            logger.error("\(error). Recording stops here; trading goes on")
        }
    }

    /// What cannot be remembered must not be done: the end.
    func fail(_ error: any Error, _ consequence: String) {
        isStopping = true
        logger.critical("\(error). \(consequence)")
        if (error as? JournalFailure)?.code == .full { recordFullDisk() }
        stop(.journalFailed("\(error)"))
    }

    private func carry(out effects: [Effect]) {
        guard record(effects) else { return }
        for effect in effects {
            switch effect {
            case .record(.dayClosed): dayClosed()
            case .record: break
            case .submit(let approved):
                let submission = approved.submission
                tell(.submit(submission), .submit)
                logger.debug(
                    "order sent",
                    metadata: [
                        "id": "\(submission.clientOrderID)", "symbol": "\(submission.symbol)",
                        "side": "\(submission.side.rawValue)", "shares": "\(submission.volume)",
                        "price": "\(submission.price)",
                    ])
            case .resolve(let id): tell(.resolve(id), .resolve)
            case .cancel(let id): tell(.cancel(id), .cancel)
            // The wire has no smaller question.
            case .takeSnapshot, .takeAsset: tell(.snapshot, .snapshot)
            case .fetchMarket(let symbols): fetchMarket(symbols)
            case .readTargets(let signalDay):
                queue.append(.targetsRead(targets.read(signalDay: signalDay, today: now.day)))
            case .readRiskInputs(let signalDay):
                queue.append(.riskInputsRead(targets.riskInputs(signalDay: signalDay)))
            case .alert(let alert): raise(alert)
            case .wake(let at): nextWake = at
            case .leave: hangUp()
            }
        }
    }

    /// Makes the records durable; false where that failed, which is the end: what cannot be remembered must not be done.
    private func record(_ effects: [Effect]) -> Bool {
        var entries: [NewEntry] = []
        do {
            for case .record(let record) in effects {
                log(record)
                entries.append(
                    NewEntry(at: now, kind: RecordCodec.kind(of: record), body: try RecordCodec.encode(record)))
            }
            if !entries.isEmpty { _ = try journal.append(entries) }
            return true
        } catch {
            fail(error, "Trading stops here: nothing leaves that is not in the journal first")
            return false
        }
    }

    // MARK: The market, in parts

    private func fetchMarket(_ symbols: [Symbol]) {
        var fetch = OpenRequests.MarketFetch()
        let unknown = symbols.filter { engine.market[$0]?.hasReference != true }
        for part in unknown.parts(of: BridgeRequest.symbolLimit) {
            let id = ask(.instruments(part))
            fetch.waiting.insert(id)
            requests.open(id, .market)
        }
        for part in symbols.parts(of: BridgeRequest.symbolLimit) {
            let id = ask(.quotes(part))
            fetch.waiting.insert(id)
            requests.open(id, .market)
        }
        requests.market = fetch
    }

    // MARK: Answers

    private func answered(_ id: RequestID, _ request: BridgeRequest, _ result: Result<BridgeAnswer, BridgeFailure>) {
        let purpose = requests.close(id)
        let seen = observed(result)
        switch (request, result) {
        case (.snapshot, .success(.snapshot(let snapshot))):
            process(.snapshotArrived(snapshot))
        case (.snapshot, .failure(let failure)):
            process(.snapshotFailed(reason: "\(failure)"))
        case (.instruments, _), (.quotes, _):
            let event = requests.marketAnswered(id, result, at: now)
            process(seen + (purpose == .day ? snapshotForDay(result) : []) + (event.map { [$0] } ?? []))
        case (.submit(let submission), .success(.submit(let answer))):
            process(.submitAnswered(submission.clientOrderID, answer.settled))
        case (.submit(let submission), .failure(let failure)):
            logger.warning(
                "submit without an outcome", metadata: ["id": "\(submission.clientOrderID)", "why": "\(failure)"])
            process(.submitFailed(submission.clientOrderID, Event.SubmitFailure(failure)))
        case (.resolve(let id), .success(.resolve(let answer))):
            process(.resolveAnswered(id, answer.settled))
        case (.resolve(let id), .failure(let failure)):
            process(.resolveFailed(id, reason: "\(failure)"))
        case (.cancel(let id), .success(.cancel(let answer))):
            process(.cancelAnswered(id, isRequested: answer.isRequested, reason: answer.reason ?? ""))
        case (.cancel(let id), .failure(let failure)):
            process(.cancelAnswered(id, isRequested: false, reason: "\(failure)"))
        case (.advance(let to), .success(.advance(let time))):
            sessionAdvanced(to: time, asked: to)
        case (.advance, .failure(let failure)):
            if case .refused = failure { stop(.simulationEnded("\(failure)")) }
        case (.ping, _):
            break
        case (_, .success):
            logger.error("an answer of another kind came for \(request.method.rawValue)")
        }
    }

    private func notified(_ notification: BridgeNotification) {
        switch notification {
        case .order(let report): process(.orderReported(report))
        case .fill(let fill): process(.fillReported(fill))
        case .broker(let state, let reason): process(.brokerChanged(isUp: state.isUp, reason: reason ?? ""))
        case .tradingDay(let day): process(dayBegan(day) + [.tradingDayAnnounced(day)])
        case .superseded(let epoch): process(.superseded(epoch: epoch))
        case .heartbeat(let time): compareClocks(with: time)
        }
    }

    // MARK: Time

    /// A step of our clock that is larger than this is for the engine to know of, in milliseconds.
    private static var largestStep: Int64 { 5_000 }

    /// The engine hears of the other side's clock where it differs, and where something waits for its agreement.
    private func compareClocks(with time: Timestamp) {
        guard configuration.clock == .own else { return }
        let skew = abs(time.milliseconds(since: now))
        let isWaitedFor = !engine.link.isUp || !engine.link.isClockTrusted
        if skew > configuration.policy.clockSkewMaximumMilliseconds || isWaitedFor { process(.clockHeard(time)) }
    }

    /// What our clock was set by since the last look; nil where it ran like the steady one.
    private func clockStep() -> Int64? {
        guard configuration.clock == .own else { return nil }
        let (own, steady) = (ownClock(), steadyClock())
        defer { clocks = (own, steady) }
        guard let before = clocks else { return nil }
        let step = own.milliseconds(since: before.own) - (steady - before.steady)
        return abs(step) > Self.largestStep ? step : nil
    }

    /// With the session's clock, time is what the other side says it is; it never goes back.
    private func follow(_ event: BridgeEvent) {
        let time: Timestamp? =
            switch event {
            case .up(let hello, _): hello.time
            case .notified(.fill(let fill), _): fill.time
            case .notified(.heartbeat(let time), _): time
            case .answered(_, _, .success(.ping(let time))): time
            case .answered, .answeredLate, .notified, .missed, .anomaly, .down: nil
            }
        if let time { sessionClock = max(sessionClock ?? time, time) }
    }

    /// Asks for the next moment that matters, once nothing is left to wait for at this one.
    private func advanceSession() {
        guard configuration.clock == .session, engine.link.isUp, requests.isEmpty, !isStopping, let wake = wakeAt
        else {
            return
        }
        requests.open(ask(.advance(to: max(wake, now))), .advance)
    }

    private func sessionAdvanced(to time: Timestamp, asked: Timestamp) {
        sessionClock = max(sessionClock ?? time, time)
        process(.timePassed)
        if time < asked { stop(.simulationEnded("the simulated history has ended at \(time)")) }
    }

    /// The engine's next moment or the paper account's.
    private var wakeAt: Timestamp? {
        [nextWake, nextLook?.at].compactMap(\.self).min()
    }

    private func armTimer() {
        guard configuration.clock == .own, !isStopping else { return }
        cancelTimer?()
        guard let nextWake = wakeAt else { return }
        // A wall clock may step: look again at least every minute. A moment that has passed without an event of its own is
        // not a reason to spin.
        let left = nextWake.milliseconds(since: now)
        let wait = left <= 0 ? 60_000 : min(max(left, 10), 60_000)
        cancelTimer = schedule(wait) { [weak self] in
            Task { await self?.tick() }
        }
    }

    // MARK: Telling people

    private func raise(_ alert: Alert) {
        var alert = alert
        if configuration.isPaper { alert.text = "paper: \(alert.text)" }
        alerts.insert((now, alert), at: 0)
        if alerts.count > 20 { alerts.removeLast() }
        let metadata: Logger.Metadata = ["code": "\(alert.code)", "at": "\(now)"]
        switch alert.level {
        case .information: logger.notice("\(alert.text)", metadata: metadata)
        case .warning: logger.warning("\(alert.text)", metadata: metadata)
        case .critical: logger.critical("\(alert.text)", metadata: metadata)
        }
    }

    private func log(_ record: Record) {
        if let line = RecordLine(record) {
            logger.log(level: line.level, "\(line.text)", metadata: ["at": "\(now)"])
        }
    }

    private func tellStatus() {
        let text = (configuration.isPaper ? "paper: " : "") + StatusLine.text(engine, at: now)
        if text != told {
            told = text
            statusChanged(text)
        }
    }
}

/// Why the daemon ends by itself.
package enum StopReason: Hashable, Sendable {
    case journalFailed(String)
    case simulationEnded(String)
}

extension Event.SubmitFailure {
    /// What a failed submit proves about the order; everything that proves nothing is unknown.
    init(_ failure: BridgeFailure) {
        switch failure {
        case .refused(let error):
            switch error.kind {
            case .expired, .sealed: self = .sealed(reason: "\(error)")
            case .invalidOrder: self = .invalid(reason: "\(error)")
            case .idConflict: self = .conflict(reason: "\(error)")
            default: self = .unknown(reason: "\(error)")
            }
        case .notSent(let reason): self = .unknown(reason: "not sent: \(reason)")
        case .outcomeUnknown: self = .unknown(reason: "\(failure)")
        }
    }
}

extension Array {
    func parts(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
