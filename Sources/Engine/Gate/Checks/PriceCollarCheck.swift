import Market

/// Not far on the bad side of the last price.
enum PriceCollarCheck {
    static let page = RulePage(
        name: "gate_price_collar", title: "Price collar",
        text: """
            A buy is for at most the last price times one plus the collar, a sell for at least the last \
            price times one minus it, compared exactly. The last price is that of the fresh quote; in the \
            opening call it is the reference price of the day.
            """,
        settings: [
            .init("limits.price_collar", standard: "0.03", "a share of the last price, or off")
        ], reasons: [.priceCollar, .noPrice])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let collar = gate.limits.priceCollar else { return }
        // What a call indicates is no price yet.
        let reference = order.phase == .openCall ? order.security.previousClose : order.security.last
        guard let last = reference else { throw .init(.noPrice, "there is no last price to compare with") }
        let price = order.submission.price
        guard isWithin(collar, price, order.submission.side, of: last) else {
            throw .init(.priceCollar, "price \(price) is further than \(collar) from the last price \(last)")
        }
    }

    /// Whether a limit is no further than `collar` on the bad side of the last price; compared exactly.
    static func isWithin(_ collar: Weight, _ price: Price, _ side: Side, of last: Price) -> Bool {
        let distance = side == .buy ? price.li - last.li : last.li - price.li
        return Int128(distance) * Int128(Weight.one.trillionths) <= Int128(last.li) * Int128(collar.trillionths)
    }
}
