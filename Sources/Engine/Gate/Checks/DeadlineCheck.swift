import Market

/// It must not be placed later than it was decided for.
enum DeadlineCheck {
    static let page = RulePage(
        name: "gate_deadline", title: "Deadline",
        text: """
            Every order carries a moment after which the other side does not place it. It must be in the \
            future, and no further than execution.submit_validity_s.
            """,
        settings: [
            .init("execution.submit_validity_s", standard: "30", "seconds")
        ], reasons: [.denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard order.submission.validUntil > order.now else { throw .init(.denied, "its deadline has passed") }
        let validity = order.submission.validUntil.milliseconds(since: order.now)
        guard validity <= gate.execution.submitValiditySeconds * 1000 else {
            throw .init(.denied, "it would be valid for \(validity) ms")
        }
    }
}
