import Market

/// One id per intent, and no more than the line of the plan wants.
enum DuplicateIntentCheck {
    static let page = RulePage(
        name: "gate_duplicate_intent", title: "Duplicate intent",
        text: """
            An id is used once, for ever. An order belongs to a line of the plan in force, on its side, \
            and together with the orders of that line that may still fill or have filled it is for no \
            more than the line wants.
            """, reasons: [.denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        if order.isIDUsed { throw .init(.denied, "its id has been used") }
        guard let line = order.line else { throw .init(.denied, "no line of the plan wants it") }
        guard line.side == order.submission.side else { throw .init(.denied, "the plan wants the other side") }
        guard order.submission.volume <= line.planned - line.claimed else {
            throw .init(
                .denied,
                "the plan wants \(line.planned) in all, orders for \(line.claimed) are out; \(order.submission.volume) more is "
                    + "too much")
        }
    }
}
