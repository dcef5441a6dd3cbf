import Market

/// Real money for a real account, a simulated side for a simulated one.
enum ModeCheck {
    static let page = RulePage(
        name: "gate_mode", title: "Simulated or real",
        text: """
            An order leaves only to a side of the kind that account.simulated says. Where that is not \
            known, nothing leaves.
            """,
        settings: [
            .init("account.simulated", standard: "required", "whether the QMT side must be a simulated one")
        ], reasons: [.denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let isOfKind = order.isOfKind else { throw .unknown("whether the other side is simulated") }
        if !isOfKind { throw .init(.denied, "the other side is not of the kind that the configuration says") }
    }
}
