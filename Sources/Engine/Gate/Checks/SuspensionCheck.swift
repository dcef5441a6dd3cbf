import Market

/// What may be suspended is not ordered.
enum SuspensionCheck {
    static let page = RulePage(
        name: "gate_suspension", title: "Suspension",
        text: """
            Nothing is ordered of a security that the exchange has suspended, and nothing where the \
            terminal does not say whether it trades.
            """, reasons: [.suspended, .suspensionUnknown])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let isSuspended = order.security.isSuspended else {
            throw .init(.suspensionUnknown, "it is not known whether it trades")
        }
        if isSuspended { throw .init(.suspended, "the exchange has suspended it") }
    }
}
