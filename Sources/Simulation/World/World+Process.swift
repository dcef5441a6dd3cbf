import Engine
import Market

// The process: start, a step of the engine, its commit, its commands, and every place where it can die.
extension World {
    /// What our clock shows.
    var clock: Timestamp { now.adding(milliseconds: clockOffset) }

    mutating func startProcess() {
        isStartPending = false
        guard process == nil else { return }
        if !isCalm, mix.strikes(.clockFarOff) {
            clockOffset = 365 * 86_400_000
            agenda.add(.clockIsSet, at: now.adding(seconds: 90))
        }
        var records = disk.recover()
        records = hooks.recovered?(records) ?? records
        judge.recovered(disk.recordCount, records)
        var policy = scenario.policy
        hooks.policy?(&policy)
        var engine = Engine(policy: policy, calendar: Scenario.calendar)
        for record in records { engine.restore(record) }
        let floor = hooks.raisesEpoch ? epochFloor : disk.epoch
        let begun = disk.beginRun(epochFloor: floor, raisesEpoch: hooks.raisesEpoch)
        if backup == nil || disk.run % 3 == 0 { backup = (disk.count, disk.run, disk.epoch) }
        process = Process(engine: engine, run: begun.run, epoch: begun.epoch, blockedUntil: now)
        if scenario.seed & 15 == 0 { process?.initial = engine.book }
        judge.processStarted(epoch: begun.epoch, seen: terminal.epoch)
        trace.add(now, "process starts: run \(begun.run), epoch \(begun.epoch), unclean \(begun.wasUnclean)")
        handle([.started(run: begun.run, epoch: begun.epoch, afterUncleanEnd: begun.wasUnclean)])
        guard process != nil else { return }
        if now != lastStart, mix.strikes(.crashTwiceAtOnce) {
            lastStart = now
            return die("in its first second", restartAfter: 0)
        }
        agenda.add(.connect(run: begun.run), at: now.adding(milliseconds: 100))
    }

    /// The loop of `Trader.process`.
    mutating func handle(_ events: [Event]) {
        guard process != nil else { return }
        if clockStep != 0 {
            let step = clockStep
            clockStep = 0
            if abs(step) > 5000 { process?.mailbox.append(.clockStepped(milliseconds: step)) }
        }
        process?.mailbox += events
        var count = 0
        while let event = process?.mailbox.first, judge.violation == nil {
            process?.mailbox.removeFirst()
            count += 1
            if count > 1000 { return fail(37, "a thousand steps at one moment: the engine spins") }
            if diesOn(event) { return }
            if let replace = hooks.events, let book = process?.engine.book {
                for event in replace(event, book, clock) where process != nil { stepEngine(event) }
            } else {
                stepEngine(event)
            }
        }
        armTimer()
    }

    private mutating func fail(_ invariant: Int, _ text: String) { judge.fail(invariant, text) }

    private mutating func stepEngine(_ event: Event) {
        let moment = clock
        trace.add(now, "event \(Trace.words(event))")
        let told = process.flatMap { hooks.lies?(event, $0.engine.book, moment) } ?? event
        judge.looks(event, at: moment, trueTime: now)
        let isIdle = judge.changesNothing(event, terminal.exchange, at: moment)
        let before = isIdle ? process?.engine : nil
        guard let effects = process?.engine.handle(told, at: moment) else { return }
        if let before, let after = process?.engine { judge.heardInVain(event, before, after, effects, at: moment) }
        if process?.initial != nil { process?.heard.append((event, moment)) }
        judge.heard(event, at: moment)
        if Judge.movesStatus(event), let engine = process?.engine { judge.checkStatus(engine, at: moment) }
        carryOut(effects, of: event)
    }

