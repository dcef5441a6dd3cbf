import Market

/// Never traded, on either side.
enum RestrictedCheck {
    static let page = RulePage(
        name: "gate_restricted", title: "Restricted list",
        text: """
            A security on limits.restricted is neither bought nor sold, whatever targets and risk want: \
            for what the law or the house forbids to touch. It differs from a black list of risk, which \
            lets a holding be sold.
            """,
        settings: [
            .init("limits.restricted", standard: "[]", "codes such as 600000.SH")
        ], reasons: [.restricted])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        if gate.limits.restricted.contains(order.submission.symbol) {
            throw .init(.restricted, "it is on limits.restricted")
        }
    }
}
