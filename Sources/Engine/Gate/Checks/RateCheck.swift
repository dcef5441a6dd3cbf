import Market

/// No more orders in a second than the daemon may send.
enum RateCheck {
    static let page = RulePage(
        name: "gate_rate", title: "Orders in a second",
        text: """
            At most execution.orders_per_second leave in any second. The queue waits for its turn, also \
            after a restart, so that a denial shows a mistake.
            """,
        settings: [
            .init("execution.orders_per_second", standard: "5", "orders")
        ], reasons: [.budget])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard order.inLastSecond < gate.execution.ordersPerSecond else {
            throw .init(.budget, "\(order.inLastSecond) orders left within the last second")
        }
    }
}
