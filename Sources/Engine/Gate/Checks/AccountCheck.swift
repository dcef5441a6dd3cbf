import Market

/// The side that it goes to serves the configured account.
enum AccountCheck {
    static let page = RulePage(
        name: "gate_account", title: "Account",
        text: """
            An order leaves only to a side that has said, on this connection, that it serves account.id. \
            Where that is not known, nothing leaves.
            """,
        settings: [
            .init("account.id", standard: "required", "the account that the QMT side must serve")
        ], reasons: [.denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let servesAccount = order.servesAccount else { throw .unknown("whose account it goes to") }
        if !servesAccount { throw .init(.denied, "the other side serves another account") }
    }
}
