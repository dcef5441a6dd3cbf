import Engine
import Exchange
import Market

// The QMT side: what arrives, what the terminal makes of it, and what is said back.
extension World {
    mutating func arriveAtShim(_ connection: Int, _ request: Int, _ what: Request) {
        // A newer connection has taken over, or this one is gone with what it had not delivered.
        guard terminal.isRunning, connection == wire.id, wire.isUp || wire.deliversRest else { return }
        runMarket()
        switch what {
        case .snapshot:
            if mix.strikes(.dropInSnapshot) { return cut(connection, "in the middle of a snapshot") }
            answer(connection, request, .snapshot(snapshot()))
        case .instruments(let symbols):
            answer(connection, request, .instruments(symbols.compactMap { instrument($0) }))
        case .quotes(let symbols):
            answer(connection, request, .quotes(symbols.compactMap { quote($0) }))
        case .submit(let submission):
            submitArrives(connection, request, submission)
        case .resolve(let id):
            if mix.wants(.operatorResolves) {
                return answer(connection, request, .resolve(.unknown(reason: "the terminal has not said")))
            }
            let outcome = terminal.resolve(id, at: now)
            judge.resolved(id, outcome)
            if outcome == .neverPlaced, mix.wants(.lateOrder), let order = process?.engine.book.order(id) {
                agenda.add(.lateOrder(order.intent.submission), at: now.adding(seconds: 3))
            }
            answer(connection, request, .resolve(outcome))
        case .cancel(let id):
            cancelArrives(connection, request, id)
        }
        if mix.strikes(.dropAfterArrival) { cut(connection, "after a request arrived") }
    }

    // MARK: Orders

    private mutating func submitArrives(_ connection: Int, _ request: Int, _ submission: Submission) {
        judge.arrivedAtShim(submission)
        if !terminal.isBrokerUp {
            return answer(connection, request, .submitRefused(.unknown(reason: "1020 broker_down")))
        }
        if mix.strikes(.throttled) {
            return answer(connection, request, .submitRefused(.unknown(reason: "1021 rate_limited")))
        }
        if let known = terminal.accept(submission) {
            return answerKnown(connection, request, submission, known)
        }
        if mix.strikes(.shimCrashBeforeDispatch) { return shimDies() }
        let start = max(now, terminal.busyUntil)
        let cost: Int64 = mix.strikes(.slowTerminal) ? Int64(2000 + mix.draw(.slowTerminal, 20_000)) : 20
        terminal.busyUntil = start.adding(milliseconds: cost)
        agenda.add(
            .dispatch(connection: connection, request: request, submission, boot: terminal.boot),
            at: terminal.busyUntil)
    }

    private mutating func answerKnown(
        _ connection: Int, _ request: Int, _ submission: Submission, _ known: SimulatedTerminal.Known
    ) {
        // Either is a durable promise.
        if known == .sealed || known == .expired { judge.resolved(submission.clientOrderID, .neverPlaced) }
        answer(connection, request, World.reply(known))
    }

    private static func reply(_ known: SimulatedTerminal.Known) -> Reply {
        switch known {
        case .outcome(let outcome): .submit(outcome)
        case .conflict: .submitRefused(.conflict(reason: "1010 id_conflict"))
        case .sealed: .submitRefused(.sealed(reason: "1012 sealed"))
        case .expired: .submitRefused(.sealed(reason: "1011 expired"))
        case .pending: .submit(.unknown(reason: "the first one is still on its way"))
        case .invalid(let reason): .submitRefused(.invalid(reason: reason))
        }
    }

    mutating func dispatch(_ connection: Int, _ request: Int, _ submission: Submission, boot: Int) {
        guard terminal.isRunning, terminal.boot == boot else { return }
        runMarket()
        if let known = terminal.mayDispatch(submission, at: now) {
            return answerKnown(connection, request, submission, known)
        }
        if mix.wants(.shimCrashInDispatch) {
            mix.struck(.shimCrashInDispatch)
            if mix.draw(.shimCrashInDispatch, 2) == 0 { return shimDies() }
            // What the dead shim did not hear, its next life finds in the list.
            _ = place(submission)
            return shimDies()
        }
        if mix.strikes(.succeedsButNever) { return answer(connection, request, .submit(.placed(nil))) }
        if mix.strikes(.counterRefuses) {
            let outcome = terminal.reject(submission, nil, "[260200] the counter refuses")
            judge.refused(submission)
            return answer(connection, request, .submit(outcome))
        }
        let (placement, notices) = place(submission)
        if mix.strikes(.failsButLive) {
            answer(connection, request, .submit(.unknown(reason: "-1")))
        } else {
            let outcome = terminal.placed(submission, placement)
            if case .rejected = placement { judge.refused(submission) }
            let waits = mix.strikes(.fillFirst) ? 2500 : 0
            answer(connection, request, .submit(outcome), after: Int64(waits))
        }
        publish(notices)
        watchMarket()
    }

