package import Engine
package import Exchange
package import Market

/// The broker of paper mode, in this process: one account over the simulated exchange, which fills from the quotes that the
/// engine is shown and from no others. Its state is the list of its inputs; a start folds them, so that a process that is
/// killed at any moment goes on where it was and never places one id twice.
package final class PaperBroker {
    /// What the account is. Fixed for its life: another setting is another account.
    package struct Settings: Hashable, Sendable, Codable {
        package var account: String
        package var exchange: SimulatedExchange.Configuration
        package var live: SimulatedExchange.LiveRules

        package init(
            account: String, exchange: SimulatedExchange.Configuration, live: SimulatedExchange.LiveRules
        ) {
            self.account = account
            self.exchange = exchange
            self.live = live
        }
    }

    /// What an id stands for, for ever.
    private enum Memory {
        case placed(Submission, last: OrderReport)
        case rejected(Submission, OrderReport, reason: Word)
        case sealed
    }

    private let settings: Settings
    private let log: PaperLog
    private(set) var exchange: SimulatedExchange
    private var ids: [ClientOrderID: Memory] = [:]

    package init(_ settings: Settings, log: PaperLog) throws(PaperLog.Failure) {
        self.settings = settings
        self.log = log
        exchange = SimulatedExchange(settings.exchange)
        guard let first = log.earlier.first else {
            try log.append(.opened(settings), isFlushed: true)
            return
        }
        guard case .opened(settings) = first else {
            throw PaperLog.Failure(
                path: log.path,
                what: "the paper account was opened with other settings (account.id, [fees], [paper], "
                    + "execution.quote_age_max_s); put them back, or give paper.log and journal.file new names")
        }
        for input in log.earlier.dropFirst() { replay(input) }
    }

    private func replay(_ input: PaperInput) {
        switch input {
        case .opened: break
        case .dayBegan(let day, let at): _ = roll(day, at: at)
        case .observed(let instruments, let quotes, let at): _ = observe(instruments, quotes, at: at)
        case .submitted(let submission, let at): _ = place(submission, at: at)
        case .cancelled(let id, let at): _ = take(back: id, at: at)
        case .sealed(let id): ids[id] = .sealed
        }
    }

    /// The trading day of the account; nil before the first.
    package var day: Day? { exchange.day }

    // MARK: The market

    /// The QMT side says that it is this day. Nothing for a day that has begun.
    package func begin(_ day: Day, at now: Timestamp) throws(PaperLog.Failure) -> [Event] {
        if let current = exchange.day, day <= current { return [] }
        try log.append(.dayBegan(day, at: now), isFlushed: true)
        return events(roll(day, at: now))
    }

    /// What the terminal said of securities. Rows of an older day are not taken.
    package func observe(
        instruments: [Instrument] = [], of tradingDay: Day? = nil, quotes: [Quote] = [], at now: Timestamp
    ) throws(PaperLog.Failure) -> [Event] {
        let instruments = tradingDay == exchange.day ? instruments : []
        let quotes = quotes.filter { $0.time.day == exchange.day }
        guard exchange.day != nil, !(instruments.isEmpty && quotes.isEmpty) else { return [] }
        try log.append(.observed(instruments, quotes, at: now), isFlushed: false)
        let notices = observe(instruments, quotes, at: now)
        if !notices.isEmpty { try log.flush() }
        return events(notices)
    }

    /// Securities that orders wait for at `now`, or whose close is to be seen, and when to look at them next.
    package func nextLook(after now: Timestamp, everySeconds pause: Int64) -> (at: Timestamp, symbols: [Symbol])? {
        guard let day = exchange.day, now.day == day else { return nil }
        let waiting = exchange.restingSymbols
        if !waiting.isEmpty {
            for (opens, closes) in PaperBroker.sessions where now.timeOfDay < closes {
                return (max(day.at(opens), now.adding(seconds: pause)), waiting)
            }
        }
        let unclosed = exchange.unclosedSymbols
        guard !unclosed.isEmpty, now.timeOfDay < PaperBroker.lastLook else { return nil }
        return (max(day.at(PaperBroker.closingLook), now.adding(seconds: 60)), unclosed)
    }

    private static var sessions: [(TimeOfDay, TimeOfDay)] {
        [(TimeOfDay(9, 30), TimeOfDay(11, 30)), (TimeOfDay(13, 0), TimeOfDay(15, 0))]
    }

    /// The closes are known by then, and the day's last figures are not read yet.
    private static var closingLook: TimeOfDay { TimeOfDay(15, 0, 30) }
    private static var lastLook: TimeOfDay { TimeOfDay(15, 30) }

    // MARK: Orders

    package func submit(_ submission: Submission, at now: Timestamp) throws(PaperLog.Failure) -> [Event] {
        let id = submission.clientOrderID
        switch ids[id] {
        case .sealed:
            return [.submitFailed(id, .sealed(reason: "the id was promised never to be placed"))]
        case .placed(let known, let last):
            guard known.isSameOrder(as: submission) else {
                return [.submitFailed(id, .conflict(reason: "the id is known with other parameters"))]
            }
            return [.submitAnswered(id, .placed(exchange.order(.client(id)) ?? last))]
        case .rejected(let known, let report, let reason):
            guard known.isSameOrder(as: submission) else {
                return [.submitFailed(id, .conflict(reason: "the id is known with other parameters"))]
            }
            return [.submitAnswered(id, .rejected(report, reason: reason))]
        case nil:
            break
        }
        if submission.validUntil < now {
            try seal(id)
            return [.submitFailed(id, .sealed(reason: "past its deadline; nothing was sent, the id is sealed"))]
        }
        try log.append(.submitted(submission, at: now), isFlushed: true)
        let (outcome, notices) = place(submission, at: now)
        return events(notices) + [.submitAnswered(id, outcome)]
    }

    /// What became of an order; an id that is not known is sealed first, durably, and then will never be placed.
    package func resolve(_ id: ClientOrderID) throws(PaperLog.Failure) -> [Event] {
        switch ids[id] {
        case .placed(_, let last):
            return [.resolveAnswered(id, .placed(exchange.order(.client(id)) ?? last))]
        case .rejected(_, let report, let reason):
            return [.resolveAnswered(id, .rejected(report, reason: reason))]
        case .sealed:
            return [.resolveAnswered(id, .neverPlaced)]
        case nil:
            try seal(id)
            return [.resolveAnswered(id, .neverPlaced)]
        }
    }

    package func cancel(_ id: ClientOrderID, at now: Timestamp) throws(PaperLog.Failure) -> [Event] {
        guard ids[id] != nil else { return [.cancelAnswered(id, isRequested: false, reason: "unknown_id")] }
        try log.append(.cancelled(id, at: now), isFlushed: true)
        let (cancellation, notices) = take(back: id, at: now)
        return events(notices)
            + [.cancelAnswered(id, isRequested: cancellation.isRequested, reason: "\(cancellation.reason ?? "")")]
    }

    package func snapshot(at now: Timestamp) -> AccountSnapshot {
        exchange.snapshot(at: max(now, exchange.now), sequence: 0)
    }

    // MARK: The machine

    private func seal(_ id: ClientOrderID) throws(PaperLog.Failure) {
        try log.append(.sealed(id), isFlushed: true)
        ids[id] = .sealed
    }

    private func roll(_ day: Day, at now: Timestamp) -> [Notice] {
        var notices: [Notice] = []
        // Only a day that is not after the last one is refused, and `begin` has seen to that.
        try? exchange.beginLiveDay(day, settings.live, at: now, into: &notices)
        return notices
    }

    private func observe(_ instruments: [Instrument], _ quotes: [Quote], at now: Timestamp) -> [Notice] {
        var notices: [Notice] = []
        exchange.observe(instruments, quotes, at: now, into: &notices)
        remember(notices)
        return notices
    }

    private func place(_ submission: Submission, at now: Timestamp) -> (SubmitOutcome, [Notice]) {
        var notices: [Notice] = []
        let id = submission.clientOrderID
        switch exchange.submitLive(submission, at: now, into: &notices) {
        case .placed(let report):
            ids[id] = .placed(submission, last: report)
            return (.placed(report), notices)
        case .rejected(let report, let rejection):
            let reason = Word(rejection.description)
            ids[id] = .rejected(submission, report, reason: reason)
            return (.rejected(report, reason: reason), notices)
        }
    }

    private func take(back id: ClientOrderID, at now: Timestamp) -> (Cancellation, [Notice]) {
        var notices: [Notice] = []
        let cancellation = exchange.cancel(.client(id), at: now, into: &notices)
        remember(notices)
        return (cancellation, notices)
    }

    /// The last word on each order outlives the day that clears the exchange's list.
    private func remember(_ notices: [Notice]) {
        for case .order(let report) in notices {
            guard let id = report.clientOrderID, case .placed(let submission, _) = ids[id] else { continue }
            ids[id] = .placed(submission, last: report)
        }
    }

    private func events(_ notices: [Notice]) -> [Event] { notices.isEmpty ? [] : [.noticed(notices)] }
}

extension Submission {
    /// The deadline is the attempt's, not the order's.
    fileprivate func isSameOrder(as other: Submission) -> Bool {
        symbol == other.symbol && side == other.side && price == other.price && volume == other.volume
    }
}
