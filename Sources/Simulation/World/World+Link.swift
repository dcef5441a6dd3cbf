import Engine
import Market

// The link as the bridge's client has it: connecting, requests with deadlines, numbered notifications, the end.
extension World {
    private static var requestMilliseconds: Int64 { 10_000 }
    private static var longestBackoff: Int64 { 30_000 }
    /// Three heartbeats: who hears nothing for so long drops the connection.
    static var silenceSeconds: Int64 { 15 }

    // MARK: Up

    mutating func connect(_ run: Int) {
        guard let process, process.run == run, process.connection == nil, process.awaiting == nil, !process.hasGivenUp
        else { return }
        if mix.strikes(.linkRefused) {
            wire.unreachableUntil = now.adding(seconds: Int64(5 + mix.draw(.linkRefused, 120)))
        }
        guard terminal.isRunning, now >= wire.unreachableUntil else { return connectLater() }
        wire = Wire(id: wire.id + 1, isUp: true, unreachableUntil: wire.unreachableUntil)
        wire.account = mix.strikes(.wrongAccount) ? Scenario.otherAccount : Scenario.account
        wire.isSimulated = scenario.policy.isSimulated != mix.strikes(.wrongSide)
        process.awaiting = wire.id
        guard terminal.claim(process.epoch) else {
            deliver(.fenced)
            wire.isUp = false
            return
        }
        if mix.strikes(.latency) { wire.delay = [700, 1500, 5000][mix.draw(.latency, 3)] }
        if mix.strikes(.terminalClock) {
            terminalOffset = 300_000
            judge.isTerminalClockWrong = true
            agenda.add(.terminalClockIsSet, at: now.adding(seconds: Int64(20 + mix.draw(.terminalClock, 600))))
        }
        judge.connected(wire.id, account: wire.account, isSimulated: wire.isSimulated)
        deliver(
            .hello(
                Event.Hello(
                    account: wire.account, session: terminal.session, tradingDay: terminal.tradingDay,
                    time: now.adding(milliseconds: terminalOffset), isBrokerUp: terminal.isBrokerUp,
                    isSimulated: wire.isSimulated), sequence: terminal.sequence))
        if mix.strikes(.replayedDay) { for push in terminal.history { number(push) } }
        if mix.strikes(.flapping) {
            agenda.add(
                .cut(connection: wire.id, "flapping"),
                at: now.adding(milliseconds: Int64(50 + mix.draw(.flapping, 1500))))
        }
    }

    private mutating func connectLater() {
        guard let process else { return }
        agenda.add(.connect(run: process.run), at: now.adding(milliseconds: process.backoff))
        process.backoff = min(process.backoff * 2, World.longestBackoff)
    }

    // MARK: Requests

    @discardableResult
    mutating func ask(_ request: Request) -> Int {
        guard let process else { return 0 }
        process.lastRequest += 1
        let id = process.lastRequest
        judge.asks(request, open: process.open.count, orders: process.engine.book.orders.count, at: now)
        guard let connection = process.connection else {
            agenda.add(.requestFailed(run: process.run, request), at: now)
            return id
        }
        let departure = max(now, process.blockedUntil)
        let deadline = departure.adding(milliseconds: World.requestMilliseconds)
        process.open.append(Process.OpenRequest(id: id, deadline: deadline, request: request))
        if !process.isDeadlineSet {
            process.isDeadlineSet = true
            agenda.add(.deadline(run: process.run), at: deadline)
        }
        guard wire.id == connection, wire.isUp else { return id }
        if mix.strikes(.dropBeforeLeaving) {
            cut(connection, "broke before a request left")
            return id
        }
        guard !wire.isDeadToShim else { return id }
        let arrival = max(departure.adding(milliseconds: wire.delay), wire.lastAtShim)
        wire.lastAtShim = arrival
        agenda.add(.arriveAtShim(connection: connection, request: id, request), at: arrival)
        return id
    }

    mutating func lookAtDeadlines() {
        guard let process else { return }
        process.isDeadlineSet = false
        var events: [Event] = []
        while let first = process.open.first, first.deadline <= now {
            process.open.removeFirst()
            process.late.append(first)
            if let event = failed(first, "no answer in time") { events.append(event) }
        }
        if let next = process.open.first {
            process.isDeadlineSet = true
            agenda.add(.deadline(run: process.run), at: next.deadline)
        }
        if !events.isEmpty { handle(events) }
    }

