import Market

/// Never a buy and a sell of one security at once.
enum OppositeOrderCheck {
    static let page = RulePage(
        name: "gate_opposite_order", title: "Own opposite order",
        text: """
            While an order of a security may still fill, ours or anybody's in the account, none leaves \
            on its other side.
            """, reasons: [.denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        if let opposite = order.opposite { throw .init(.denied, "order \(opposite) works on the other side") }
        if order.isOpposedByOthers { throw .init(.denied, "an order of somebody else works on the other side") }
    }
}
