import Market

/// The messages of a day, and how many of them are cancels.
enum BudgetCheck {
    static let page = RulePage(
        name: "gate_budget", title: "Budget of a day",
        text: """
            Buys stop when the day's orders and cancels reach limits.messages_per_day, or when, from the \
            twentieth order on, cancels exceed limits.cancel_ratio of the orders. Sells go on up to \
            18,000 messages: the exchanges call 20,000 in a day high-frequency trading (ashare-rules \
            PRG-04). Cancels are never kept back. All is counted from the journal, so that a restart \
            changes nothing.
            """,
        settings: [
            .init("limits.messages_per_day", standard: "2000", "orders and cancels, or off"),
            .init("limits.cancel_ratio", standard: "0.4", "cancels for each order, or off"),
        ], reasons: [.budget])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let traffic = order.traffic else { throw .unknown("how many orders left") }
        let messages = traffic.orders + traffic.cancels
        guard messages < Budget.ceiling else { throw .init(.budget, "\(messages) orders and cancels left today") }
        guard order.submission.side == .buy else { return }
        if let maximum = gate.limits.messagesPerDay, messages >= maximum {
            throw .init(.budget, "\(messages) orders and cancels left today, \(maximum) are allowed")
        }
        if let ratio = gate.limits.cancelRatio, traffic.orders >= Budget.ratioFrom,
            Int128(traffic.cancels) * Int128(Weight.one.trillionths) > Int128(traffic.orders)
                * Int128(ratio.trillionths)
        {
            throw .init(.budget, "\(traffic.cancels) cancels for \(traffic.orders) orders today")
        }
    }
}
