import Market

/// Inside the limits of the day.
enum LimitsCheck {
    static let page = RulePage(
        name: "gate_limits", title: "Daily limits",
        text: """
            The limit must lie within the day's price limits, bounds included. Without known limits \
            nothing is ordered; on a day without limits any price does.
            """, reasons: [.limitsUnknown, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let limits = order.security.limits else { throw .init(.limitsUnknown, "its price limits are not known") }
        let price = order.submission.price
        guard limits.contains(price) else { throw .init(.denied, "price \(price) is outside the day's limits") }
    }
}
