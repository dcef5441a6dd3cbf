import Engine
import Exchange
import Market
import SimulatedSide

/// The engine and the simulated side without a wire between them: what the two processes do, in one loop.
struct Loop {
    var engine: Engine
    var shim: SimulatedShim
    var records: [Record] = []
    var alerts: [Alert] = []
    var submissions: [Submission] = []
    var inputs: [ShimInput] = []
    /// Batches by signal day.
    var batches: [Day: [TargetBatch]] = [:]
    private var events: [Event] = []

    init(engine: Engine, shim: SimulatedShim) {
        self.engine = engine
        self.shim = shim
    }

    mutating func run() throws {
        events = [
            .started(run: 1, epoch: 1, afterUncleanEnd: false),
            .linkUp(
                Event.Hello(
                    account: shim.account, session: "loop", tradingDay: shim.tradingDay, time: shim.clock,
                    isBrokerUp: true, isSimulated: true)),
        ]
        for _ in 0..<2_000_000 {
            if !events.isEmpty {
                let event = events.removeFirst()
                for effect in engine.handle(event, at: shim.clock) { try carry(effect) }
            } else if let wake = engine.nextWake, !shim.hasEnded {
                var notices: [Notice] = []
                try shim.advance(to: wake, into: &notices) { inputs.append($0) }
                push(notices)
                events.append(.timePassed)
            } else {
                return
            }
        }
    }

    private mutating func push(_ notices: [Notice]) {
        for notice in notices {
            switch notice {
            case .order(let report): events.append(.orderReported(report))
            case .fill(let fill): events.append(.fillReported(fill))
            case .tradingDay(let day): events.append(.tradingDayAnnounced(day))
            case .exDate, .answer: break
            }
        }
    }

    private mutating func carry(_ effect: Effect) throws {
        var notices: [Notice] = []
        switch effect {
        case .record(let record):
            records.append(record)
        case .submit(let approved):
            let submission = approved.submission
            submissions.append(submission)
            let answer = try shim.submit(submission, into: &notices) { inputs.append($0) }
            push(notices)
            switch answer {
            case .outcome(let outcome): events.append(.submitAnswered(submission.clientOrderID, outcome))
            case .conflict: events.append(.submitFailed(submission.clientOrderID, .conflict(reason: "conflict")))
            case .expired, .sealed: events.append(.submitFailed(submission.clientOrderID, .sealed(reason: "sealed")))
            case .invalid(let reason):
                events.append(.submitFailed(submission.clientOrderID, .invalid(reason: Word(reason))))
            }
        case .resolve(let id):
            events.append(.resolveAnswered(id, try shim.resolve(id) { inputs.append($0) }))
        case .cancel(let id):
            let cancellation = try shim.cancel(id, into: &notices) { inputs.append($0) }
            push(notices)
            events.append(.cancelAnswered(id, isRequested: cancellation.isRequested, reason: cancellation.reason ?? ""))
        case .takeSnapshot:
            events.append(.snapshotArrived(shim.exchange.snapshot(at: shim.clock, sequence: 0)))
        case .takeAsset:
            events.append(.assetArrived(shim.exchange.asset(at: shim.clock)))
        case .fetchMarket(let symbols):
            events.append(
                .marketArrived(
                    Security.rows(
                        symbols.compactMap { shim.instrument($0) },
                        symbols.compactMap { shim.exchange.quote($0, at: shim.clock) }, at: shim.clock)))
        case .readTargets(let day):
            events.append(
                .targetsRead(
                    Event.TargetsReading(
                        signalDay: day, batches: batches[day] ?? [], newestSignalDay: batches.keys.max())))
        case .readRiskInputs(let day):
            events.append(.riskInputsRead(RiskInputs(signalDay: day)))
        case .alert(let alert):
            alerts.append(alert)
        case .wake, .leave:
            break
        }
    }
}
