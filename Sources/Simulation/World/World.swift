import Engine
import Exchange
package import Market

/// The whole system without a wire, a disk or a clock of its own: process, journal, link, shim, terminal, exchange, a person
/// at the terminal and an operator, all moved by one agenda. The same scenario and faults give the same run, to the bit.
package struct World {
    package let scenario: Scenario
    package internal(set) var mix: FaultMix
    let hooks: Hooks

    /// The true time, which is the exchange's.
    package internal(set) var now: Timestamp
    var agenda = Agenda<Action>()
    var terminal: SimulatedTerminal
    var disk = SimulatedDisk()
    package internal(set) var process: Process?
    var wire = Wire()
    package internal(set) var judge: Judge
    var digest = Digest()
    var trace: Trace
    /// The faults have ended.
    package internal(set) var isCalm = false
    package internal(set) var step = 0
    /// What our clock shows beyond the true time.
    var clockOffset: Int64 = 0
    /// By how much it was set since the process looked.
    var clockStep: Int64 = 0
    /// What the terminal's clock shows beyond the true time.
    var terminalOffset: Int64 = 0
    var isBeating = false
    /// Effects and commits so far: where a process can die.
    package internal(set) var crashPoints = 0
    /// The process dies at these.
    var crashesAt: [Int] = []
    var isMarketTicking = false
    /// The journal of earlier, for an operator who restores a backup.
    var backup: (count: Int, run: Int, epoch: Int64)?
    /// An operator raises it when the shim refuses ours.
    var epochFloor: Int64 = 1
    var isStartPending = false
    /// When the process was started to die at once.
    var lastStart: Timestamp?
    /// Ends of the process within the last ten minutes.
    var deaths: [Timestamp] = []
    var isResumePending = false
    /// Orders that the operator has been asked to look for.
    var asked: [ClientOrderID] = []

    package init(
        _ scenario: Scenario, mix: FaultMix, hooks: Hooks = Hooks(), crashesAt: [Int] = [], isTraced: Bool = false
    ) {
        self.scenario = scenario
        self.mix = mix
        self.hooks = hooks
        self.crashesAt = crashesAt
        trace = Trace(isOn: isTraced)
        now = scenario.days[0].at(TimeOfDay(8, 30))
        terminal = SimulatedTerminal(scenario.exchange)
        judge = Judge(scenario)
        judge.isUndisturbed = mix.active.isEmpty && crashesAt.isEmpty
        disk.flushesEachCommit = hooks.flushesEachCommit
    }

    enum Action: Sendable {
        case dayRoll(Int)
        case terminalShowsDay(Int)
        case startProcess
        case connect(run: Int)
        case arriveAtShim(connection: Int, request: Int, Request)
        case dispatch(connection: Int, request: Int, Submission, boot: Int)
        case arriveAtProcess(connection: Int, Delivery)
        case deadline(run: Int)
        case requestFailed(run: Int, Request)
        case push(SimulatedTerminal.Push, boot: Int)
        case cut(connection: Int, String)
        case wake(run: Int, number: Int)
        case market
        case occasion(Fault)
        case operatorActs(OperatorAct)
        case shimRestarts
        case brokerComesBack
        case clockIsSet
        case terminalClockIsSet
        case beat
        case lateOrder(Submission)
        case calm
        case dayEnds(Int)
        case looksAfterCalm
        /// Faults rest while nothing but waiting is to be seen.
        case lull(isOn: Bool)
    }

    /// Runs to the end, or to the first violation.
    package mutating func run() {
        prepare()
        // Far above what a day takes; a run that needs more makes no progress.
        let limit = 120_000 * scenario.sheets.count
        while judge.violation == nil, let next = agenda.next(), next.at <= scenario.end {
            now = max(now, next.at)
            step += 1
            judge.verdict.step = step
            judge.verdict.now = now
            if step > limit {
                judge.fail(37, "no end after \(limit) steps: the system is busy and makes no progress")
                return
            }
            perform(next.item)
        }
        if judge.violation == nil { audit() }
    }

    private mutating func prepare() {
        for (index, day) in scenario.days.enumerated() {
            agenda.add(.dayRoll(index), at: day.at(TimeOfDay(8, 30)))
            agenda.add(.dayEnds(index), at: day.at(TimeOfDay(15, 35)))
            scheduleOccasions(on: day)
            agenda.add(.lull(isOn: true), at: day.at(TimeOfDay(15, 36)))
            agenda.add(.lull(isOn: false), at: day.at(TimeOfDay(8, 20)))
            agenda.add(.lull(isOn: true), at: day.at(TimeOfDay(9, 3)))
            agenda.add(.lull(isOn: false), at: day.at(TimeOfDay(9, 29)))
            // A long window is dull in the middle, a short one afterwards.
            let windowEnd = day.at(scenario.policy.execution.windowEnd)
            let isShort = windowEnd < day.at(TimeOfDay(14, 0))
            agenda.add(.lull(isOn: true), at: isShort ? windowEnd.adding(seconds: 300) : day.at(TimeOfDay(9, 50)))
            agenda.add(.lull(isOn: false), at: day.at(isShort ? TimeOfDay(14, 59, 30) : TimeOfDay(14, 45)))
        }
        isStartPending = true
        agenda.add(.startProcess, at: scenario.startAt)
        agenda.add(.calm, at: scenario.calmAt)
    }

    private mutating func perform(_ action: Action) {
        if isForProcess(action), let until = process?.blockedUntil, until > now {
            judge.standsStill(until: until)
            return agenda.add(action, at: until)
        }
        switch action {
        case .dayRoll(let index): rollDay(index)
        case .terminalShowsDay(let index):
            terminal.tradingDay = scenario.days[index]
            emit(.tradingDay(scenario.days[index]))
        case .startProcess: startProcess()
        case .connect(let run): connect(run)
        case .arriveAtShim(let connection, let request, let what): arriveAtShim(connection, request, what)
        case .dispatch(let connection, let request, let submission, let boot):
            dispatch(connection, request, submission, boot: boot)
        case .arriveAtProcess(let connection, let delivery): arriveAtProcess(connection, delivery)
        case .deadline(let run): if process?.run == run { lookAtDeadlines() }
        case .requestFailed(let run, let request):
            if process?.run == run { handle([failure(of: request, "not sent: there is no connection")]) }
        case .push(let push, let boot): if boot == terminal.boot { number(push) }
        case .cut(let connection, let reason): cut(connection, reason)
        case .wake(let run, let number):
            wake(run, number)
        case .market: tickMarket()
        case .occasion(let fault): occasion(fault)
        case .operatorActs(let act): operatorActs(act)
        case .shimRestarts: shimRestarts()
        case .brokerComesBack: brokerComesBack()
        case .clockIsSet: setClock(0)
        case .terminalClockIsSet:
            terminalOffset = 0
            judge.isTerminalClockWrong = false
            beatLater()
        case .beat: beat()
        case .lateOrder(let submission): placeLate(submission)
        case .calm: calmDown()
        case .dayEnds(let index): endDay(index)
        case .looksAfterCalm: lookAfterCalm()
        case .lull(let isOn):
            guard !isCalm else { return }
            mix.isOn = !isOn
            judge.isInTrouble = !isOn
        }
    }

    private func isForProcess(_ action: Action) -> Bool {
        switch action {
        case .arriveAtProcess, .deadline, .requestFailed, .wake, .operatorActs: true
        default: false
        }
    }

    // MARK: Days

    private mutating func rollDay(_ index: Int) {
        var notices: [Notice] = []
        terminal.beginDay(scenario.sheets[index], at: now, into: &notices)
        judge.dayBegan(scenario.days[index], terminal.exchange, delivery: scenario.deliveries[index])
        digest.mix(notices.count)
        if index > 0, mix.strikes(.lateDaySwitch) {
            return agenda.add(.terminalShowsDay(index), at: now.adding(seconds: 3000))
        }
        terminal.tradingDay = scenario.days[index]
        emit(.tradingDay(scenario.days[index]))
    }

    /// Lets the exchange run up to now, and tells what happened.
    mutating func runMarket() {
        var notices: [Notice] = []
        terminal.exchange.advance(to: now, into: &notices)
        publish(notices)
    }

    mutating func tickMarket() {
        isMarketTicking = false
        runMarket()
        watchMarket()
    }

    /// While orders are open somebody looks once a minute whether they filled.
    mutating func watchMarket() {
        guard !isMarketTicking, now.timeOfDay < TimeOfDay(15, 1),
            terminal.exchange.orderReports.contains(where: { !$0.isFinal })
        else { return }
        isMarketTicking = true
        agenda.add(.market, at: now.adding(seconds: 60))
    }

    func index(of day: Day) -> Int? { scenario.days.firstIndex(of: day) }
}

extension OrderReport {
    var isFinal: Bool { status.isFinal }
}
