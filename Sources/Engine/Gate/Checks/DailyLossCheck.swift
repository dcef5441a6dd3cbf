import Market

/// No buys on a day that goes badly.
enum DailyLossCheck {
    static let page = RulePage(
        name: "gate_daily_loss", title: "Loss of a day",
        text: """
            Once the account is worth less than it was at the last close (on the first day: at the plan) \
            by more than this share, nothing is bought for the rest of that state; sells go on. Where a \
            rule of risk looks at equity (portfolio_stop, drawdown, soft_gate), deposits and withdrawals \
            are neither profit nor loss; else money taken out of the account looks like a loss.
            """,
        settings: [
            .init("limits.loss_day_max", standard: "off", "a share of the account")
        ], reasons: [.dailyLoss, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let loss = gate.limits.loss, order.submission.side == .buy else { return }
        guard let opening = order.openingEquity, opening > .zero, let equity = order.equity else {
            throw .unknown("the day's loss")
        }
        let lost = Int128(opening.li) - Int128(equity.li)
        guard lost * Int128(Weight.one.trillionths) <= Int128(opening.li) * Int128(loss.trillionths) else {
            throw .init(.dailyLoss, "the account has lost more than \(loss) today: \(opening) before, \(equity) now")
        }
    }
}
