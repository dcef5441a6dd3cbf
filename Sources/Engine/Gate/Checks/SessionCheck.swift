import Market

/// On the trading day in progress, in the window, in continuous trading.
enum SessionCheck {
    static let page = RulePage(
        name: "gate_session", title: "Session",
        text: """
            An order leaves on the trading day in progress only, from execution.window_start (inclusive) \
            to execution.window_end (exclusive), while its own board is in continuous trading.
            """,
        settings: [
            .init("execution.window_start", standard: "09:31:00", "inclusive, Shanghai time"),
            .init("execution.window_end", standard: "14:50:00", "exclusive"),
        ], reasons: [.windowClosed, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let day = order.day else { throw .unknown("the trading day") }
        guard order.now.day == day else { throw .init(.denied, "\(order.now.day) is not the trading day in progress") }
        let time = order.now.timeOfDay
        guard order.phase == .continuous, time >= gate.execution.windowStart, time < gate.execution.windowEnd else {
            throw .init(.windowClosed, "outside the execution window or continuous trading")
        }
    }
}
