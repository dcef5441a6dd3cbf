import Engine
import Market

// Invariants 22 to 24 by the limits that the scenario set, counted from what was committed and from nothing that the engine says
// of itself.
extension Judge {
    mutating func checkLimits(_ submission: Submission, _ line: PlanLine, at moment: Timestamp) {
        let limits = scenario.policy.limits
        let id = submission.clientOrderID
        verdict.check(
            22, !limits.restricted.contains(submission.symbol), "\(submission.symbol) is ordered and is restricted")
        if let hold = plan?.hold, hold.approval == nil {
            verdict.check(
                22, !line.overlay.isEmpty && submission.side == .sell,
                "order \(id) is of a plan that waits for approval")
        }
        // Another journal knows less than was done, and a clock that was set tells nothing of a minute.
        if !wasJournalReplaced { checkDay(submission, limits) }
        if !wasJournalReplaced, !mayHaveStepped { checkMinute(submission, limits, at: moment) }
        guard submission.side == .buy else { return }
        let value = submission.price * submission.volume
        if let maximum = limits.orderValueMaximum {
            verdict.check(22, value <= maximum, "the buy \(id) is worth \(value), at most \(maximum) is allowed")
        }
        if let maximum = limits.orderSharesMaximum {
            verdict.check(22, submission.volume <= maximum, "the buy \(id) is for \(submission.volume) shares")
        }
        if let collar = limits.priceCollar, let last = collarReference(submission.symbol, at: moment) {
            let bound = Int128(last.li) * Int128(Weight.one.trillionths + collar.trillionths)
            verdict.check(
                22, Int128(submission.price.li) * Int128(Weight.one.trillionths) <= bound,
                "the buy \(id) at \(submission.price) is too far above \(last)")
        }
        if let weight = limits.positionWeight {
            var shares = line.projected + submission.volume
            for other in ordersOfDay {
                guard let order = orders[other], order.plan == planNumber, order.submission.side == .buy,
                    order.submission.symbol == submission.symbol
                else { continue }
                shares += order.claim
            }
            let worth = Int128(submission.price.li) * Int128(shares.count) * Int128(Weight.one.trillionths)
            // Nil while the connection is gone and the process does not know it yet.
            if let equity = snapshot?.asset?.total {
                verdict.check(
                    22, worth <= Int128(equity.li) * Int128(weight.trillionths),
                    "the buy \(id) makes \(shares) \(submission.symbol) of an account of \(equity)")
            }
        }
    }

    /// What a limit may be only so far from: in the opening call nothing has traded.
    private func collarReference(_ symbol: Symbol, at moment: Timestamp) -> Price? {
        guard let security = market[symbol], let kind = security.kind else { return nil }
        let phase = kind.sessionPhase(on: moment.day, at: moment.timeOfDay, isTradingDay: true)
        return phase == .openCall ? security.previousClose : security.last
    }

    /// Of the day: messages, value, loss, refusals.
    private mutating func checkDay(_ submission: Submission, _ limits: Policy.Limits) {
        guard submission.side == .buy else { return }
        let id = submission.clientOrderID
        let today = ordersOfDay.compactMap { orders[$0] }.filter { $0.day == day }
        let messages = today.count + cancels
        if let maximum = limits.messagesPerDay {
            verdict.check(23, messages < maximum, "the buy \(id) is message \(messages + 1) of the day")
        }
        if let ratio = limits.cancelRatio, today.count >= 20 {
            verdict.check(
                23, Int128(cancels) * Int128(Weight.one.trillionths) <= Int128(today.count) * Int128(ratio.trillionths),
                "the buy \(id) leaves after \(cancels) cancels of \(today.count) orders")
        }
        if let turnover = limits.turnover, let openingEquity {
            var value = submission.price * submission.volume
            for order in today {
                value += order.isOpen ? order.submission.price * order.submission.volume : order.fillValue
            }
            verdict.check(
                23,
                Int128(value.li) * Int128(Weight.one.trillionths)
                    <= Int128(openingEquity.li) * Int128(turnover.trillionths),
                "with the buy \(id) the day's orders come to \(value) of an account of \(openingEquity)")
        }
        if let loss = limits.loss, let openingEquity, let equity = snapshot?.asset?.total {
            verdict.check(
                22,
                Int128((openingEquity - equity).li) * Int128(Weight.one.trillionths)
                    <= Int128(openingEquity.li) * Int128(loss.trillionths),
                "the buy \(id) leaves after a loss from \(openingEquity) to \(equity)")
        }
        if let maximum = limits.refusalsPerDay {
            verdict.check(24, refusedSince.count < maximum, "the buy \(id) leaves after \(refusedSince.count) refusals")
        }
    }

    private mutating func checkMinute(_ submission: Submission, _ limits: Policy.Limits, at moment: Timestamp) {
        let recent = decisions.filter { moment.milliseconds(since: $0.at) < 60_000 }
        if let maximum = limits.ordersPerMinute {
            verdict.check(23, recent.count < maximum, "\(recent.count + 1) orders were decided within a minute")
        }
        if let maximum = limits.ordersPerSymbolMinute {
            let own = recent.count { $0.symbol == submission.symbol }
            verdict.check(
                23, own < maximum, "\(own + 1) orders for \(submission.symbol) were decided within a minute")
        }
    }
}