    private mutating func place(_ submission: Submission) -> (Placement, [Notice]) {
        if mix[.cacheLag] > 0 {
            terminal.earlier = (now, terminal.exchange.orderReports, terminal.exchange.fillReports)
        }
        judge.reachesBroker(submission, terminal.exchange, at: now)
        var notices: [Notice] = []
        let placement = terminal.exchange.submit(submission, at: now, into: &notices)
        judge.reachedBroker(submission, placement, terminal.exchange)
        digest.mix(submission.clientOrderID.text)
        digest.mix(placement.report.filled.count)
        trace.add(
            now,
            "broker takes \(submission.clientOrderID): \(placement.report.status.rawValue) "
                + "\(placement.report.filled) \(placement.report.message)")
        return (placement, notices)
    }

    /// The promise is broken: somewhere on the way the order had waited.
    mutating func placeLate(_ submission: Submission) {
        let id = submission.clientOrderID
        guard now.timeOfDay < TimeOfDay(14, 57), now.timeOfDay >= TimeOfDay(9, 30), terminal.isBrokerUp,
            terminal.exchange.order(.client(id)) == nil
        else { return }
        runMarket()
        var notices: [Notice] = []
        let placement = terminal.exchange.submit(submission, at: now, into: &notices)
        trace.add(now, "broker takes \(id) after all: \(placement.report.status.rawValue)")
        guard case .placed = placement else { return }
        mix.struck(.lateOrder)
        judge.placedLate(id)
        publish(notices)
        watchMarket()
    }

    private mutating func cancelArrives(_ connection: Int, _ request: Int, _ id: ClientOrderID) {
        guard terminal.isBrokerUp else { return answer(connection, request, .failed("1020 broker_down")) }
        guard terminal.isKnown(id) else {
            return answer(connection, request, .cancel(isRequested: false, reason: "unknown_id"))
        }
        if mix.strikes(.cancelRefused) {
            return answer(connection, request, .cancel(isRequested: false, reason: "refused by the counter"))
        }
        if mix.strikes(.cancelIgnored) {
            return answer(connection, request, .cancel(isRequested: true, reason: ""))
        }
        if mix[.cacheLag] > 0 {
            terminal.earlier = (now, terminal.exchange.orderReports, terminal.exchange.fillReports)
        }
        var notices: [Notice] = []
        let cancellation = terminal.exchange.cancel(.client(id), at: now, into: &notices)
        answer(
            connection, request,
            .cancel(isRequested: cancellation.isRequested, reason: cancellation.reason ?? ""))
        publish(notices)
    }

    // MARK: Notifications

    mutating func publish(_ notices: [Notice]) {
        for notice in notices {
            switch notice {
            case .order(let report):
                terminal.remember(report)
                emit(.order(report))
            case .fill(let fill): emit(.fill(fill))
            case .tradingDay, .exDate, .answer: break
            }
        }
    }

    /// Says it, unless a fault says it otherwise.
    mutating func emit(_ push: SimulatedTerminal.Push) {
        terminal.history.append(push)
        guard terminal.isRunning else { return }
        if mix.strikes(.reorderedEvents) {
            return agenda.add(
                .push(push, boot: terminal.boot),
                at: now.adding(milliseconds: Int64(mix.draw(.reorderedEvents, 4000))))
        }
        switch push {
        case .fill(let fill):
            if mix.strikes(.lateFill) {
                return agenda.add(
                    .push(push, boot: terminal.boot),
                    at: now.adding(milliseconds: Int64(3000 + mix.draw(.lateFill, 12_000))))
            }
            number(.fill(disguised(fill)))
        case .order(let report):
            tell(report)
        case .tradingDay, .broker:
            number(push)
        }
        if mix.strikes(.repeatedEvent) { number(push) }
    }

    private mutating func disguised(_ fill: FillReport) -> FillReport {
        guard mix.strikes(.blankRemark) else { return fill }
        var fill = fill
        fill.clientOrderID = nil
        return fill
    }

    private mutating func tell(_ report: OrderReport) {
        var told = report
        if mix.strikes(.unknownStatus) {
            told.status = .unknown
            told.statusCode = 86
        }
        if mix.strikes(.numberChanges) { told.brokerOrderID = Word("X\(report.brokerOrderID?.text ?? "")") }
        if mix.strikes(.remainingAsVolume) { told.volume = report.unfilledShares }
        if mix.strikes(.blankRemark) { told.clientOrderID = nil }
        number(.order(told))
        if report.isFinal, mix.strikes(.statusBackwards) {
            var back = report
            back.status = report.filled > 0 && report.filled < report.volume ? .partial : .live
            back.statusCode = back.status.code
            number(.order(back))
        }
        if report.filled > 0, mix.strikes(.filledFalls) {
            var less = report
            less.filled = 0
            less.status = .live
            less.statusCode = less.status.code
            number(.order(less))
        }
    }

    /// Numbers it and sends it; without a connection it is said to nobody.
    mutating func number(_ push: SimulatedTerminal.Push) {
        terminal.sequence += 1
        guard wire.isUp else { return }
        if mix.strikes(.lostEvent) {
            // The next heartbeat tells that a number is missing, if nothing else does before.
            return deliver(.heartbeat(sequence: terminal.sequence), after: 5000)
        }
        deliver(.push(push, sequence: terminal.sequence))
    }
}

extension OrderReport {
    var unfilledShares: Shares { volume - filled }
}
