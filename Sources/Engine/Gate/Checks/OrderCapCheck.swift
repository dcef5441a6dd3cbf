import Market

/// Not too large a buy at once.
enum OrderCapCheck {
    static let page = RulePage(
        name: "gate_order_cap", title: "Largest order",
        text: """
            A buy is for at most limits.order_value_max at its limit, and for at most \
            limits.order_shares_max shares. The plan splits larger ones, so that a denial shows a \
            mistake. A sell is bounded by what can be sold.
            """,
        settings: [
            .init("limits.order_value_max", standard: "1000000", "yuan, or off"),
            .init("limits.order_shares_max", standard: "off", "shares"),
        ], reasons: [.orderCap])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard order.submission.side == .buy else { return }
        if let maximum = gate.limits.orderValueMaximum, order.value > maximum {
            throw .init(.orderCap, "it is worth \(order.value), at most \(maximum) is allowed")
        }
        if let maximum = gate.limits.orderSharesMaximum, order.submission.volume > maximum {
            throw .init(.orderCap, "it is for \(order.submission.volume) shares, at most \(maximum) are allowed")
        }
    }
}