    private mutating func carryOut(_ effects: [Effect], of event: Event) {
        guard process != nil else { return }
        var records: [Record] = []
        var commands: [Command] = []
        for effect in effects {
            if case .record(let record) = effect {
                records.append(record)
            } else if let command = Command(effect) {
                commands.append(command)
            }
        }
        if process?.initial != nil { process?.wrote += records }
        if hooks.records != nil || hooks.commands != nil, let book = process?.engine.book {
            if let replace = hooks.records { records = replace(records, book) }
            if let replace = hooks.commands { commands = replace(commands, book, clock) }
        }
        judge.steps(event, records, commands)
        if hooks.sendsBeforeCommit {
            guard carry(commands, after: []) else { return }
            _ = commit(records)
            return
        }
        guard commit(records) else { return }
        _ = carry(commands, after: records)
    }

    // MARK: The commit

    private mutating func commit(_ records: [Record]) -> Bool {
        guard !records.isEmpty else { return true }
        if diesBefore(records) { return false }
        let isFull = mix.strikes(.diskFull)
        let flushFails = !isFull && mix.strikes(.flushFails)
        switch disk.append(records, isFull: isFull, flushFails: flushFails) {
        case .durable:
            break
        case .full:
            die("the disk is full", restartAfter: 60)
            return false
        case .notFlushed:
            if hooks.stopsOnFlushFailure {
                // It may be there after the restart, and in the cache it is.
                committed(records)
                die("a flush failed", restartAfter: 60)
                return false
            }
        }
        for record in records { mixIn(record) }
        committed(records)
        if mix.strikes(.slowDisk) {
            process?.blockedUntil = now.adding(milliseconds: Int64(500 + mix.draw(.slowDisk, 2500)))
        }
        if diesAfter(records) { return false }
        return true
    }

    private mutating func committed(_ records: [Record]) {
        guard let trading = process?.engine.book.trading else { return }
        judge.committed(records, terminal.exchange, trading: trading, at: clock)
    }

    private mutating func mixIn(_ record: Record) {
        switch record {
        case .intended(let intent):
            digest.mix(intent.submission.clientOrderID.text)
            digest.mix(intent.submission.price.li)
            digest.mix(intent.submission.volume.count)
        case .orderChanged(let id, let state, let filled, _, _):
            digest.mix(id.text)
            digest.mix(filled.count)
            judge.coverage.transition(of: id, to: state)
        case .filled(let fill):
            digest.mix(fill.tradeID.text)
            digest.mix(fill.amount.li)
        case .rebalanceClosed(let results, _):
            for result in results { digest.mix(result.reason?.rawValue ?? "reached") }
        case .halted: digest.mix(1)
        case .resumed: digest.mix(2)
        default: digest.mix(3)
        }
        digest.mix(now.milliseconds)
        trace.add(now, "  commits \(Trace.words(record))")
    }

    // MARK: The commands

    /// False where the process died on the way.
    private mutating func carry(_ commands: [Command], after records: [Record]) -> Bool {
        for command in commands {
            if crashPoint() {
                die("before \(Trace.words(command))")
                return false
            }
            if diesBefore(command, after: records) { return false }
            carry(command)
            guard process != nil else { return false }
            if diesAfter(command) { return false }
        }
        return true
    }

    private mutating func carry(_ command: Command) {
        if trace.isOn, !command.isQuiet { trace.add(now, "  does \(Trace.words(command))") }
        judge.commanded(
            command, isConnected: process?.connection != nil, isFlushed: disk.isFlushed, at: clock, trueTime: now)
        switch command {
        case .submit(let submission):
            digest.mix(submission.clientOrderID.text)
            ask(.submit(submission))
        case .resolve(let id): ask(.resolve(id))
        case .cancel(let id): ask(.cancel(id))
        case .takeSnapshot, .takeAsset: ask(.snapshot)
        case .fetchMarket(let symbols): fetchMarket(symbols)
        case .readTargets(let signalDay):
            let reading = reading(signalDay)
            process?.mailbox.append(.targetsRead(reading))
        case .readRiskInputs(let signalDay):
            process?.mailbox.append(.riskInputsRead(scenario.riskInputs(of: signalDay)))
        case .alert(let alert): raised(alert)
        case .wake(let at): process?.nextWake = at
        case .leave(let reason): leave(reason)
        }
    }

