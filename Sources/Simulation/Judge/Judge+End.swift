import Engine
import Exchange
import Market

// Liveness once the faults have ended, and the audit of each day and of the whole.
extension Judge {
    /// Longest time that an order may stay in doubt without a person being told.
    private static var doubtMilliseconds: Int64 { 120_000 }

    mutating func calmed(_ engine: Engine?, _ exchange: SimulatedExchange, at now: Timestamp) {
        if calmSince == nil { calmSince = now }
        guard let engine, let first = firstCalmSnapshot else { return }
        for order in engine.book.orders {
            guard case .unknown(let since) = order.state else { continue }
            // Half a minute more than the rule gives: the engine looks every other second, the judge less often.
            guard now.milliseconds(since: max(since, first)) > Judge.doubtMilliseconds + 30_000 else { continue }
            verdict.check(
                36, raised.contains { $0.hasSuffix(" unresolved.\(order.id)") },
                "order \(order.id) is in doubt since \(since) and nobody was told")
            verdict.check(
                36, now.milliseconds(since: max(since, first)) < 5 * Judge.doubtMilliseconds,
                "order \(order.id) is in doubt since \(since) although the shim can say what became of it")
        }
    }

    mutating func dayEnded(
        _ day: Day, _ exchange: SimulatedExchange, _ engine: Engine?, _ disk: SimulatedDisk, isLast: Bool
    ) {
        for report in exchange.orderReports {
            guard let id = report.clientOrderID else { continue }
            verdict.check(2, orders[id] != nil, "the broker has order \(id), which was never committed")
            let same = exchange.orderReports.count { $0.clientOrderID == id && $0.status != .rejected }
            verdict.check(1, same <= 1, "the broker has order \(id) \(same) times")
        }
        for broken in exchange.brokenInvariants() { fail(40, "the broker's own books: \(broken)") }
        if let engine {
            checkMemory(engine, disk)
            // Reflection takes its time.
            if scenario.seed & 3 == 0 { checkHeld(engine) }
            checkWait(at: now)
        }
        checkReach(exchange, on: day)
        guard isLast else { return }
        guard let engine else { return fail(37, "no process runs at the end of the day") }
        checkEnd(engine, on: day)
    }

    /// Invariant 28: the journal alone gives the book in memory.
    private mutating func checkMemory(_ engine: Engine, _ disk: SimulatedDisk) {
        var disk = disk
        var book = Book()
        for record in disk.recover() { book.apply(record) }
        verdict.check(28, book == engine.book, "the journal folds to another book than the one in memory")
    }

    private mutating func checkEnd(_ engine: Engine, on day: Day) {
        let book = engine.book
        verdict.check(36, book.tally.unknown == 0, "\(book.tally.unknown) orders are still in doubt at the end")
        verdict.check(37, book.day == day, "the engine is at \(book.day.map { "\($0)" } ?? "no day") on \(day)")
        verdict.check(37, engine.link.isUp, "the link is not up although nothing is in its way: \(engine.link.state)")
        if let rebalance = book.rebalance {
            verdict.check(
                37, rebalance.isClosed,
                "the rebalance is still \(rebalance.phase.rawValue) (\(engine.link.whyNotReconciled))")
        }
        verdict.check(37, book.isDayClosed, "the day was not closed (\(engine.link.whyNotReconciled))")
        guard let delivery, book.trading.isArmed else { return }
        let window = scenario.policy.execution
        let hadTime =
            scenario.calmAt.adding(seconds: 240) < day.at(window.windowEnd) && scenario.startAt < scenario.calmAt
        let isCallOnly = window.manner.style == .openAuction && window.manner.auctionRest == .drop
        if hadTime, !isCallOnly, !haltedToday, !isAmbiguous, delivery.refusals.isEmpty, delivery.from < scenario.calmAt
        {
            verdict.check(37, book.rebalance != nil, "the day had targets and time, and nothing was planned")
        }
    }

    /// Targets that the engine rightly does not follow, and nothing to protect either.
    private var isAmbiguous: Bool {
        guard let delivery else { return true }
        let signalDay = day.flatMap { try? Scenario.calendar.previous(before: $0) }
        let current = (delivery.replacement.isEmpty ? delivery.batches : delivery.replacement)
            .filter { $0.signalDay == signalDay }
        return current.count != max(1, scenario.policy.strategies.count)
    }

    mutating func audit(_ process: Process, _ disk: SimulatedDisk, _ exchange: SimulatedExchange, isCalm: Bool) {
        guard isCalm, let day else { return }
        auditOrders(exchange, on: day)
        auditLedger(exchange, on: day)
    }

    /// Every order and fill of the last day is in the journal as it is at the broker.
    private mutating func auditOrders(_ exchange: SimulatedExchange, on day: Day) {
        if wasJournalReplaced { return }
        for report in exchange.orderReports {
            guard let id = report.clientOrderID, let order = orders[id] else { continue }
            if words[id] == nil {
                verdict.check(
                    40, order.filled == report.filled,
                    "order \(id) filled \(report.filled) at the broker and \(order.filled) in the journal")
            }
            verdict.check(
                30, !order.isOpen || !report.status.isFinal,
                "order \(id) is \(report.status.rawValue) at the broker and open in the journal")
        }
        for fill in exchange.fillReports {
            guard let id = fill.clientOrderID, let order = orders[id] else { continue }
            verdict.check(
                40, order.fills.contains(fill.tradeID), "fill \(fill.tradeID) of order \(id) is not in the journal")
        }
        for id in ordersOfDay {
            guard let order = orders[id], order.day == day, order.filled > 0, words[id] == nil else { continue }
            verdict.check(
                40, exchange.order(.client(id)) != nil, "order \(id) filled in the journal and not at the broker")
        }
    }

    /// The account after the close, to the li.
    private mutating func auditLedger(_ exchange: SimulatedExchange, on day: Day) {
        guard let close = lastClose, close.day == day else { return }
        let asset = exchange.asset(at: day.at(TimeOfDay(15, 40)))
        verdict.check(
            40, close.asset?.cash == asset.cash,
            "the day closed with cash \(close.asset?.cash ?? .zero), the broker has \(asset.cash)")
        let held = exchange.positions(at: day.at(TimeOfDay(15, 40))).filter { $0.volume > 0 }
        verdict.check(
            40,
            close.holdings.map(\.symbol) == held.map(\.symbol) && close.holdings.map(\.volume) == held.map(\.volume),
            "the day closed with other holdings than the broker has")
    }
}
