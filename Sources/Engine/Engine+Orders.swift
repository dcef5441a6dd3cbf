import Market

// Orders after they were decided: answers, reports, fills, doubt.
extension Engine {
    mutating func change(
        _ order: OrderLife, to state: OrderLife.State, filled: Shares = 0, brokerOrderID: String? = nil,
        message: String = ""
    ) {
        emit(
            .orderChanged(
                order.id, state, filled: max(order.filled, filled), brokerOrderID: brokerOrderID ?? order.brokerOrderID,
                message: message))
        if case .closed = state { work.cashEvents += 1 }
    }

    mutating func submitAnswered(_ id: ClientOrderID, _ outcome: SubmitOutcome, at now: Timestamp) {
        guard let order = book.order(id) else { return stranger(id, "an answer came for", at: now) }
        switch outcome {
        case .placed(let report?):
            absorb(report, at: now)
            settleInFlight(id)
        case .placed(nil):
            settleInFlight(id)
        case .rejected(let report, let reason):
            if order.isOpen {
                change(
                    order, to: .closed(.rejected), brokerOrderID: report?.brokerOrderID,
                    message: reason.isEmpty ? report?.message ?? "" : reason)
            }
        case .unknown(let reason):
            doubt(order, reason, at: now)
        case .neverPlaced:
            if order.isOpen { change(order, to: .closed(.neverPlaced), message: "never placed") }
        }
    }

    /// Placed, and nothing more is known yet.
    private mutating func settleInFlight(_ id: ClientOrderID) {
        guard let order = book.order(id) else { return }
        switch order.state {
        case .inFlight, .unknown: change(order, to: .working(.pending))
        case .working, .closed: break
        }
    }

    mutating func submitFailed(_ id: ClientOrderID, _ failure: Event.SubmitFailure, at now: Timestamp) {
        guard let order = book.order(id), order.isOpen else { return }
        switch failure {
        case .sealed(let reason):
            change(order, to: .closed(.neverPlaced), message: reason)
        case .invalid(let reason):
            change(order, to: .closed(.rejected), message: reason)
        case .conflict(let reason):
            doubt(order, reason, at: now)
            halt(.anomaly, by: "qmtd", reason: "order id \(id) stands for another order at the QMT side", at: now)
        case .unknown(let reason):
            doubt(order, reason, at: now)
        }
    }

    private mutating func doubt(_ order: OrderLife, _ reason: String, at now: Timestamp) {
        guard order.state == .inFlight else { return }
        change(order, to: .unknown(since: now), message: reason)
    }

    // MARK: Resolving

    mutating func resolveUnknownOrders(at now: Timestamp) {
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
        guard let order = book.order(id) else { return stranger(id, "the broker lists", at: now) }
        guard report.symbol == order.symbol, report.side == order.side, report.volume == order.volume else {
            return halt(
                .anomaly, by: "qmtd",
                reason: "the broker's row for order \(id) is another order: \(report.side) \(report.volume) "
                    + "\(report.symbol) instead of \(order.side) \(order.volume) \(order.symbol)", at: now)
        }
        guard report.filled <= order.volume else {
            return halt(
                .anomaly, by: "qmtd",
                reason: "the broker reports \(report.filled) filled of order \(id), which is for \(order.volume)",
                at: now)
        }
        let filled = max(order.filled, report.filled)
        if let state = order.state(after: report) {
            change(
                order, to: state, filled: filled, brokerOrderID: report.brokerOrderID, message: report.message)
        } else if filled > order.filled || (order.brokerOrderID == nil && report.brokerOrderID != nil) {
            change(order, to: order.state, filled: filled, brokerOrderID: report.brokerOrderID, message: order.message)
        }
    }

    mutating func absorb(_ fill: FillReport) {
        guard let id = fill.clientOrderID, let order = book.order(id), !order.fillIDs.contains(fill.tradeID),
            fill.symbol == order.symbol, fill.side == order.side
        else { return }
        emit(.filled(fill))
        if fill.side == .sell { work.cashEvents += 1 }
        // A fill is proof that the order exists.
        if let current = book.order(id) {
            switch current.state {
            case .inFlight, .unknown: change(current, to: .working(.partial), brokerOrderID: fill.brokerOrderID)
            case .working, .closed: break
            }
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
