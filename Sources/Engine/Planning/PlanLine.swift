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
    /// The rules of risk that changed the target.
    package var overlay: Reasons
    /// The weight before risk; that after it where no rule changed the line.
    package var asked: Weight
    /// The last price when the plan was made, or the close before it: what fills are measured against.
    package var decisionPrice: Price?

    package init(
        symbol: Symbol, weight: Weight, target: Shares, projected: Shares, sizingPrice: Price?, side: Side? = nil,
        shares: Shares = 0, reason: Reason? = nil, overlay: Reasons = [], asked: Weight? = nil
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
        self.asked = asked ?? weight
    }
}

extension PlanLine {
    private enum CodingKeys: String, CodingKey {
        case symbol, weight, target, projected, sizingPrice, side, shares, reason, overlay, asked, decisionPrice
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let weight = try values.decode(Weight.self, forKey: .weight)
        self.init(
            symbol: try values.decode(Symbol.self, forKey: .symbol), weight: weight,
            target: try values.decode(Shares.self, forKey: .target),
            projected: try values.decode(Shares.self, forKey: .projected),
            sizingPrice: try values.decodeIfPresent(Price.self, forKey: .sizingPrice),
            side: try values.decodeIfPresent(Side.self, forKey: .side),
            shares: try values.decode(Shares.self, forKey: .shares),
            reason: try values.decodeIfPresent(Reason.self, forKey: .reason),
            overlay: try values.decodeIfPresent(Reasons.self, forKey: .overlay) ?? [],
            asked: try values.decodeIfPresent(Weight.self, forKey: .asked))
        decisionPrice = try values.decodeIfPresent(Price.self, forKey: .decisionPrice)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(symbol, forKey: .symbol)
        try values.encode(weight, forKey: .weight)
        try values.encode(target, forKey: .target)
        try values.encode(projected, forKey: .projected)
        try values.encodeIfPresent(sizingPrice, forKey: .sizingPrice)
        try values.encodeIfPresent(side, forKey: .side)
        try values.encode(shares, forKey: .shares)
        try values.encodeIfPresent(reason, forKey: .reason)
        // What no rule changed has neither.
        if !overlay.isEmpty { try values.encode(overlay, forKey: .overlay) }
        if asked != weight { try values.encode(asked, forKey: .asked) }
        try values.encodeIfPresent(decisionPrice, forKey: .decisionPrice)
    }
}

extension PlanLine {
    /// Risk demands this sell: it waits for no slice and no volume, and rests at the lower limit where nobody buys.
    @inline(__always)
    var isForced: Bool { side == .sell && !overlay.isEmpty }
}
