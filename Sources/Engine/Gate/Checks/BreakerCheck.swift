import Market

/// What the broker refused is not asked again and again.
enum BreakerCheck {
    static let page = RulePage(
        name: "gate_breaker", title: "Breaker",
        text: """
            After limits.refusals_per_kind refusals of one security and side for one reason in a day, or \
            one refusal that will not change today (no permission, suspended, delisted), that side of \
            the security is done for the day. After limits.refusals_per_day refusals since trading was \
            last resumed only sells leave, until an operator resumes. An order that the other side said \
            was placed, and that never existed, counts as refused. An order that the price cage refused is \
            priced anew twice in a day; only further ones count.
            """,
        settings: [
            .init("limits.refusals_per_kind", standard: "2", "refusals, or off"),
            .init("limits.refusals_per_day", standard: "5", "refusals, or off"),
        ], reasons: [.refusedToday])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        if let refusal = order.refusal { throw .init(.refusedToday, refusal) }
    }
}
