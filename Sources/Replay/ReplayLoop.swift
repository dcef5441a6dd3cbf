package import Engine
package import Exchange
package import Market

/// The engine and a simulated exchange with a list of days for a clock: what the daemon and the QMT side do, in one loop
/// and without a wire between them.
///
/// The engine is handed what has happened by the clock and nothing else: quotes come from the exchange, whose market shows
/// no later slot, and targets are read by signal day, always a day before the clock's.
package struct ReplayLoop {
    package private(set) var engine: Engine
    package private(set) var exchange: SimulatedExchange
    package private(set) var clock: Timestamp
    package private(set) var counts = Counts()
    private var events: [Event] = []
    private var batch: [Event] = []
    private var records: [Record] = []
    private var effects: [Effect] = []
    /// What the broker has said and the engine has not heard, and what it is hearing.
    private var notices: [Notice] = []
    private var said: [Notice] = []

    package struct Counts: Hashable, Sendable {
        package var events = 0
        package var effects = 0
        package var orders = 0
        package var alerts = 0
        /// Looks at the market, each of what had happened by its moment.
        package var looks = 0
        /// Batches of targets that were taken, each of a day before the clock's.
        package var batches = 0
    }

    /// Why a replay stops.
    package enum Failure: Error, Hashable, Sendable {
        case day(SimulatedExchange.DayFailure)
        /// The targets of a signal day that is not before the execution day.
        case lookAhead(signalDay: Day, executionDay: Day)
        /// The engine went on asking without time passing.
        case restless(Timestamp)
        /// The engine gave up the link; says why.
        case left(String)
    }

    /// When the terminal has the new day, and when a day's clock ends.
    private static var dayRoll: TimeOfDay { TimeOfDay(8, 30) }
    private static var dayEnd: TimeOfDay { TimeOfDay(16, 0) }

    package init(policy: Policy, calendar: TradingCalendar, exchange configuration: SimulatedExchange.Configuration) {
        engine = Engine(policy: policy, calendar: calendar)
        engine.tellsAllRecords = false
        exchange = SimulatedExchange(configuration)
        clock = Timestamp(milliseconds: 0)
    }

    /// Runs one day to its end and tells `observer` what came of it.
    package mutating func run(
        dayAt index: Int, of source: some ReplaySource, _ observer: inout some ReplayObserver
    ) throws(Failure) {
        let bars = source.bars(at: index)
        let day = bars.day
        let isFirst = clock.milliseconds == 0
        clock = day.at(ReplayLoop.dayRoll)
        notices.removeAll(keepingCapacity: true)
        do throws(SimulatedExchange.DayFailure) {
            try begin(bars)
        } catch {
            throw .day(error)
        }
        if isFirst { connect(on: day) }
        let end = day.at(ReplayLoop.dayEnd)
        while true {
            try settle(source, &observer)
            guard let wake = engine.nextWake, wake <= end else { break }
            clock = max(clock, wake)
            exchange.advance(to: clock, into: &notices)
            events.append(.timePassed)
        }
        clock = end
        exchange.advance(to: clock, into: &notices)
        try settle(source, &observer)
        observer.dayEnded(day, exchange: exchange, at: clock)
    }

    private mutating func begin(_ bars: any DayBars) throws(SimulatedExchange.DayFailure) {
        try exchange.beginDay(bars, at: clock, into: &notices)
    }

    private mutating func connect(on day: Day) {
        events.append(.started(run: 1, epoch: 1, afterUncleanEnd: false))
        events.append(
            .linkUp(
                Event.Hello(
                    account: engine.policy.account, session: "replay", tradingDay: day, time: clock, isBrokerUp: true,
                    isSimulated: true)))
    }

    /// Until nothing more happens at this moment.
    private mutating func settle(_ source: some ReplaySource, _ observer: inout some ReplayObserver) throws(Failure) {
        var rounds = 0
        while !events.isEmpty || !notices.isEmpty {
            rounds += 1
            guard rounds < 100_000 else { throw .restless(clock) }
            swap(&events, &batch)
            swap(&notices, &said)
            records.removeAll(keepingCapacity: true)
            effects.removeAll(keepingCapacity: true)
            let emitted = engine.emitted
            engine.handle(said, batch, at: clock, into: &records, &effects)
            counts.events += batch.count + said.count
            counts.effects += engine.emitted - emitted + effects.count
            batch.removeAll(keepingCapacity: true)
            said.removeAll(keepingCapacity: true)
            if engine.hasMilestone {
                observer.take(records, engine: engine, exchange: exchange, at: clock)
            }
            for index in effects.indices {
                if case .submit(let order) = effects[index] {
                    counts.orders += 1
                    exchange.answer(order.submission, at: clock, into: &notices)
                } else {
                    try carry(effects[index], source)
                }
            }
        }
    }

    private mutating func carry(
        _ effect: Effect, _ source: some ReplaySource
    ) throws(Failure) {
        switch effect {
        case .submit:
            break
        case .resolve(let id):
            let outcome: SubmitOutcome = exchange.order(.client(id)).map { .placed($0) } ?? .neverPlaced
            events.append(.resolveAnswered(id, outcome))
        case .cancel(let id):
            let cancellation = exchange.cancel(.client(id), at: clock, into: &notices)
            events.append(
                .cancelAnswered(id, isRequested: cancellation.isRequested, reason: cancellation.reason ?? ""))
        case .takeSnapshot:
            events.append(.snapshotArrived(exchange.snapshot(at: clock, sequence: 0)))
        case .takeAsset:
            events.append(.assetArrived(exchange.asset(at: clock)))
        case .fetchMarket(let symbols):
            counts.looks += symbols.count
            events.append(.marketArrived(look(at: symbols)))
        case .readTargets(let signalDay):
            let batches = try targets(of: signalDay, source)
            events.append(
                .targetsRead(
                    Event.TargetsReading(signalDay: signalDay, batches: batches, isFinal: true)))
        case .readRiskInputs(let signalDay):
            let inputs = source.riskInputs(of: signalDay) ?? RiskInputs(signalDay: signalDay)
            guard inputs.signalDay == signalDay, inputs.states.allSatisfy({ $0.day < clock.day }) else {
                throw .lookAhead(signalDay: inputs.signalDay, executionDay: clock.day)
            }
            events.append(.riskInputsRead(inputs))
        case .alert:
            counts.alerts += 1
        case .leave(let reason):
            throw .left(reason)
        case .record, .wake:
            break
        }
    }

    private mutating func look(at symbols: [Symbol]) -> [Security] {
        var securities: [Security] = []
        securities.reserveCapacity(symbols.count)
        let needsVolume =
            engine.policy.execution.manner.participation != nil || engine.policy.limits.volumeShare != nil
        for symbol in symbols {
            guard let view = exchange.look(at: symbol, at: clock) else { continue }
            securities.append(
                Security(
                    symbol: symbol, kind: view.kind, limits: view.limits, previousClose: view.previousClose,
                    isSuspended: view.isSuspended, last: view.last, bid: view.bid, ask: view.ask,
                    isHalted: view.isHalted, quotedAt: clock,
                    isRiskWarned: view.isRiskWarned, listingDay: view.listingDay))
            // Nobody else asks for it.
            if needsVolume { securities[securities.count - 1].traded = exchange.quote(symbol, at: clock)?.volume }
        }
        return securities
    }

    private mutating func targets(
        of signalDay: Day, _ source: some ReplaySource
    ) throws(Failure) -> [TargetBatch] {
        guard let batch = source.targets(of: signalDay) else { return [] }
        guard batch.signalDay == signalDay, batch.signalDay < clock.day else {
            throw .lookAhead(signalDay: batch.signalDay, executionDay: clock.day)
        }
        counts.batches += 1
        return [batch]
    }
}

/// Whoever keeps what a replay does.
package protocol ReplayObserver {
    /// Facts of one moment that close a rebalance or a day. Others are not shown, for there are very many; they are in the
    /// engine's book by then.
    mutating func take(_ records: [Record], engine: Engine, exchange: SimulatedExchange, at moment: Timestamp)
    mutating func dayEnded(_ day: Day, exchange: SimulatedExchange, at moment: Timestamp)
}

extension ReplayLoop.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .day(let failure): failure.description
        case .lookAhead(let signalDay, let executionDay):
            "targets of \(signalDay) were to be executed on \(executionDay): a signal is known after its day's close and can "
                + "be executed on the next trading day at the earliest; give targets their signal day, not the execution day"
        case .restless(let moment):
            "the replay does not come to rest at \(moment); this is a bug in qmtd, please report it"
        case .left(let reason): reason
        }
    }
}
