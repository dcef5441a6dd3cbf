import Market

/// A price that the exchange can quote.
enum TickCheck {
    static let page = RulePage(
        name: "gate_tick", title: "Tick",
        text: """
            The limit must be above zero and a multiple of the tick of its class on the day.
            """, reasons: [.denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let day = order.day, let kind = order.security.kind else { throw .unknown("its tick") }
        let price = order.submission.price
        guard price.li > 0, price.isMultiple(of: kind.tick(on: day)) else {
            throw .init(.denied, "price \(price) is not on the tick")
        }
    }
}
