import Market

/// Paid from cash that is there.
enum CashCheck {
    static let page = RulePage(
        name: "gate_cash", title: "Cash",
        text: """
            A buy at its limit, with the most that its fees can come to, costs no more than the cash \
            that the broker shows, less what is reserved for other orders and execution.cash_buffer. \
            Expected proceeds do not count.
            """,
        settings: [
            .init("execution.cash_buffer", standard: "0.005", "a share of the account")
        ], reasons: [.cash, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard order.submission.side == .buy else { return }
        guard let cost = order.cost, let cash = order.cash else {
            throw .unknown("what it costs, or the cash that is there,")
        }
        guard cost <= cash else { throw .init(.cash, "it costs \(cost), there is \(cash)") }
    }
}