    /// What the engine hears of a request without an outcome. Parts of the market are gathered first.
    private mutating func failed(_ open: Process.OpenRequest, _ reason: String) -> Event? {
        switch open.request {
        case .instruments, .quotes: marketAnswered(open.id, .failed(reason))
        default: failure(of: open.request, reason)
        }
    }

    func failure(of request: Request, _ reason: String) -> Event {
        switch request {
        case .snapshot: .snapshotFailed(reason: reason)
        case .instruments, .quotes: .marketFailed(reason: reason)
        case .submit(let submission): .submitFailed(submission.clientOrderID, .unknown(reason: Word(reason)))
        case .resolve(let id): .resolveFailed(id, reason: reason)
        case .cancel(let id): .cancelAnswered(id, isRequested: false, reason: reason)
        }
    }

    // MARK: Towards the process

    mutating func deliver(_ delivery: Delivery, after wait: Int64 = 0) {
        guard !wire.isDeadToProcess else { return }
        let arrival = max(now.adding(milliseconds: wire.delay + wait), wait == 0 ? wire.lastAtProcess : now)
        if wait == 0 { wire.lastAtProcess = arrival }
        agenda.add(.arriveAtProcess(connection: wire.id, delivery), at: arrival)
    }

    mutating func answer(_ connection: Int, _ request: Int, _ reply: Reply, after wait: Int64 = 0) {
        guard connection == wire.id, wire.isUp else { return }
        if mix.strikes(.lateReply) {
            return deliver(.reply(request, reply), after: Int64(11_000 + mix.draw(.lateReply, 5000)))
        }
        deliver(.reply(request, reply), after: wait)
        if mix.strikes(.repeatedReply) { deliver(.reply(request, reply), after: 1) }
    }

    mutating func arriveAtProcess(_ connection: Int, _ delivery: Delivery) {
        guard let process else { return }
        if case .closed(let reason) = delivery { return closed(connection, reason) }
        guard connection == process.connection || connection == process.awaiting else { return }
        switch delivery {
        case .hello(let hello, let sequence):
            guard wire.id == connection, wire.isUp else { return }
            process.awaiting = nil
            process.connection = connection
            process.lastSequence = sequence
            process.backoff = 500
            judge.epochBegan(connection)
            judge.linkBegan(at: now)
            handle([.linkUp(hello)])
            if self.process?.engine.link.isUp ?? false { judge.linkCame(at: clock) }
            if mix[.terminalClock] + mix[.clockStep] + mix[.clockFarOff] > 0 { beatLater() }
        case .fenced:
            process.awaiting = nil
            process.hasGivenUp = true
            judge.mustLeave()
            handle([.linkGivenUp(reason: "the QMT side refused us: fenced")])
        case .reply(let request, let reply):
            answered(connection, request, reply)
        case .push(let push, let sequence):
            let isGap = sequence > process.lastSequence + 1
            process.lastSequence = max(process.lastSequence, sequence)
            if isGap { judge.mustReconcile() }
            handle((isGap ? [.notificationsMissed] : []) + [World.event(push)])
        case .heartbeat(let sequence):
            guard sequence > process.lastSequence else { return }
            process.lastSequence = sequence
            judge.mustReconcile()
            handle([.notificationsMissed])
        case .beat(let time):
            compareClocks(with: time)
        case .superseded(let epoch):
            judge.mustReconcile()
            judge.mustLeave()
            handle([.superseded(epoch: epoch)])
        case .closed:
            break
        }
    }

    // MARK: Clocks

    /// Heartbeats are said where a clock is wrong in this run; elsewhere they would change nothing.
    mutating func beatLater() {
        guard !isBeating else { return }
        isBeating = true
        agenda.add(.beat, at: now.adding(seconds: 5))
    }

    mutating func beat() {
        isBeating = false
        guard wire.isUp, terminal.isRunning else { return }
        deliver(.beat(now.adding(milliseconds: terminalOffset)))
        guard let link = process?.engine.link else { return }
        // Once all agrees again there is nothing to be told.
        if clockOffset != 0 || terminalOffset != 0 || !link.isUp || !link.isClockTrusted { beatLater() }
    }

    /// As `Trader.compareClocks`.
    private mutating func compareClocks(with time: Timestamp) {
        guard let link = process?.engine.link else { return }
        let skew = abs(time.milliseconds(since: clock))
        guard skew > scenario.policy.clockSkewMaximumMilliseconds || !link.isUp || !link.isClockTrusted else { return }
        handle([.clockHeard(time)])
        if !link.isUp, process?.engine.link.isUp ?? false { judge.linkCame(at: clock) }
    }

