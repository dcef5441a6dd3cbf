import Market

/// No more orders in a minute, nor of one security.
enum RatesCheck {
    static let page = RulePage(
        name: "gate_rates", title: "Orders in a minute",
        text: """
            At most limits.orders_per_minute leave in any 60 seconds, and at most \
            limits.orders_per_symbol_minute of one security. The queue waits for its turn, sells too, so \
            that a denial shows a mistake.
            """,
        settings: [
            .init("limits.orders_per_minute", standard: "240", "orders, or off"),
            .init("limits.orders_per_symbol_minute", standard: "6", "orders, or off"),
        ], reasons: [.budget])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let traffic = order.traffic else { throw .unknown("how many orders left") }
        if let maximum = gate.limits.ordersPerMinute, traffic.inMinute >= maximum {
            throw .init(.budget, "\(traffic.inMinute) orders left within the last minute")
        }
        if let maximum = gate.limits.ordersPerSymbolMinute, traffic.inMinuteOfSymbol >= maximum {
            throw .init(.budget, "\(traffic.inMinuteOfSymbol) orders of this security left within the last minute")
        }
    }
}
