import Market

/// Never more than can be sold.
enum SellableCheck {
    static let page = RulePage(
        name: "gate_sellable", title: "Sellable",
        text: """
            A sell is for at most what the broker shows as sellable, less what other orders of the plan \
            were to sell: nothing that was bought today, nothing that is frozen.
            """, reasons: [.notSellable, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard order.submission.side == .sell else { return }
        guard let sellable = order.sellable else { throw .unknown("what can be sold") }
        guard order.submission.volume <= sellable else {
            throw .init(.notSellable, "\(order.submission.volume) is more than the \(sellable) that can be sold")
        }
    }
}
