import Engine
import Exchange
import Market

// The two phases after the faults: the system must come to its end by itself, and then everything must add up.
extension World {
    /// The faults end: whatever was broken outside is repaired, and an operator looks after what waits for one.
    mutating func calmDown() {
        guard !isCalm else { return }
        isCalm = true
        mix.isOn = false
        judge.isInTrouble = false
        trace.add(now, "the faults end")
        wire.unreachableUntil = now
        setClock(0)
        terminalOffset = 0
        judge.isTerminalClockWrong = false
        beatLater()
        if terminal.tradingDay != terminal.exchange.day, let day = terminal.exchange.day {
            terminal.tradingDay = day
            emit(.tradingDay(day))
        }
        if wire.isUp, wire.isDeadToShim || wire.isDeadToProcess || wire.delay > 100 { cut(wire.id, "repaired") }
        if !terminal.isRunning { terminal.restart() }
        if process == nil {
            // The one that waits for its start limit finds another there.
            isStartPending = true
            agenda.add(.startProcess, at: now.adding(seconds: 2))
        }
        brokerComesBack()
        process.map { process in self.process?.blockedUntil = min(process.blockedUntil, now.adding(seconds: 1)) }
        if process?.hasGivenUp ?? false { restartAboveAll() }
        agenda.add(.looksAfterCalm, at: now.adding(seconds: 20))
    }

    mutating func restartAboveAll() {
        epochFloor = terminal.epoch + 1
        die("the operator restarts it", restartAfter: 1, isOrderly: true)
    }

    /// What an operator does who was told: starts what is refused, resumes what is halted.
    mutating func lookAfterCalm() {
        guard process != nil else {
            return agenda.add(.looksAfterCalm, at: now.adding(seconds: 20))
        }
        // One that was refused for its clock comes back by itself.
        if process?.hasGivenUp ?? false { restartAboveAll() }
        if let engine = process?.engine, !engine.book.trading.isArmed, !isResumePending {
            isResumePending = true
            operatorSays(.resume(reason: "all is well again"), after: 1)
        }
        judge.calmed(process?.engine, terminal.exchange, at: now)
        if now < scenario.lastDay.at(TimeOfDay(15, 30)) {
            agenda.add(.looksAfterCalm, at: now.adding(seconds: now.timeOfDay < TimeOfDay(10, 30) ? 60 : 900))
        }
    }

    mutating func endDay(_ index: Int) {
        runMarket()
        digest.mix(Int64(terminal.exchange.cash.li))
        for position in terminal.exchange.positions(at: now) {
            digest.mix(Int64(position.symbol.packed))
            digest.mix(position.volume.count)
        }
        judge.dayEnded(
            scenario.days[index], terminal.exchange, process?.engine, disk, isLast: index == scenario.days.count - 1)
    }

    /// Memory against journal, journal against the broker, decisions against themselves.
    mutating func audit() {
        guard let process else {
            return judge.fail(37, "no process runs at the end, although nothing keeps it from running")
        }
        judge.audit(process, disk, terminal.exchange, isCalm: isCalm)
        if let initial = process.initial, judge.violation == nil { decideAgain(process, from: initial) }
    }

    /// Invariant 29: the same events give the same facts.
    private mutating func decideAgain(_ process: Process, from initial: Book) {
        var policy = scenario.policy
        hooks.policy?(&policy)
        var engine = Engine(policy: policy, calendar: Scenario.calendar)
        engine.restore(.checkpoint(initial))
        var wrote: [Record] = []
        for heard in process.heard {
            for case .record(let record) in engine.handle(heard.event, at: heard.at) { wrote.append(record) }
        }
        if wrote != process.wrote { judge.fail(29, "the same events led to other facts the second time") }
    }
}
