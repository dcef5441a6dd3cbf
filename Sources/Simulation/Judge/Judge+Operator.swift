import Engine
import Exchange
import Market

// Invariants 34 and 35: a command carries who gave it and is in the journal before it has any effect; what is refused, or is
// about nobody's order here, changes nothing.
extension Judge {
    // MARK: Who, and in writing

    /// An operator gives a command: it is carried out now, or it is refused.
    mutating func ordered(_ command: Event) {
        self.command = command
        measures.commands += 1
        isCommandWritten = false
        isCommandVain = false
    }

    /// The process has done with it.
    mutating func carriedOut(isAlive: Bool) {
        defer { command = nil }
        guard isAlive else { return }
        verdict.check(
            34, isCommandWritten || isCommandVain, "an operator's command was carried out and is not in the journal")
    }

    var isResumeOrdered: Bool { if case .resumeRequested = command { true } else { false } }

    /// A fact that only a command can bring about.
    mutating func wasOrdered(_ by: String, _ reason: String, _ what: String) {
        isCommandWritten = true
        switch command {
        case .resumeRequested(let who, let why), .resolveRequested(_, _, let who, let why),
            .approveRequested(_, let who, let why):
            verdict.check(
                34, by == who && reason == why, "\(what) by '\(by)' ('\(reason)'), and it was '\(who)' ('\(why)')")
        default:
            fail(34, "\(what) by '\(by)', and nobody ordered it")
        }
    }

    /// The daemon halts by itself, too, in its own name.
    mutating func wasHalted(_ halt: TradingState.Halt) {
        guard halt.cause == .operator else {
            return verdict.check(
                34, halt.by == "qmtd" && !halt.reason.isEmpty, "trading was halted by '\(halt.by)' ('\(halt.reason)')")
        }
        isCommandWritten = true
        let (who, why): (String, String)
        switch command {
        case .haltRequested(let by, let reason), .reduceOnlyRequested(let by, let reason),
            .flattenRequested(let by, let reason):
            (who, why) = (by, reason)
        default: return fail(34, "trading was halted by '\(halt.by)', and nobody ordered it")
        }
        verdict.check(
            34, halt.by == who && halt.reason == why,
            "trading was halted by '\(halt.by)' ('\(halt.reason)'), and it was '\(who)' ('\(why)')")
    }

    /// What holds in memory has its row.
    mutating func checkAuthority(_ memory: TradingState) {
        verdict.check(34, memory == trading, "trading is \(memory) and the journal says \(trading)")
    }

    /// What people are told of a command is written down by then.
    mutating func checkWritten(_ alert: Alert) {
        switch alert.code {
        case "halted": verdict.check(34, haltedToday, "a halt is told before it is in the journal")
        case "reducing": verdict.check(34, !trading.isArmed, "a reduction is told before it is in the journal")
        case "resumed", "armed": verdict.check(34, isCommandWritten, "a resume is told before it is in the journal")
        case let code where code.hasPrefix("resolved."):
            verdict.check(34, isCommandWritten, "\(code) is told before it is in the journal")
        default: break
        }
    }

    // MARK: In vain

    /// Whether the event must be refused or is about an order of somebody else, by what was committed and by what the
    /// exchange has.
    mutating func changesNothing(_ event: Event, _ exchange: SimulatedExchange, at clock: Timestamp) -> Bool {
        switch event {
        case .haltRequested: isCommandVain = trading.halt != nil
        case .reduceOnlyRequested: isCommandVain = !trading.isArmed
        case .resumeRequested: isCommandVain = trading.isArmed
        case .approveRequested(let digest, _, _):
            isCommandVain = plan?.hold?.digest != digest || plan?.hold?.approval != nil || plan?.phase != .held
        case .resolveRequested(let id, let word, _, let reason):
            isCommandVain = isRefused(id, word, reason, at: clock)
        case .noticed(let notices): return !notices.isEmpty && notices.allSatisfy { isForeign($0, exchange) }
        default: return false
        }
        return isCommandVain
    }

    private func isRefused(_ id: ClientOrderID, _ word: OperatorWord, _ reason: String, at clock: Timestamp) -> Bool {
        guard reason.contains(where: { !$0.isWhitespace }), let order = orders[id], case .unknown = order.state,
            clock > order.submission.validUntil
        else { return true }
        switch word {
        case .neverPlaced: return order.filled > 0
        case .over(let filled): return filled < order.filled || filled > order.submission.volume
        }
    }

    private func isForeign(_ notice: Notice, _ exchange: SimulatedExchange) -> Bool {
        let number: Word?
        switch notice {
        case .order(let report) where report.clientOrderID == nil: number = report.brokerOrderID
        case .fill(let fill) where fill.clientOrderID == nil: number = fill.brokerOrderID
        default: return false
        }
        return exchange.orderReports.contains { $0.clientOrderID == nil && $0.brokerOrderID == number }
    }

    /// It led to what the passing of that moment alone leads to.
    mutating func heardInVain(
        _ event: Event, _ before: Engine, _ after: Engine, _ effects: [Effect], at clock: Timestamp
    ) {
        var other = before
        let expected = other.handle(.timePassed, at: clock)
        let isSame =
            effects == expected && after.book == other.book && after.link == other.link && after.work == other.work
            && after.account == other.account && after.reading == other.reading && after.nextWake == other.nextWake
            && after.leftBecause == other.leftBecause
        verdict.check(35, isSame, "what was to be refused or ignored changed something: \(Trace.words(event))")
        guard case .resolveRequested(let id, let word, _, let reason) = event else { return }
        verdict.check(
            35, before.refusal(ofResolving: id, word, reason: reason, at: clock) != nil,
            "a word on order \(id) was refused and nobody is told why")
    }
}
