package import BridgeProtocol
package import Exchange
package import Market

/// What the faults do to what the side says. What they do to the account itself is in the shim, in its log; here is only the
/// telling: the truth goes in, what a poor terminal makes of it comes out.
package struct FaultySide {
    package var settings: FaultSettings
    /// When the orders were placed whose mapping is late.
    private var placed: [ClientOrderID: Timestamp] = [:]
    private var held: [(due: Timestamp, notice: Notice)] = []
    private var cache: AccountSnapshot?
    private var cachedAt: Timestamp?
    /// Sold out at some time, in the order of the first time.
    private var soldOut: [Symbol] = []
    private var connections: Set<Int> = []
    private var lastFalseDown: Int64 = -1

    package init(_ settings: FaultSettings) { self.settings = settings }

    // MARK: Pushes

    /// What is pushed of what happened.
    package mutating func told(_ notices: [Notice], at now: Timestamp) -> [Notice] {
        guard !settings.isEmpty else { return notices }
        var told: [Notice] = []
        let due = held.filter { $0.due <= now }
        held.removeAll { $0.due <= now }
        told += due.map(\.notice)
        for notice in notices {
            if case .fill(let fill) = notice, fill.side == .sell, !soldOut.contains(fill.symbol) {
                soldOut.append(fill.symbol)
            }
            guard let id = notice.clientOrderID else {
                told.append(notice)
                continue
            }
            if settings.strikes(.missingMapping, id.text) { continue }
            if settings.strikes(.lostPushes, notice.key) { continue }
            if let seconds = settings[.lateMapping], let at = placed[id], now < at.adding(seconds: Int64(seconds)) {
                held.append((at.adding(seconds: Int64(seconds)), notice))
                continue
            }
            told.append(notice)
        }
        if settings[.fillsFirst] != nil { told = FaultySide.fillsFirst(told) }
        var out: [Notice] = []
        for notice in told {
            let garbled = pushed(notice)
            out.append(garbled)
            if settings.strikes(.duplicatePushes, notice.key) { out.append(garbled) }
            if case .order(var report) = notice, report.status.isFinal, let id = report.clientOrderID,
                settings.strikes(.backwardsStatus, id.text)
            {
                report.status = .live
                report.statusCode = OrderStatus.live.code
                report.filled = 0
                report.filledPrice = nil
                out.append(.order(report))
            }
        }
        return out
    }

    /// What the first request of a connection brings about: a server that came back pushes the day again.
    package mutating func reconnected(_ connection: Int, _ exchange: SimulatedExchange) -> [Notice] {
        guard connections.insert(connection).inserted, settings[.replayedDay] != nil else { return [] }
        return exchange.fillReports.map { .fill($0) } + exchange.orderReports.map { .order($0) }
    }

    /// Whether an old callback reports the broker as down in this minute; once a minute.
    package mutating func isFalselyDown(at now: Timestamp) -> Bool {
        let minute = now.milliseconds / 60_000
        guard minute != lastFalseDown, settings.strikes(.falseDown, at: now) else { return false }
        lastFalseDown = minute
        return true
    }

    private static func fillsFirst(_ notices: [Notice]) -> [Notice] {
        var fills: [Notice] = []
        var orders: [Notice] = []
        var others: [Notice] = []
        for notice in notices {
            switch notice {
            case .fill: fills.append(notice)
            case .order: orders.append(notice)
            case .tradingDay, .exDate, .answer: others.append(notice)
            }
        }
        return others + fills + orders.reversed()
    }

    private func pushed(_ notice: Notice) -> Notice {
        switch notice {
        case .order(var report):
            if settings.strikes(.unknownStatus, notice.key) {
                report.status = .unknown
                report.statusCode = OrderStatus.unknown.code
            }
            return .order(told(report))
        case .fill(var fill):
            fill.clientOrderID = told(fill.clientOrderID)
            return .fill(fill)
        case .tradingDay, .exDate, .answer:
            return notice
        }
    }

    // MARK: Rows

    private func told(_ id: ClientOrderID?) -> ClientOrderID? {
        guard let length = settings[.cutRemarks] else { return id }
        return id.flatMap { ClientOrderID(String($0.text.prefix(length))) }
    }

    private func told(_ report: OrderReport) -> OrderReport {
        var report = report
        report.clientOrderID = told(report.clientOrderID)
        if settings[.remainingAsVolume] != nil { report.volume = report.volume - report.filled }
        if settings[.lostReasons] != nil { report.message = .empty }
        return report
    }

    /// What a query says.
    package mutating func told(_ snapshot: AccountSnapshot) -> AccountSnapshot {
        guard !settings.isEmpty else { return snapshot }
        let now = snapshot.asOf
        if let seconds = settings[.staleQueries] {
            if let cachedAt, now.milliseconds(since: cachedAt) < Int64(seconds) * 1000, var old = cache {
                old.asOf = now
                return old
            }
            cachedAt = now
        }
        var told = snapshot
        if settings.strikes(.unknownPositions, at: now) {
            (told.asset, told.positions, told.orders, told.fills) = (nil, .unknown, .unknown, .unknown)
        }
        if settings.strikes(.emptyPositions, at: now) { told.positions = .empty }
        if settings[.zeroVolumeRows] != nil { addGhosts(to: &told) }
        if isOutsideHours(now), settings.strikes(.zeroAsset, at: now) {
            told.asset = AssetReport(cash: .zero, frozenCash: .zero, marketValue: .zero, total: .zero)
        }
        if case .rows(let orders) = told.orders { told.orders = .rows(rows(orders)) }
        if case .rows(let fills) = told.fills {
            told.fills = .rows(
                fills.map { fill in
                    var fill = fill
                    fill.clientOrderID = isBlank(fill.clientOrderID) ? nil : self.told(fill.clientOrderID)
                    return fill
                })
        }
        cache = told
        return told
    }

    private func rows(_ orders: [OrderReport]) -> [OrderReport] {
        var rows: [OrderReport] = []
        for order in orders {
            var row = told(order)
            if isBlank(order.clientOrderID) { row.clientOrderID = nil }
            if let id = order.clientOrderID, settings.strikes(.twoRows, id.text) {
                var early = row
                (early.brokerOrderID, early.exchangeOrderID) = (nil, nil)
                (early.status, early.statusCode) = (.pending, OrderStatus.pending.code)
                (early.filled, early.filledPrice) = (0, nil)
                rows.append(early)
            }
            rows.append(row)
        }
        return rows
    }

    private func isBlank(_ id: ClientOrderID?) -> Bool {
        id.map { settings.strikes(.blankRemarks, $0.text) } ?? false
    }

    private func addGhosts(to snapshot: inout AccountSnapshot) {
        guard let rows = snapshot.positions.known else { return }
        let ghosts = soldOut.filter { symbol in !rows.contains { $0.symbol == symbol } }
        guard !ghosts.isEmpty else { return }
        let all = rows + ghosts.map { PositionReport(symbol: $0, volume: 0, sellable: 0) }
        snapshot.positions = .rows(all.sorted { $0.symbol < $1.symbol })
    }

    private func isOutsideHours(_ time: Timestamp) -> Bool {
        time.timeOfDay < TimeOfDay(9, 30) || time.timeOfDay >= TimeOfDay(15, 0)
    }

    // MARK: Quotes

    package func told(_ quote: Quote, at now: Timestamp) -> Quote {
        guard settings.strikes(.missingAsks, at: now, "\(quote.symbol)") else { return quote }
        var quote = quote
        quote.asks = []
        quote.last = nil
        return quote
    }

    // MARK: Answers

    /// What a submit is answered with; nil: nothing, ever.
    package mutating func told(
        _ answer: SimulatedShim.Answer, to submission: Submission, at now: Timestamp
    ) -> Result<SubmitAnswer, BridgeError>? {
        guard case .outcome(let outcome) = answer else { return .failure(FaultySide.error(answer)) }
        let id = submission.clientOrderID
        if settings.strikes(.lostAnswers, id.text) { return nil }
        guard case .placed(let report?) = outcome else { return .success(withoutReason(SubmitAnswer(outcome))) }
        if settings.strikes(.failedButLive, id.text) {
            return .failure(
                BridgeError(.internalError, "the terminal returned -1", details: [.init("detail", .string("-1"))]))
        }
        if isUnmapped(id, at: now) || settings.strikes(.missingMapping, id.text) {
            return .success(SubmitAnswer(.unknown, reason: "a request number, no order number yet"))
        }
        return .success(SubmitAnswer(.placed, order: told(report)))
    }

    package func told(_ outcome: SubmitOutcome, resolving id: ClientOrderID, at now: Timestamp) -> ResolveAnswer {
        if isUnmapped(id, at: now) { return ResolveAnswer(ResolveAnswer.Outcome.unknown) }
        switch outcome {
        case .placed(let report?): return ResolveAnswer(.placed(told(report)))
        case .rejected(let report?, let reason): return ResolveAnswer(.rejected(told(report), reason: reason))
        case .placed, .rejected, .unknown, .neverPlaced: return ResolveAnswer(outcome)
        }
    }

    package func told(_ cancellation: Cancellation, of id: ClientOrderID) -> CancelAnswer {
        guard settings.strikes(.invertedCancels, id.text) else {
            return CancelAnswer(isRequested: cancellation.isRequested, reason: cancellation.reason)
        }
        return cancellation.isRequested
            ? CancelAnswer(isRequested: false, reason: "-1") : CancelAnswer(isRequested: true, reason: nil)
    }

    /// To be called before an order is placed: whether its mapping will be late is known from here on.
    package mutating func places(_ id: ClientOrderID, at now: Timestamp) {
        if settings[.lateMapping] != nil, placed[id] == nil { placed[id] = now }
    }

    private func isUnmapped(_ id: ClientOrderID, at now: Timestamp) -> Bool {
        guard let seconds = settings[.lateMapping], let at = placed[id] else { return false }
        return now < at.adding(seconds: Int64(seconds))
    }

    private func withoutReason(_ answer: SubmitAnswer) -> SubmitAnswer {
        guard settings[.lostReasons] != nil else { return answer }
        var answer = answer
        answer.reason = nil
        answer.order = answer.order.map { told($0) }
        return answer
    }

    private static func error(_ answer: SimulatedShim.Answer) -> BridgeError {
        switch answer {
        case .conflict: BridgeError(.idConflict, "the id is known with other parameters")
        case .expired: BridgeError(.expired, "past valid_until; nothing was sent, the id is sealed")
        case .sealed: BridgeError(.sealed, "the id was promised never to be placed")
        case .invalid(let reason): BridgeError(.invalidOrder, reason)
        case .outcome: BridgeError(.internalError, "an outcome is not an error")
        }
    }
}

extension Notice {
    /// Of one of our orders.
    fileprivate var clientOrderID: ClientOrderID? {
        switch self {
        case .order(let report): report.clientOrderID
        case .fill(let fill): fill.clientOrderID
        case .answer(let id, _): id
        case .tradingDay, .exDate: nil
        }
    }

    /// Names the push for draws.
    fileprivate var key: String {
        switch self {
        case .order(let report):
            "order \(report.clientOrderID?.text ?? "-") \(report.status.rawValue) \(report.filled.count)"
        case .fill(let fill): "fill \(fill.clientOrderID?.text ?? "-") \(fill.tradeID)"
        case .answer(let id, _): "answer \(id.text)"
        case .tradingDay(let day): "day \(day)"
        case .exDate(let entry): "ex \(entry.day) \(entry.symbol)"
        }
    }
}
