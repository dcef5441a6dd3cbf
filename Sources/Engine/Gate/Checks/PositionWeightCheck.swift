import Market

/// No holding above its share of the account.
enum PositionWeightCheck {
    static let page = RulePage(
        name: "gate_position_weight", title: "Weight of a holding",
        text: """
            After a buy, the holding (what the plan found, what its line has bought since, and this \
            order) at the order's limit is worth at most this share of the account, compared exactly. \
            Without a known account nothing is bought.
            """,
        settings: [
            .init("limits.position_weight_max", standard: "off", "a share of the account")
        ], reasons: [.positionCap, .denied])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let weight = gate.limits.positionWeight, order.submission.side == .buy else { return }
        guard let equity = order.equity, equity > .zero else { throw .unknown("what the account is worth") }
        guard let line = order.line else { throw .unknown("what is held") }
        let shares = line.projected + line.claimed + order.submission.volume
        let value = Int128(order.submission.price.li) * Int128(shares.count)
        guard value * Int128(Weight.one.trillionths) <= Int128(equity.li) * Int128(weight.trillionths) else {
            throw .init(.positionCap, "\(shares) shares would be more than \(weight) of the account (\(equity))")
        }
    }
}
