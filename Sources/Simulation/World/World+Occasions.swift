import Engine
import Exchange
import Market

// What happens by itself, at moments drawn beforehand: outages, people, clocks.
extension World {
    private static let occasional: [Fault] = [
        .termination, .secondDaemon, .shimRestart, .halfOpen, .oneWay, .oldEvent, .brokerDown, .hostSleeps,
        .humanTrades, .humanCancels, .humanSells, .ownerMovesCash, .stranger, .clockStep, .pause, .oldBackup,
        .operatorHalts, .operatorRepeats,
    ]

    mutating func scheduleOccasions(on day: Day) {
        for fault in World.occasional where mix[fault] > 0 {
            for _ in 0..<6 {
                // Most of them while orders are about.
                let isBusy = mix.draw(fault, 5) > 0
                let seconds = isBusy ? mix.draw(fault, 600) : mix.draw(fault, 22_000)
                let start = isBusy ? TimeOfDay(9, 30, 50) : TimeOfDay(8, 50)
                agenda.add(.occasion(fault), at: day.at(start).adding(milliseconds: Int64(seconds) * 1000 + 7))
            }
        }
    }

    mutating func occasion(_ fault: Fault) {
        guard mix.wants(fault) else { return }
        if strike(fault) {
            mix.struck(fault)
            trace.add(now, "fault \(fault.name)")
        }
    }

    /// False where there is nothing that it could strike.
    private mutating func strike(_ fault: Fault) -> Bool {
        switch fault {
        case .termination:
            guard process != nil else { return false }
            die("SIGTERM", restartAfter: 5, isOrderly: true)
        case .secondDaemon:
            guard let process, process.connection != nil, wire.isUp, terminal.isRunning else { return false }
            let epoch = terminal.epoch + 1
            _ = terminal.claim(epoch)
            deliver(.superseded(epoch: epoch))
            agenda.add(.cut(connection: wire.id, "superseded"), at: now.adding(milliseconds: wire.delay + 1))
        case .shimRestart:
            guard terminal.isRunning else { return false }
            shimDies()
        case .halfOpen:
            guard wire.isUp else { return false }
            wire.isDeadToShim = true
            wire.isDeadToProcess = true
            agenda.add(.cut(connection: wire.id, "silence"), at: now.adding(seconds: World.silenceSeconds))
        case .oneWay:
            guard wire.isUp else { return false }
            wire.isDeadToShim = true
            agenda.add(.cut(connection: wire.id, "silence"), at: now.adding(seconds: World.silenceSeconds))
        case .oldEvent:
            guard !terminal.history.isEmpty, wire.isUp else { return false }
            number(terminal.history[mix.draw(fault, terminal.history.count)])
        case .brokerDown:
            guard terminal.isBrokerUp else { return false }
            terminal.isBrokerUp = false
            emit(.broker(isUp: false))
            agenda.add(.brokerComesBack, at: now.adding(seconds: Int64(10 + mix.draw(fault, 300))))
        case .hostSleeps:
            wire.unreachableUntil = now.adding(seconds: 600)
            guard wire.isUp else { return true }
            wire.isDeadToShim = true
            wire.isDeadToProcess = true
            agenda.add(.cut(connection: wire.id, "silence"), at: now.adding(seconds: World.silenceSeconds))
        case .clockStep:
            // Half a minute, or as much as a wrong zone.
            let step: Int64 = mix.draw(fault, 4) == 0 ? 3_600_000 : 30_000
            setClock(mix.draw(fault, 2) == 0 ? step : -step)
            agenda.add(.clockIsSet, at: now.adding(seconds: Int64(20 + mix.draw(fault, 100))))
        case .pause:
            guard process != nil else { return false }
            process?.blockedUntil = now.adding(seconds: Int64(5 + mix.draw(fault, 400)))
            if wire.isUp {
                agenda.add(.cut(connection: wire.id, "silence"), at: now.adding(seconds: World.silenceSeconds))
            }
        case .oldBackup:
            return restoreBackup()
        case .stranger:
            return addStranger()
        case .operatorHalts:
            guard process != nil else { return false }
            let reason = "a look at the terminal"
            operatorSays(mix.draw(fault, 3) == 0 ? .reduce(reason: reason) : .halt(reason: reason), after: 0)
        case .operatorRepeats:
            guard process != nil else { return false }
            agenda.add(.operatorActs(.errs(mix.draw(fault, 6))), at: now)
        default:
            return person(fault)
        }
        return true
    }

