import Market

/// Inside the price cage.
enum CageCheck {
    static let page = RulePage(
        name: "gate_cage", title: "Price cage",
        text: """
            In continuous trading a limit must lie within the cage of its board around the best prices \
            (ashare-rules 7); an order outside it is refused by the exchange.
            """, reasons: [.denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard !gate.execution.idealizesVenue else { return }
        guard let day = order.day, let kind = order.security.kind, let last = order.last else {
            throw .unknown("its price cage")
        }
        let book = TopOfBook(
            bid: order.security.bid, ask: order.security.ask, last: last, previousClose: order.security.previousClose)
        guard let bound = kind.cageBound(on: day, phase: order.phase, side: order.submission.side, book: book) else {
            return
        }
        let price = order.submission.price
        let isInside = order.submission.side == .buy ? price <= bound : price >= bound
        if !isInside { throw .init(.denied, "price \(price) is outside the cage (\(bound))") }
    }
}
