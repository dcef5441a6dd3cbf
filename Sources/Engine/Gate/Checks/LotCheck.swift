import Market

/// A lawful quantity of its board.
enum LotCheck {
    static let page = RulePage(
        name: "gate_lot", title: "Lot",
        text: """
            The quantity must be one that the board lets one buy or sell on the day: lots, the smallest \
            and the largest order; an odd remainder is sold only with all that can be sold.
            """, reasons: [.denied, .notSellable])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let day = order.day, let kind = order.security.kind else { throw .unknown("its lot rule") }
        let lots = gate.execution.lots(of: kind, on: day)
        let volume = order.submission.volume
        switch order.submission.side {
        case .buy:
            guard lots.isBuyable(volume) else { throw .init(.denied, "\(volume) is not a lawful quantity to buy") }
        case .sell:
            guard let sellable = order.sellable else { throw .unknown("what can be sold") }
            guard lots.isSellable(volume, position: sellable) else {
                throw .init(.notSellable, "\(volume) of \(sellable) sellable is not a lawful quantity")
            }
        }
    }
}