    mutating func shimDies() {
        terminal.isRunning = false
        trace.add(now, "shim ends")
        if wire.isUp { cut(wire.id, "the shim is gone") }
        agenda.add(.shimRestarts, at: now.adding(seconds: 4))
    }

    mutating func shimRestarts() {
        guard !terminal.isRunning else { return }
        terminal.restart()
    }

    mutating func brokerComesBack() {
        guard !terminal.isBrokerUp else { return }
        terminal.isBrokerUp = true
        emit(.broker(isUp: true))
    }

    /// An operator brings the journal of an earlier run back; ids may not be used twice for it.
    private mutating func restoreBackup() -> Bool {
        guard let backup, process != nil, disk.count > backup.count else { return false }
        die("an operator restores a backup", restartAfter: 20, isOrderly: true)
        disk.restoreBackup(droppingLast: disk.count - backup.count, run: backup.run, epoch: backup.epoch)
        judge.journalReplaced(by: disk.recover())
        // The manual says to begin above the highest epoch that the QMT side has seen.
        epochFloor = terminal.epoch + 1
        return true
    }

    private mutating func addStranger() -> Bool {
        guard let day = terminal.exchange.day, let symbol = scenario.symbols.first,
            let id = ClientOrderID(day: day, epoch: 999, number: 1), terminal.strangerRows.isEmpty
        else { return false }
        terminal.strangerRows.append(
            OrderReport(
                clientOrderID: id, brokerOrderID: "S1", symbol: symbol, side: .buy, price: .fen(100), volume: 100,
                status: .cancelled, time: now))
        return true
    }

    // MARK: People

    private mutating func person(_ fault: Fault) -> Bool {
        guard now.timeOfDay >= TimeOfDay(9, 30), now.timeOfDay < TimeOfDay(14, 57), terminal.isBrokerUp else {
            return false
        }
        runMarket()
        switch fault {
        case .humanCancels:
            let own = terminal.exchange.orderReports.filter { !$0.isFinal && $0.clientOrderID != nil }
            guard !own.isEmpty, let id = own[mix.draw(fault, own.count)].clientOrderID else { return false }
            var notices: [Notice] = []
            guard terminal.exchange.cancel(.client(id), at: now, into: &notices).isRequested else { return false }
            judge.cancelledByPerson(id)
            publish(notices)
            return true
        case .ownerMovesCash:
            let amount = Money.yuan(Int64(1000 * (1 + mix.draw(fault, 50))))
            guard terminal.exchange.transfer(mix.draw(fault, 2) == 0 ? amount : -amount) else { return false }
            judge.personActed()
            judge.ownerMovedCash()
            return true
        case .humanSells:
            let rows = terminal.exchange.positions(at: now).filter { $0.sellable >= 100 }
            guard !rows.isEmpty else { return false }
            let row = rows[mix.draw(fault, rows.count)]
            return trade(row.symbol, .sell, row.sellable.roundedDown(to: 100), perMille: mix.draw(fault, 2) * 15)
        case .humanTrades:
            let symbol = scenario.symbols[mix.draw(fault, scenario.symbols.count)]
            return trade(
                symbol, .buy, Shares(Int64(200 * (1 + mix.draw(fault, 3)))), perMille: -mix.draw(fault, 2) * 10)
        default:
            return false
        }
    }

    private mutating func trade(_ symbol: Symbol, _ side: Side, _ shares: Shares, perMille: Int) -> Bool {
        guard let last = terminal.exchange.quote(symbol, at: now)?.last else { return false }
        let price = Price.fen(last.li * Int64(1000 + perMille) / 10_000)
        let (placement, notices) = terminal.exchange.submitForeign(symbol, side, shares, at: price, time: now)
        publish(notices)
        watchMarket()
        guard case .placed = placement else { return false }
        judge.personActed()
        return true
    }

    // MARK: The operator

    mutating func operatorSays(_ act: OperatorAct, after seconds: Int64) {
        agenda.add(.operatorActs(act), at: now.adding(seconds: seconds))
        if mix.strikes(.operatorRepeats) { agenda.add(.operatorActs(act), at: now.adding(seconds: seconds)) }
    }

