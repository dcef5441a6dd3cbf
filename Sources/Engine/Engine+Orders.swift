import Market

// Orders after they were decided: answers, reports, fills, doubt.
extension Engine {
    /// Changes the order at `index` of the book. Filled never falls, and a broker's id stays.
    mutating func change(
        _ index: Int, to state: OrderLife.State, filled: Shares = 0, brokerOrderID: Word? = nil,
        message: Word = .empty
    ) {
        emit(
            .orderChanged(
                book.orders[index].id, state, filled: max(book.orders[index].filled, filled),
                brokerOrderID: brokerOrderID ?? book.orders[index].brokerOrderID, message: message))
        guard case .closed(let closure) = state else { return }
        work.cashEvents += 1
        // What was read of this very moment is from before it.
        work.gatheredAt = nil
        if closure != .filled, book.orders[index].side == .sell {
            work.owesSells = true
            work.sellsRetryAt = nil
        }
        // The other parts of its line would meet the same.
        if closure == .rejected, !work.queue.isEmpty {
            work.queue.removeAll(of: book.orders[index].symbol, book.orders[index].side)
        }
    }

    mutating func submitAnswered(_ id: ClientOrderID, _ outcome: SubmitOutcome, at now: Timestamp) {
        guard let index = book.index(of: id) else { return stranger(id, "an answer came for", at: now) }
        switch outcome {
        case .placed(let report?):
            absorb(report, at: now)
            settleInFlight(index)
            expire(index)
        case .placed(nil):
            settleInFlight(index)
            expire(index)
        case .rejected(let report, let reason):
            if book.orders[index].isOpen {
                change(
                    index, to: .closed(.rejected), brokerOrderID: report?.brokerOrderID,
                    message: reason.isEmpty ? report?.message ?? .empty : reason)
            }
        case .unknown(let reason):
            doubt(index, reason, at: now)
        case .neverPlaced:
            settleAsNeverPlaced(index, "never placed", at: now)
        }
    }

    /// Placed, and nothing more is known yet.
    private mutating func settleInFlight(_ index: Int) {
        switch book.orders[index].state {
        case .inFlight, .unknown: change(index, to: .working(.pending))
        case .working, .closed: break
        }
    }

    /// A promise about an order that the broker has shown by then is worth nothing: the order lives on, and a person looks.
    private mutating func settleAsNeverPlaced(_ index: Int, _ message: Word, at now: Timestamp) {
        guard book.orders[index].isOpen else { return }
        guard book.orders[index].brokerOrderID == nil, book.orders[index].filled == 0 else {
            return halt(
                .anomaly, by: "qmtd",
                reason:
                    "the QMT side promises that order \(book.orders[index].id) never was placed, and the broker has "
                    + "shown it; compare the shim's log with the terminal", at: now)
        }
        change(index, to: .closed(.neverPlaced), message: message)
    }

    /// It was placed, and its day is over: an order lives for a day, so it can fill no more.
    private mutating func expire(_ index: Int) {
        guard book.orders[index].isOpen, book.isOverdue(at: index) else { return }
        change(index, to: .closed(.expired), message: "its trading day is over")
    }

    mutating func submitFailed(_ id: ClientOrderID, _ failure: Event.SubmitFailure, at now: Timestamp) {
        guard let index = book.index(of: id), book.orders[index].isOpen else { return }
        switch failure {
        case .sealed(let reason):
            settleAsNeverPlaced(index, reason, at: now)
        case .invalid(let reason):
            change(index, to: .closed(.rejected), message: reason)
        case .conflict(let reason):
            doubt(index, reason, at: now)
            halt(.anomaly, by: "qmtd", reason: "order id \(id) stands for another order at the QMT side", at: now)
        case .unknown(let reason):
            doubt(index, reason, at: now)
        }
    }

    private mutating func doubt(_ index: Int, _ reason: Word, at now: Timestamp) {
        guard book.orders[index].state == .inFlight else { return }
        change(index, to: .unknown(since: now), message: reason)
    }

    // MARK: Resolving

    mutating func resolveUnknownOrders(at now: Timestamp) {
        guard book.tally.unknown > 0 || book.tally.overdue > 0 else { return }
        for order in book.orders {
            guard case .unknown(let since) = order.state else { continue }
            if let index = work.resolves.firstIndex(where: { $0.id == order.id }) {
                guard !work.resolves[index].isPending, work.resolves[index].retryAt <= now else { continue }
                work.resolves[index].isPending = true
            } else {
                work.resolves.append(Work.Resolve(id: order.id, isPending: true, retryAt: now))
            }
            perform(.resolve(order.id))
            if now.milliseconds(since: since) > 120_000 {
                alert(
                    .critical, "unresolved.\(order.id)",
                    "it is still not known whether order \(order.id) (\(order.side) \(order.volume) \(order.symbol)) "
                        + "exists. "
                        + (book.isOverdue(order)
                            ? "Its day is over, so it takes nothing from today's orders. "
                            : "Its cash or shares stay reserved. ")
                        + "Look into the terminal, then settle it with 'qmtctl resolve'")
            }
        }
    }

