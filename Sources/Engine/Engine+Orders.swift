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
        if case .closed = state { work.cashEvents += 1 }
    }

    mutating func submitAnswered(_ id: ClientOrderID, _ outcome: SubmitOutcome, at now: Timestamp) {
        guard let index = book.index(of: id) else { return stranger(id, "an answer came for", at: now) }
        switch outcome {
        case .placed(let report?):
            absorb(report, at: now)
            settleInFlight(index)
        case .placed(nil):
            settleInFlight(index)
        case .rejected(let report, let reason):
            if book.orders[index].isOpen {
                change(
                    index, to: .closed(.rejected), brokerOrderID: report?.brokerOrderID,
                    message: reason.isEmpty ? report?.message ?? .empty : reason)
            }
        case .unknown(let reason):
            doubt(index, reason, at: now)
        case .neverPlaced:
            if book.orders[index].isOpen { change(index, to: .closed(.neverPlaced), message: "never placed") }
        }
    }

    /// Placed, and nothing more is known yet.
    private mutating func settleInFlight(_ index: Int) {
        switch book.orders[index].state {
        case .inFlight, .unknown: change(index, to: .working(.pending))
        case .working, .closed: break
        }
    }

    mutating func submitFailed(_ id: ClientOrderID, _ failure: Event.SubmitFailure, at now: Timestamp) {
        guard let index = book.index(of: id), book.orders[index].isOpen else { return }
        switch failure {
        case .sealed(let reason):
            change(index, to: .closed(.neverPlaced), message: reason)
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
        guard book.tally.unknown > 0 else { return }
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
                        + "exists; look into the terminal. Its cash or shares stay reserved")
            }
        }
    }

    mutating func resolveAnswered(_ id: ClientOrderID, _ outcome: SubmitOutcome, at now: Timestamp) {
        work.resolveEnded(id, retryAt: now.adding(seconds: 2))
        if case .unknown = outcome { return }
        submitAnswered(id, outcome, at: now)
    }

    // MARK: Reports

    mutating func absorb(_ report: OrderReport, at now: Timestamp) {
        guard let id = report.clientOrderID else { return }
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

    mutating func absorb(_ fill: FillReport) {
        guard let id = fill.clientOrderID, let index = book.index(of: id),
            !book.hasCounted(fill, at: index), fill.symbol == book.orders[index].symbol,
            fill.side == book.orders[index].side
        else { return }
        emit(.filled(fill))
        if fill.side == .sell { work.cashEvents += 1 }
        // A fill is proof that the order exists.
        switch book.orders[index].state {
        case .inFlight, .unknown: change(index, to: .working(.partial), brokerOrderID: fill.brokerOrderID)
        case .working, .closed: break
        }
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
