package import Exchange
package import Market

/// The QMT side of the bridge, simulated: a clock, days, the exchange, and the shim's own durable memory of order ids. A pure
/// state machine over its inputs; what must be durable first is handed to `log` before it takes effect.
package struct SimulatedShim {
    /// What an id stands for, for ever.
    private enum Memory {
        case placed(Submission, last: OrderReport?)
        case rejected(Submission, OrderReport, reason: Word)
        case sealed
        /// The terminal was called and has no such order; see `Fault.vanishingOrders`.
        case vanished(Submission, at: Timestamp)
    }

    package enum Answer: Hashable, Sendable {
        case outcome(SubmitOutcome)
        /// 1010
        case conflict
        /// 1011: past its deadline; sealed.
        case expired
        /// 1012
        case sealed
        /// 1013
        case invalid(String)
    }

    package enum Failure: Error, Hashable, CustomStringConvertible {
        case noDays
        case otherState(String)

        package var description: String {
            switch self {
            case .noDays: "there are no trading days in that range; check --from and --to against 'qmtlab history'"
            case .otherState(let what):
                "the state file belongs to \(what); give another --state, or the same account, days and settings"
            }
        }
    }

    package private(set) var exchange: SimulatedExchange
    package private(set) var clock: Timestamp
    package private(set) var epoch: Int64 = 0
    package private(set) var faults = FaultSettings()
    package let account: String
    private let source: any DaySource
    private let days: ArraySlice<Day>
    private var dayIndex: Int
    private var ids: [ClientOrderID: Memory] = [:]

    /// When the terminal has the new day: a little before a daemon looks.
    private static var dayRoll: TimeOfDay { TimeOfDay(8, 30) }
    /// Past every session; the clock of a simulation ends here on its last day.
    private static var dayEnd: TimeOfDay { TimeOfDay(16, 0) }
    /// After so long without a trace an order that was said to be placed is taken never to have been.
    private static var settlingSeconds: Int64 { 30 }

    /// Begins at the first day's roll, or continues from `earlier` inputs.
    package init(
        account: String, source: any DaySource, range: ClosedRange<Day>, configuration: SimulatedExchange.Configuration,
        earlier: [ShimInput], observing: (ShimInput, [Notice], Timestamp) -> Void = { _, _, _ in },
        log: (ShimInput) throws -> Void
    ) throws {
        let days = source.days
        let lower = days.firstIndex { $0 >= range.lowerBound } ?? days.endIndex
        let upper = days.lastIndex { $0 <= range.upperBound } ?? -1
        guard lower <= upper else { throw Failure.noDays }
        self.account = account
        self.source = source
        self.days = days[lower...upper]
        dayIndex = lower
        exchange = SimulatedExchange(configuration)
        clock = days[lower].at(Self.dayRoll)
        _ = try exchange.beginDay(source.sheet(days[lower]), at: clock)
        let header = ShimInput.opened(
            account: account, days: source.identity, first: days[lower], last: days[upper], configuration)
        guard let first = earlier.first else {
            try log(header)
            return
        }
        guard first == header else {
            if case .opened(let account, _, let first, let last, _) = first {
                throw Failure.otherState("account \(account), \(first) to \(last), or other data or settings")
            }
            throw Failure.otherState("something else")
        }
        for input in earlier.dropFirst() {
            let notices = try replay(input)
            observing(input, notices, clock)
        }
    }

    /// The side as its state file left it, for looking; nothing is written. `observing` is told of each input, what the broker
    /// said because of it, and the moment after it.
    package static func reopened(
        state: String, source: any DaySource, observing: (ShimInput, [Notice], Timestamp) -> Void = { _, _, _ in }
    ) throws -> SimulatedShim {
        let earlier = try InputLog.read(state)
        guard case .opened(let account, _, let first, let last, let configuration)? = earlier.first else {
            throw Failure.otherState("nothing yet")
        }
        return try SimulatedShim(
            account: account, source: source, range: first...last, configuration: configuration, earlier: earlier,
            observing: observing
        ) { _ in }
    }

    private mutating func replay(_ input: ShimInput) throws -> [Notice] {
        var notices: [Notice] = []
        switch input {
        case .opened: break
        case .claimed(let epoch): self.epoch = max(self.epoch, epoch)
        case .advanced(let to): try run(to: to, into: &notices)
        case .submitted(let submission, let at):
            try run(to: at, into: &notices)
            _ = place(submission, into: &notices)
        case .cancelled(let id, let at):
            try run(to: at, into: &notices)
            _ = exchange.cancel(.client(id), at: clock, into: &notices)
        case .sealed(let id): ids[id] = .sealed
        case .faults(let settings): faults = settings
        case .vanished(let submission, let at):
            try run(to: at, into: &notices)
            ids[submission.clientOrderID] = .vanished(submission, at: at)
        case .foreign(let symbol, let side, let shares, let price, let time):
            try run(to: time, into: &notices)
            notices += exchange.submitForeign(symbol, side, shares, at: price, time: clock).1
        }
        remember(notices)
        return notices
    }

    // MARK: Time

    package var tradingDay: Day { days[dayIndex] }

    /// The clock cannot go past this moment.
    package var end: Timestamp { days[days.index(before: days.endIndex)].at(Self.dayEnd) }

    package var hasEnded: Bool { clock >= end }

    /// Runs the market up to `to`, day rolls included, or to the end of the simulation.
    package mutating func advance(
        to: Timestamp, into notices: inout [Notice], log: (ShimInput) throws -> Void
    ) throws {
        let to = min(to, end)
        guard to > clock else { return }
        try log(.advanced(to: to))
        try run(to: to, into: &notices)
        remember(notices)
    }

    private mutating func run(to: Timestamp, into notices: inout [Notice]) throws {
        while dayIndex + 1 < days.endIndex {
            let next = days[dayIndex + 1]
            let roll = next.at(Self.dayRoll)
            guard roll <= to else { break }
            exchange.advance(to: days[dayIndex].at(Self.dayEnd), into: &notices)
            dayIndex += 1
            clock = roll
            try exchange.beginDay(source.sheet(next), at: roll, into: &notices)
        }
        guard to > clock else { return }
        exchange.advance(to: to, into: &notices)
        clock = to
    }

    // MARK: Requests

    package mutating func claim(_ epoch: Int64, log: (ShimInput) throws -> Void) throws -> Bool {
        guard epoch >= self.epoch else { return false }
        if epoch > self.epoch { try log(.claimed(epoch: epoch)) }
        self.epoch = epoch
        return true
    }

    package mutating func submit(
        _ submission: Submission, into notices: inout [Notice], log: (ShimInput) throws -> Void
    ) throws -> Answer {
        switch ids[submission.clientOrderID] {
        case .sealed:
            return .sealed
        case .placed(let known, let last):
            return known.isSameOrder(as: submission) ? .outcome(.placed(current(known) ?? last)) : .conflict
        case .rejected(let known, let report, let reason):
            return known.isSameOrder(as: submission) ? .outcome(.rejected(report, reason: reason)) : .conflict
        case .vanished(let known, _):
            return known.isSameOrder(as: submission) ? .outcome(.placed(nil)) : .conflict
        case nil:
            break
        }
        if let milliseconds = faults[.slowSubmits] {
            try advance(to: clock.adding(milliseconds: Int64(milliseconds)), into: &notices, log: log)
        }
        if submission.validUntil < clock {
            try log(.sealed(submission.clientOrderID))
            ids[submission.clientOrderID] = .sealed
            return .expired
        }
        if let fault = fault(of: submission) { return .invalid(fault) }
        if faults.strikes(.vanishingOrders, submission.clientOrderID.text) {
            try log(.vanished(submission, at: clock))
            ids[submission.clientOrderID] = .vanished(submission, at: clock)
            return .outcome(.placed(nil))
        }
        try log(.submitted(submission, at: clock))
        let outcome = place(submission, into: &notices)
        remember(notices)
        return .outcome(outcome)
    }

    /// What no counter would even look at.
    private func fault(of submission: Submission) -> String? {
        guard let kind = InstrumentClass(submission.symbol) else { return "\(submission.symbol) is no security" }
        let tick = kind.tick(on: tradingDay)
        if submission.price.li <= 0 || submission.price.li % tick.li != 0 {
            return "price \(submission.price) is not on the tick \(tick)"
        }
        return submission.volume > 0 ? nil : "volume \(submission.volume) is not positive"
    }

    private mutating func place(_ submission: Submission, into notices: inout [Notice]) -> SubmitOutcome {
        switch exchange.submit(submission, at: clock, into: &notices) {
        case .placed(let report):
            ids[submission.clientOrderID] = .placed(submission, last: report)
            return .placed(report)
        case .rejected(let report, let rejection):
            ids[submission.clientOrderID] = .rejected(submission, report, reason: Word(rejection.description))
            return .rejected(report, reason: Word(rejection.description))
        }
    }

    /// Settles an order in doubt: what is not known here is sealed first, durably, and then will never be placed.
    package mutating func resolve(_ id: ClientOrderID, log: (ShimInput) throws -> Void) throws -> SubmitOutcome {
        switch ids[id] {
        case .placed(let known, let last): return .placed(current(known) ?? last)
        case .rejected(_, let report, let reason): return .rejected(report, reason: reason)
        case .sealed: return .neverPlaced
        case .vanished(_, let at) where clock < at.adding(seconds: Self.settlingSeconds):
            return .unknown(reason: "the terminal was called, and does not list it yet")
        case .vanished, nil:
            try log(.sealed(id))
            ids[id] = .sealed
            return .neverPlaced
        }
    }

    package mutating func cancel(
        _ id: ClientOrderID, into notices: inout [Notice], log: (ShimInput) throws -> Void
    ) throws -> Cancellation {
        guard ids[id] != nil else { return .refused(.unknownOrder) }
        if faults.strikes(.ignoredCancels, id.text) { return .requested }
        try log(.cancelled(id, at: clock))
        let cancellation = exchange.cancel(.client(id), at: clock, into: &notices)
        remember(notices)
        return cancellation
    }

    // MARK: Faults

    /// From here on, also after a restart.
    package mutating func set(_ faults: FaultSettings, log: (ShimInput) throws -> Void) throws {
        guard faults != self.faults else { return }
        try log(.faults(faults))
        self.faults = faults
    }

    /// Somebody at the terminal trades a little of what the account holds, if this minute is drawn for it.
    package mutating func tradeByHand(into notices: inout [Notice], log: (ShimInput) throws -> Void) throws {
        guard faults.strikes(.foreignTrader, at: clock) else { return }
        let held = exchange.positions(at: clock).filter { $0.volume > 0 }
        guard !held.isEmpty else { return }
        let draw = faults.draw(.foreignTrader, "what \(clock.milliseconds / 60_000)")
        let position = held[Int(draw % UInt64(held.count))]
        guard let quote = exchange.quote(position.symbol, at: clock), quote.phase == .continuous else { return }
        let shares: Shares = 200
        let isSell = position.sellable >= shares && draw % 3 > 0
        guard let price = isSell ? quote.bids.first?.price : quote.asks.first?.price else { return }
        let side: Side = isSell ? .sell : .buy
        try log(.foreign(position.symbol, side, shares, at: price, time: clock))
        notices += exchange.submitForeign(position.symbol, side, shares, at: price, time: clock).1
    }

    package func instrument(_ symbol: Symbol) -> Instrument? {
        guard var instrument = exchange.instrument(symbol) else { return nil }
        if let name = source.name(of: symbol) { instrument.name = name }
        instrument.listed = source.listed(symbol) ?? instrument.listed
        return instrument
    }

    private func current(_ submission: Submission) -> OrderReport? {
        exchange.order(.client(submission.clientOrderID))
    }

    /// The last word on each order outlives the day that clears the exchange's list.
    private mutating func remember(_ notices: [Notice]) {
        for case .order(let report) in notices {
            guard let id = report.clientOrderID, case .placed(let submission, _) = ids[id] else { continue }
            ids[id] = .placed(submission, last: report)
        }
    }
}

extension Submission {
    /// The deadline is the attempt's, not the order's.
    fileprivate func isSameOrder(as other: Submission) -> Bool {
        symbol == other.symbol && side == other.side && price == other.price && volume == other.volume
    }
}
