import Market

/// On the trading day in progress, in the window, in continuous trading; for the opening call in its own minutes.
enum SessionCheck {
    static let page = RulePage(
        name: "gate_session", title: "Session",
        text: """
            An order leaves on the trading day in progress only, from execution.window_start (inclusive) \
            to execution.window_end (exclusive), while its own board is in continuous trading; with \
            execution.style "open_auction" also from 09:15:05 to 09:20 (exclusive), while its own board is \
            in the opening call.
            """,
        settings: [
            .init("execution.window_start", standard: "09:31:00", "inclusive, Shanghai time"),
            .init("execution.window_end", standard: "14:50:00", "exclusive"),
        ], reasons: [.windowClosed, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let day = order.day else { throw .unknown("the trading day") }
        guard order.now.day == day else { throw .init(.denied, "\(order.now.day) is not the trading day in progress") }
        guard Schedule.allows(gate.execution, at: order.now.timeOfDay, in: order.phase) else {
            throw .init(.windowClosed, "outside the execution window or continuous trading")
        }
    }
}
