package import Market

/// One security of a plan: what is wanted, what is there, and the order between the two, or the reason why there is none.
package struct PlanLine: Hashable, Sendable, Codable {
    package var symbol: Symbol
    /// Share of equity, after risk.
    package var weight: Weight
    /// Shares wanted, by the lot rule of the board.
    package var target: Shares
    /// Held plus working buys minus working sells.
    package var projected: Shares
    package var sizingPrice: Price?
    /// Nil where there is nothing to do or nothing can be done.
    package var side: Side?
    /// To be traded in all; may take several orders.
    package var shares: Shares
    /// Why there is no order, or a smaller one than target minus projected.
    package var reason: Reason?
    /// The risk rule that changed the target.
    package var overlay: Reason?
    /// The last price when the plan was made, or the close before it: what fills are measured against.
    package var decisionPrice: Price?

    package init(
        symbol: Symbol, weight: Weight, target: Shares, projected: Shares, sizingPrice: Price?, side: Side? = nil,
        shares: Shares = 0, reason: Reason? = nil, overlay: Reason? = nil
    ) {
        self.symbol = symbol
        self.weight = weight
        self.target = target
        self.projected = projected
        self.sizingPrice = sizingPrice
        self.side = side
        self.shares = shares
        self.reason = reason
        self.overlay = overlay
    }
}

extension PlanLine {
    /// Risk demands this sell: it waits for no slice and no volume, and rests at the lower limit where nobody buys.
    @inline(__always)
    var isForced: Bool { side == .sell && overlay != nil }
}