    /// Nothing waits for an order of an earlier day.
    func resolvePause(_ id: ClientOrderID) -> Int64 {
        book.order(id).map { book.isOverdue($0) } ?? true ? policy.execution.pollSeconds : 2
    }

    mutating func resolveAnswered(_ id: ClientOrderID, _ outcome: SubmitOutcome, at now: Timestamp) {
        work.resolveEnded(id, retryAt: now.adding(seconds: resolvePause(id)))
        if case .unknown = outcome { return }
        submitAnswered(id, outcome, at: now)
    }

    // MARK: Reports

    mutating func absorb(_ report: OrderReport, at now: Timestamp) {
        guard let id = report.clientOrderID ?? id(ofNumber: report.brokerOrderID, report.symbol, report.side) else {
            return
        }
        guard let index = book.index(of: id) else { return stranger(id, "the broker lists", at: now) }
        let (symbol, side, volume) = (book.orders[index].symbol, book.orders[index].side, book.orders[index].volume)
        guard report.symbol == symbol, report.side == side, report.volume == volume else {
            return halt(
                .anomaly, by: "qmtd",
                reason: "the broker's row for order \(id) is another order: \(report.side) \(report.volume) "
                    + "\(report.symbol) instead of \(side) \(volume) \(symbol)", at: now)
        }
        guard report.filled <= volume else {
            return halt(
                .anomaly, by: "qmtd",
                reason: "the broker reports \(report.filled) filled of order \(id), which is for \(volume)", at: now)
        }
        if report.status != .rejected { lookForLateOrder(index, report.brokerOrderID, at: now) }
        if let state = book.orders[index].state(after: report) {
            change(
                index, to: state, filled: report.filled, brokerOrderID: report.brokerOrderID, message: report.message)
        } else if report.filled > book.orders[index].filled
            || (book.orders[index].brokerOrderID == nil && report.brokerOrderID != nil)
        {
            change(
                index, to: book.orders[index].state, filled: report.filled, brokerOrderID: report.brokerOrderID,
                message: book.orders[index].message)
        }
    }

    mutating func absorb(_ fill: FillReport, at now: Timestamp) {
        guard fill.clientOrderID != nil else { return absorbNameless(fill, at: now) }
        guard let id = fill.clientOrderID, let index = book.index(of: id),
            !book.hasCounted(fill, at: index), fill.symbol == book.orders[index].symbol,
            fill.side == book.orders[index].side
        else { return }
        guard book.orders[index].fillShares + fill.volume <= book.orders[index].volume else {
            return halt(
                .anomaly, by: "qmtd",
                reason: "the fills of order \(id) come to more than the \(book.orders[index].volume) it is for, with "
                    + "\(fill.tradeID) of \(fill.volume)", at: now)
        }
        lookForLateOrder(index, fill.brokerOrderID, at: now)
        emit(.filled(fill))
        if fill.side == .sell { work.cashEvents += 1 }
        // A fill is proof that the order exists.
        switch book.orders[index].state {
        case .inFlight, .unknown: change(index, to: .working(.partial), brokerOrderID: fill.brokerOrderID)
        case .working, .closed: break
        }
        expire(index)
    }

    /// A fill that lost our id may still have the broker's number of an order of ours.
    private mutating func absorbNameless(_ fill: FillReport, at now: Timestamp) {
        guard let id = id(ofNumber: fill.brokerOrderID, fill.symbol, fill.side) else { return }
        var fill = fill
        fill.clientOrderID = id
        absorb(fill, at: now)
    }

    /// An order that was settled as never placed, and is at the broker after all. It is not opened again, since another may
    /// have taken its place; what it fills is counted, and a person has to look.
    private mutating func lookForLateOrder(_ index: Int, _ number: Word?, at now: Timestamp) {
        guard book.orders[index].closure == .neverPlaced else { return }
        let id = book.orders[index].id
        guard !book.strangers.contains(id), !work.strangers.contains(id) else { return }
        work.strangers.append(id)
        let text =
            "order \(id) was settled as never placed and is at the broker\(number.map { " under number \($0)" } ?? ""); "
            + "another may have been sent in its place. Cancel it in the terminal if it still works"
        alert(.critical, "late_order.\(id)", text)
        halt(.anomaly, by: "qmtd", reason: text, at: now)
    }

    /// An id of our form that the journal does not know: either the journal is not the one that placed it, or ids are used
    /// twice. Both are for a person.
    private mutating func stranger(_ id: ClientOrderID, _ what: String, at now: Timestamp) {
        guard let parts = id.parts, parts.day == book.day?.compact, !book.strangers.contains(id),
            !work.strangers.contains(id)
        else { return }
        work.strangers.append(id)
        halt(
            .anomaly, by: "qmtd",
            reason: "\(what) order \(id), which has an id of ours but is not in this journal; is this the right "
                + "journal? 'qmtctl resume' accepts such orders as somebody else's", at: now)
    }
}
