import Market

// Whether orders may leave, who says so, and what becomes of those that have left.
extension Engine {
    /// The flag comes first: it is durable before the first cancel leaves.
    mutating func halt(_ cause: TradingState.Halt.Cause, by: String, reason: String, at now: Timestamp) {
        guard book.trading.halt == nil else { return }
        emit(
            .halted(
                TradingState.Halt(
                    cause: cause, by: by, reason: reason, since: now,
                    wasDisabled: book.trading == .disabled || book.trading.reduction?.wasDisabled == true ? true : nil))
        )
        work.dropQueue()
        let orders =
            switch policy.limits.onHalt {
            case .cancel: "working orders are cancelled"
            case .cancelBuys: "working buys are cancelled, working sells stay at the broker"
            case .keep: "working orders stay at the broker"
            }
        perform(
            .alert(
                Alert(
                    .critical, "halted",
                    "trading is halted by \(by): \(reason). Nothing new is sent; \(orders). "
                        + "Look with 'qmtctl status', then 'qmtctl resume --reason ...'")))
    }

    /// From now on only sells leave. Less than a halt, so that it never replaces one; nothing to an account that nobody armed.
    mutating func reduce(_ cause: TradingState.Halt.Cause, by: String, reason: String, at now: Timestamp) {
        guard book.trading.isArmed else { return }
        emit(.reduced(TradingState.Halt(cause: cause, by: by, reason: reason, since: now)))
        work.dropQueue()
        let orders = policy.limits.onHalt == .keep ? "working buys stay at the broker" : "working buys are cancelled"
        perform(
            .alert(
                Alert(
                    .critical, "reducing",
                    "only sells leave from now on, by \(by): \(reason); \(orders). "
                        + "Look with 'qmtctl status', then 'qmtctl resume --reason ...'")))
    }

    mutating func resume(by: String, reason: String, at now: Timestamp) {
        guard !book.trading.isArmed else { return }
        for id in work.strangers where !book.strangers.contains(id) { emit(.strangerAccepted(id)) }
        work.strangers = []
        if book.trading == .disabled || book.trading.halt?.wasDisabled == true {
            emit(.armed(account: policy.account, by: by, reason: reason, at: now))
            perform(.alert(Alert(.information, "armed", "trading is armed by \(by): \(reason)")))
        } else {
            emit(.resumed(by: by, reason: reason, at: now))
            perform(.alert(Alert(.information, "resumed", "trading is resumed by \(by): \(reason)")))
        }
        forgetLiquidation(at: now)
        // Whatever was true before the halt is old.
        link.isReconciled = false
    }

    // MARK: Orders that are out

    mutating func cancelAll(by: String, reason: String, at now: Timestamp) {
        emit(.cancelAllAsked(by: by, reason: reason, at: now))
        work.dropQueue()
        perform(
            .alert(
                Alert(
                    .information, "cancel_all",
                    "\(by) has our working orders cancelled: \(reason). Their lines are done for the day; lines without an "
                        + "order go on")))
    }

    /// Asks for the cancel of what must not fill any more; again where that was refused, and after a restart or a new link.
    mutating func cancelUnwanted(at now: Timestamp) {
        guard book.tally.working > 0, book.day == now.day else { return }
        for index in book.orders.indices {
            let order = book.orders[index]
            guard isUnwanted(order, at: index), order.intent.day == book.day, mayCancel(order, at: now),
                work.mayAskCancel(order.id, at: now)
            else { continue }
            emit(.cancelRequested(order.id))
            work.cancelAsked(order.id)
            perform(.cancel(order.id))
        }
    }

    private func isUnwanted(_ order: OrderLife, at index: Int) -> Bool {
        if index < book.controls.cancelAllCount { return true }
        switch book.trading {
        case .disabled, .armed: return false
        case .reducing: return order.side == .buy && policy.limits.onHalt != .keep
        case .halted:
            switch policy.limits.onHalt {
            case .cancel: return true
            case .cancelBuys: return order.side == .buy
            case .keep: return false
            }
        }
    }

    // MARK: Selling everything

    /// Nothing to an account that nobody armed, and not through a halt: what caused it comes first.
    mutating func flatten(by: String, reason: String, at now: Timestamp) {
        guard refusalOfFlatten == nil else { return }
        emit(.flattenAsked(TradingState.Halt(cause: .operator, by: by, reason: reason, since: now)))
        emit(.cancelAllAsked(by: by, reason: reason, at: now))
        work.dropQueue()
        perform(
            .alert(
                Alert(
                    .critical, "flatten",
                    "\(by) has everything sold that qmtd manages: \(reason). Working orders are cancelled first; trading is "
                        + "halted when it is done")))
    }

    /// Why `Event.flattenRequested` would change nothing; nil where it would be taken.
    package var refusalOfFlatten: String? {
        if book.trading == .disabled { return "trading was never armed for this account" }
        if let halt = book.trading.halt {
            return "trading is halted by \(halt.by): \(halt.reason). Resume first, then flatten"
        }
        return nil
    }

    /// True where another step may follow.
    mutating func beginFlatten(at now: Timestamp) -> Bool {
        if book.rebalance?.source == .flatten {
            guard let flatten = book.controls.flatten else { return false }
            halt(.operator, by: flatten.by, reason: "everything was to be sold: \(flatten.reason)", at: now)
            return false
        }
        // Not in the opening call: there are no prices to judge by.
        guard canSend(at: now), now.timeOfDay >= policy.execution.windowStart, book.tally.open == 0,
            gathered(symbols(besides: []), at: now), let account,
            let asset = account.asset, let holdings = holdings()
        else { return false }
        reviewHoldings(holdings, asset: asset, at: now)
        let planner = Planner(day: now.day, equity: .zero, execution: policy.execution)
        let managed = book.managed
        let lines = planner.plan([], holdings: holdings, market: market) { managed.contains($0) }
        let equity = max(.zero, book.equity ?? .zero)
        commit(.flatten, lines, share(lines, of: [], equity), equity: equity, cash: asset.cash, at: now)
        return true
    }

    // MARK: The breaker

    /// Too many refusals since somebody last resumed: something is wrong that another order does not find out.
    mutating func tripBreaker(at now: Timestamp) {
        guard let maximum = policy.limits.refusalsPerDay, book.trading.isArmed, let day = book.day else { return }
        let count = Breaker.refusals(book.orders, on: day) - book.controls.refusalsSettled
        guard count >= maximum else { return }
        let last = book.orders.last { Breaker.kind(of: $0) != nil }
        reduce(
            .breaker, by: "qmtd",
            reason: "\(count) orders were refused today, the last one with: \(last?.message.text ?? "")", at: now)
    }
}