    mutating func operatorActs(_ act: OperatorAct) {
        guard process != nil else {
            // The service is not there to be told; the operator tries again.
            if case .resume = act { agenda.add(.operatorActs(act), at: now.adding(seconds: 60)) }
            return
        }
        trace.add(now, "operator: \(act)")
        switch act {
        case .halt(let reason):
            order(.haltRequested(by: World.operatorName, reason: reason))
        case .reduce(let reason):
            order(.reduceOnlyRequested(by: World.operatorName, reason: reason))
        case .resume(let reason):
            isResumePending = false
            order(.resumeRequested(by: World.operatorName, reason: reason))
        case .errs(let kind):
            if let command = refused(kind) { order(command) }
        case .approve:
            guard let digest = process?.engine.book.rebalance?.hold?.digest else { return }
            judge.approved(digest)
            order(.approveRequested(digest: digest, by: World.operatorName, reason: "looked at it"))
        case .resolve(let id):
            lookFor(id)
        case .restart:
            if process?.hasGivenUp ?? false { restartAboveAll() }
        }
    }

    /// Looks into the terminal, and says what is there.
    private mutating func lookFor(_ id: ClientOrderID) {
        asked.removeAll { $0 == id }
        guard let engine = process?.engine, engine.book.order(id)?.isUnknown ?? false else { return }
        runMarket()
        guard terminal.isRunning else { return agenda.add(.operatorActs(.resolve(id)), at: now.adding(seconds: 60)) }
        let word: OperatorWord
        if let report = terminal.exchange.order(.client(id)), report.status != .rejected {
            guard report.isFinal else { return agenda.add(.operatorActs(.resolve(id)), at: now.adding(seconds: 120)) }
            word = .over(filled: report.filled)
        } else {
            word = .neverPlaced
        }
        if engine.refusal(ofResolving: id, word, reason: "seen in the terminal", at: clock) == nil {
            mix.struck(.operatorResolves)
            judge.operatorResolved(id, word)
            // Who has the list open also closes the shim's book on it.
            if word == .neverPlaced { _ = terminal.resolve(id, at: now) }
        }
        order(.resolveRequested(id, word, by: World.operatorName, reason: "seen in the terminal"))
    }

    private static var operatorName: String { "wang (uid 1004)" }

    /// Hands a command to the process, as the control socket does, and stays until it is carried out.
    private mutating func order(_ command: Event) {
        judge.ordered(command)
        handle([command])
        judge.carriedOut(isAlive: process != nil)
    }

    /// A command that must be refused, or has nothing to do: an operator mistypes, or is late. Nil where there is none.
    private func refused(_ kind: Int) -> Event? {
        guard let book = process?.engine.book else { return nil }
        let by = World.operatorName
        let (doubtful, others) = (book.orders.filter(\.isUnknown), book.orders.filter { !$0.isUnknown })
        switch kind {
        case 0:
            let id = ClientOrderID(day: now.day, epoch: 998, number: 1)
            return id.map { .resolveRequested($0, .neverPlaced, by: by, reason: "no such row") }
        case 1: return others.last.map { .resolveRequested($0.id, .neverPlaced, by: by, reason: "no such row") }
        case 2: return doubtful.last.map { .resolveRequested($0.id, .neverPlaced, by: by, reason: " ") }
        case 3:
            return book.orders.last.map {
                .resolveRequested($0.id, .over(filled: $0.volume + 100), by: by, reason: "all of it")
            }
        case 4: return book.trading.isArmed ? .resumeRequested(by: by, reason: "to be sure") : nil
        default: return book.trading.isArmed ? nil : .haltRequested(by: by, reason: "to be sure")
        }
    }

    mutating func raised(_ alert: Alert) {
        judge.alerted(alert)
        digest.mix(alert.code)
        // Not every plan finds somebody who approves it in time.
        if alert.code == "approval_needed", scenario.seed % 4 != 3 { operatorSays(.approve, after: 40) }
        if ["halted", "reducing", "disabled"].contains(alert.code), !isResumePending {
            isResumePending = true
            operatorSays(.resume(reason: "looked at it"), after: 45)
        }
        // Who reads that the link was left for good sets it right where that can be, and starts the daemon again.
        let isHopeless = max(mix[.wrongAccount], mix[.wrongSide]) >= 1000
        if alert.code == "superseded" || alert.code == "link_refused" && !isHopeless {
            operatorSays(.restart, after: 300)
        }
        if mix[.operatorResolves] > 0, alert.code.hasPrefix("unresolved."),
            let id = ClientOrderID(String(alert.code.dropFirst("unresolved.".count))), !asked.contains(id)
        {
            asked.append(id)
            operatorSays(.resolve(id), after: 20)
        }
    }
}