    /// As `Trader.hangUp`: the connection ends for good, the process stays.
    private mutating func leave(_ reason: String) {
        trace.add(now, "  leaves: \(reason)")
        judge.left()
        process?.hasGivenUp = true
        if let connection = process?.connection { cut(connection, "closed by this side") }
    }

    private func reading(_ signalDay: Day) -> Event.TargetsReading {
        let day = clock.day
        guard let index = index(of: day) else { return Event.TargetsReading(signalDay: signalDay, batches: []) }
        let delivery = scenario.deliveries[index]
        guard now >= delivery.from else { return Event.TargetsReading(signalDay: signalDay, batches: []) }
        var batches = delivery.batches
        if let replacedAt = delivery.replacedAt, now >= replacedAt { batches = delivery.replacement }
        return Event.TargetsReading(
            signalDay: signalDay, batches: batches.filter { $0.signalDay == signalDay },
            refusals: delivery.refusals, newestSignalDay: batches.map(\.signalDay).max())
    }

    /// As `Trader.fetchMarket`: what is not known of the day, and quotes of all.
    private mutating func fetchMarket(_ symbols: [Symbol]) {
        guard let engine = process?.engine else { return }
        var fetch = Process.MarketFetch()
        let unknown = symbols.filter { engine.market[$0]?.hasReference != true }
        if !unknown.isEmpty { fetch.waiting.append(ask(.instruments(unknown))) }
        if !symbols.isEmpty { fetch.waiting.append(ask(.quotes(symbols))) }
        process?.fetch = fetch
    }

    // MARK: Time

    /// As `Trader.armTimer`, but that it does not look again at every minute where no clock steps.
    mutating func armTimer() {
        guard let wake = process?.nextWake, let run = process?.run else { return }
        process?.wakeNumber += 1
        let left = wake.milliseconds(since: clock)
        var wait = left <= 0 ? 60_000 : max(left, 10)
        let maySteps = mix[.clockStep] > 0 || mix[.clockFarOff] > 0
        if hooks.timersFollowOurClock { wait = max(left, 10) } else if maySteps { wait = min(wait, 60_000) }
        judge.waits(at: now, clock: clock, looksEachMinute: maySteps)
        agenda.add(.wake(run: run, number: process?.wakeNumber ?? 0), at: now.adding(milliseconds: wait))
    }

    mutating func wake(_ run: Int, _ number: Int) {
        guard let process, process.run == run, process.wakeNumber == number else { return }
        if hooks.timersFollowOurClock, let wake = process.nextWake, wake > clock {
            let left = wake.milliseconds(since: clock)
            return agenda.add(.wake(run: run, number: number), at: now.adding(milliseconds: left))
        }
        handle([.timePassed])
    }

    // MARK: The end of a process

    mutating func die(
        _ how: String, restartAfter seconds: Int64? = nil, isOrderly: Bool = false, isPowerLoss: Bool = false
    ) {
        guard process != nil else { return }
        trace.add(now, "process \(isOrderly ? "ends" : "dies"): \(how)")
        digest.mix("dies")
        process = nil
        clockStep = 0
        if isOrderly { disk.endRun() }
        if wire.isUp {
            wire.isUp = false
            wire.deliversRest = true
        }
        if isPowerLoss {
            if disk.powerFailed(tearsTail: true) { trace.add(now, "un-flushed commits are lost") }
        } else {
            disk.processDied()
        }
        guard !isStartPending else { return }
        isStartPending = true
        deaths.removeAll { now.milliseconds(since: $0) > 600_000 }
        deaths.append(now)
        // The service manager's start limit: then a person starts it.
        let wait = deaths.count >= 5 && seconds != 0 ? 600 : seconds ?? scenario.restartSeconds
        agenda.add(.startProcess, at: now.adding(seconds: isCalm ? min(wait, 5) : wait))
    }
}
