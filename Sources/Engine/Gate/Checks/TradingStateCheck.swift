import Market

/// Armed: both sides. Reducing: sells. Disabled and halted: nothing.
enum TradingStateCheck {
    static let page = RulePage(
        name: "gate_trading_state", title: "Trading state",
        text: """
            Armed, buys and sells leave. Reducing, only sells leave. Disabled or halted, nothing does. \
            The state is durable; qmtctl status shows who or what brought it about and what resume will \
            do.
            """, reasons: [.halted, .reducing])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard order.trading.allows(order.submission.side) else {
            throw order.trading.reduction == nil
                ? .init(.halted, "trading is halted or was never armed") : .init(.reducing, "only sells may leave")
        }
    }
}
