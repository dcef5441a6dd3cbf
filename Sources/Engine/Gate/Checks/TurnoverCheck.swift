import Market

/// Not too much in a day.
enum TurnoverCheck {
    static let page = RulePage(
        name: "gate_turnover", title: "Turnover of a day",
        text: """
            The day's orders, buys and sells, come with a buy to at most this share of what the account \
            was worth at the last close (on the first day: at the plan). Open orders count in full, \
            closed ones with what they filled. Sells are never kept back by it.
            """,
        settings: [
            .init("limits.turnover_day_max", standard: "off", "a share of the account, above one too")
        ], reasons: [.turnover, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let turnover = gate.limits.turnover, order.submission.side == .buy else { return }
        guard let opening = order.openingEquity, opening > .zero, let value = order.dayValue else {
            throw .unknown("the day's turnover")
        }
        let total = Int128(value.li) + Int128(order.value.li)
        guard total * Int128(Weight.one.trillionths) <= Int128(opening.li) * Int128(turnover.trillionths) else {
            throw .init(.turnover, "with it the day's orders would come to more than \(turnover) of the account")
        }
    }
}