    /// Sets our clock; the process sees the step as `Trader.clockStep` does.
    mutating func setClock(_ offset: Int64) {
        let step = offset - clockOffset
        clockOffset = offset
        guard process != nil, abs(step) > 5000 else { return }
        clockStep += step
        beatLater()
    }

    private static func event(_ push: SimulatedTerminal.Push) -> Event {
        switch push {
        case .order(let report): .orderReported(report)
        case .fill(let fill): .fillReported(fill)
        case .tradingDay(let day): .tradingDayAnnounced(day)
        case .broker(let isUp): .brokerChanged(isUp: isUp, reason: isUp ? "" : "account \(Scenario.account) logged out")
        }
    }

    private mutating func answered(_ connection: Int, _ request: Int, _ reply: Reply) {
        guard let process else { return }
        let open: Process.OpenRequest
        if let index = process.open.firstIndex(where: { $0.id == request }) {
            open = process.open[index]
            process.open.remove(at: index)
        } else if let index = process.late.firstIndex(where: { $0.id == request }) {
            open = process.late[index]
            process.late.remove(at: index)
        } else {
            return  // A repeated answer is told to nobody.
        }
        if case .submit(let submission) = open.request, mix.strikes(.foreignAnswer) {
            handle([.submitFailed(submission.clientOrderID, .unknown(reason: "the answer is of another order"))])
            return cut(connection, "an answer was about another order")
        }
        if let event = event(open, reply) { handle([event]) }
    }

    private mutating func event(_ open: Process.OpenRequest, _ reply: Reply) -> Event? {
        switch (open.request, reply) {
        case (.instruments, _), (.quotes, _):
            return marketAnswered(open.id, reply)
        case (_, .snapshot(let snapshot)):
            return .snapshotArrived(snapshot)
        case (.submit(let submission), .submit(let outcome)):
            return .submitAnswered(submission.clientOrderID, outcome)
        case (.submit(let submission), .submitRefused(let failure)):
            return .submitFailed(submission.clientOrderID, failure)
        case (.resolve(let id), .resolve(let outcome)):
            return .resolveAnswered(id, outcome)
        case (.cancel(let id), .cancel(let isRequested, let reason)):
            return .cancelAnswered(id, isRequested: isRequested, reason: reason)
        case (let request, .failed(let reason)):
            return failure(of: request, reason)
        default:
            return nil
        }
    }

    /// As `OpenRequests.marketAnswered`: the event once the last part has come.
    private mutating func marketAnswered(_ id: Int, _ reply: Reply) -> Event? {
        guard var fetch = process?.fetch, let place = fetch.waiting.firstIndex(of: id) else { return nil }
        fetch.waiting.remove(at: place)
        switch reply {
        case .instruments(let rows): fetch.instruments += rows
        case .quotes(let rows): fetch.quotes += rows
        case .failed(let reason): fetch.failure = reason
        default: fetch.failure = "an answer of another kind came"
        }
        process?.fetch = fetch.waiting.isEmpty ? nil : fetch
        guard fetch.waiting.isEmpty else { return nil }
        if let failure = fetch.failure { return .marketFailed(reason: failure) }
        return .marketArrived(Security.rows(fetch.instruments, fetch.quotes, at: clock))
    }

    // MARK: Down

    /// The connection ends now; both sides come to know.
    mutating func cut(_ connection: Int, _ reason: String) {
        guard wire.id == connection, wire.isUp else { return }
        trace.add(now, "link breaks: \(reason)")
        wire.isUp = false
        wire.deliversRest = scenario.seed & 1 == 0
        agenda.add(.arriveAtProcess(connection: connection, .closed(reason)), at: now)
    }

    private mutating func closed(_ connection: Int, _ reason: String) {
        guard let process else { return }
        if process.awaiting == connection {
            process.awaiting = nil
            return connectLater()
        }
        guard process.connection == connection else { return }
        process.connection = nil
        let open = process.open
        process.open = []
        process.late = []
        let wasUp = process.engine.link.isUp
        judge.linkEnded()
        var events: [Event] = []
        for request in open {
            if let event = failed(request, "the connection was lost: \(reason)") { events.append(event) }
        }
        process.fetch = nil
        handle(events + [.linkDown(reason: reason)])
        if wasUp, self.process === process { judge.linkLost(at: clock) }
        if self.process === process, !process.hasGivenUp { connectLater() }
    }
}
