package import Control
package import Engine
package import Market

extension StatusReport.TradingState.State {
    package init(_ state: TradingState) {
        switch state {
        case .disabled: self = .disabled
        case .armed: self = .armed
        case .reducing: self = .reducing
        case .halted: self = .halted
        }
    }
}

extension StatusReport.TradingState {
    package init(_ engine: Engine) {
        let state = engine.book.trading
        let halt = state.halt ?? state.reduction
        self.init(
            state: .init(state), since: halt.map { "\($0.since)" }, by: halt?.by, reason: halt?.reason,
            cause: halt?.cause.rawValue, resume: Self.resume(state, engine))
    }

    /// What `resume` will do, in words; nil where there is nothing to resume.
    private static func resume(_ state: TradingState, _ engine: Engine) -> String? {
        let strangers = engine.work.strangers.count
        let accepts =
            strangers > 0 ? "; \(strangers) orders that the journal does not know are taken for somebody else's" : ""
        switch state {
        case .armed: return nil
        case .disabled: return "arms trading for this account for the first time"
        case .halted(let halt) where halt.wasDisabled == true: return "arms trading for this account for the first time"
        case .reducing(let halt):
            let counts = halt.cause == .breaker ? "; refusals are counted anew" : ""
            return "lets buys leave again, after the account was read\(counts)\(accepts)"
        case .halted(let halt):
            let room = halt.cause == .disk ? "; refused while the disk has too little room" : ""
            return
                "lets orders leave again, after the account was read; cancelled ones do not come back\(room)\(accepts)"
        }
    }
}

extension LimitsReport {
    package init(_ engine: Engine, at now: Timestamp) {
        let limits = engine.policy.limits
        let book = engine.book
        let day = book.day ?? now.day
        let orders = book.orders
        let traffic = Budget.traffic(orders, cancels: book.controls.cancels, of: nil, on: day, at: now)
        let inSecond = orders.count { $0.intent.day == day && now.milliseconds(since: $0.intent.decidedAt) < 1000 }
        let value = Budget.value(of: orders, on: day)
        let opening = book.lastClose?.asset?.total ?? (book.reviewedDay == day ? book.equity : nil)
        let equity = engine.account?.asset?.total
        let refused = Breaker.refusals(orders, on: day) - book.controls.refusalsSettled
        let most = Self.mostInMinute(orders, day, now)
        let perSecond = engine.policy.execution.ordersPerSecond
        let rows = [
            Row(
                "execution.orders_per_second", "orders in the last second", used: Int64(inSecond),
                limit: Int64(perSecond)),
            Row(
                "limits.orders_per_minute", "orders in the last minute", used: Int64(traffic.inMinute),
                limit: limits.ordersPerMinute.map(Int64.init)),
            Row(
                "limits.orders_per_symbol_minute", "the most of one security in the last minute", used: Int64(most),
                limit: limits.ordersPerSymbolMinute.map(Int64.init)),
            Row(
                "limits.messages_per_day", "\(traffic.orders) orders and \(traffic.cancels) cancels today",
                used: Int64(traffic.orders + traffic.cancels), limit: limits.messagesPerDay.map(Int64.init)),
            Row(
                "limits.cancel_ratio", "cancels for each order, from the \(Budget.ratioFrom)th order on",
                used: traffic.orders < Budget.ratioFrom
                    ? 0 : Int64(traffic.cancels) * 1_000_000 / Int64(traffic.orders),
                limit: limits.cancelRatio.map(Self.ppm), unit: .ppm),
            Row(
                "limits.turnover_day_max", "value of today's orders, of the account",
                used: opening.flatMap { Self.ppm(value, of: $0) }, limit: limits.turnover.map(Self.ppm), unit: .ppm),
            Row(
                "limits.loss_day_max", "lost today, of the account",
                used: opening.flatMap { opening in
                    equity.flatMap { Self.ppm(max(.zero, opening - $0), of: opening) }
                }, limit: limits.loss.map(Self.ppm), unit: .ppm),
            Row(
                "limits.refusals_per_day", "orders that the broker refused since the last resume", used: Int64(refused),
                limit: limits.refusalsPerDay.map(Int64.init)),
        ]
        self.init(
            day: book.day.map { "\($0)" }, rows: rows, checks: engine.gate.rules.map(\.rawValue),
            rulesDigest: GateRule.digest, refused: Self.refused(engine, day))
    }

    private static func mostInMinute(_ orders: [OrderLife], _ day: Day, _ now: Timestamp) -> Int {
        var counts = SymbolMap<Int>()
        for order in orders
        where order.intent.day == day && now.milliseconds(since: order.intent.decidedAt) < 60_000 {
            counts[order.symbol, default: 0] += 1
        }
        return counts.values.max() ?? 0
    }

    private static func refused(_ engine: Engine, _ day: Day) -> [String] {
        guard engine.book.controls.hasRefusals else { return [] }
        var symbols = SymbolMap<Bool>()
        for order in engine.book.orders where Breaker.kind(of: order) != nil { symbols[order.symbol] = true }
        return symbols.keys.flatMap { symbol in
            [OrderSide.buy, .sell].compactMap { side in
                Breaker.verdict(on: symbol, side, engine.book.orders, engine.policy.limits, day: day)
                    .map { "\(side.rawValue) \(symbol): \($0)" }
            }
        }
    }

    private static func ppm(_ weight: Weight) -> Int64 { weight.trillionths / 1_000_000 }

    private static func ppm(_ part: Money, of whole: Money) -> Int64? {
        whole > .zero ? Int64(clamping: Int128(part.li) * 1_000_000 / Int128(whole.li)) : nil
    }
}

extension PlanReport {
    package init(_ engine: Engine) {
        let rebalance = engine.book.rebalance
        self.init(
            executionDay: rebalance.map { "\($0.executionDay)" }, phase: rebalance?.phase.rawValue,
            digest: rebalance.map { $0.hold?.digest ?? $0.digest }, held: rebalance?.hold?.reasons ?? [],
            approvedBy: rebalance?.hold?.approval?.by,
            rows: (rebalance?.lines ?? []).map { line in
                Row(
                    symbol: "\(line.symbol)", side: line.side?.rawValue, shares: line.shares.count,
                    target: line.target.count, projected: line.projected.count,
                    weightPPM: line.weight.trillionths / 1_000_000,
                    price: (engine.market[line.symbol]?.mark ?? line.sizingPrice).map { "\($0)" },
                    reason: line.reason?.rawValue, risk: line.overlay.text)
            })
    }
}
