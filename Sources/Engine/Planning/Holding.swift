package import Market

/// What the account has and is about to have of one security, by the broker's word.
package struct Holding: Hashable, Sendable {
    package var volume: Shares = 0
    package var sellable: Shares = 0
    /// Not filled yet, ours and anybody's.
    package var workingBuys: Shares = 0
    package var workingSells: Shares = 0
    package var lastPrice: Price?

    package init(
        volume: Shares = 0, sellable: Shares = 0, workingBuys: Shares = 0, workingSells: Shares = 0,
        lastPrice: Price? = nil
    ) {
        self.volume = volume
        self.sellable = sellable
        self.workingBuys = workingBuys
        self.workingSells = workingSells
        self.lastPrice = lastPrice
    }

    fileprivate init(held row: PositionReport) {
        self.init(volume: row.volume, sellable: row.sellable, lastPrice: row.lastPrice)
    }

    /// Held plus working: what the target is compared with. Never below nothing: a row that claims to sell more than there
    /// is, whatever it is, is not to be bought back.
    package var projected: Shares { max(0, volume + workingBuys - workingSells) }
}

extension SymbolMap<Holding> {
    /// Holdings and working orders of a snapshot whose lists are known; nil where one is not.
    package init?(_ snapshot: AccountSnapshot) {
        guard let positions = snapshot.positions.known, let orders = snapshot.orders.known else { return nil }
        // Rows with nothing in them stay listed after a full sell (qmt.md 5).
        let held = positions.filter { $0.volume > 0 }
        self.init(held.map(\.symbol), held.map(Holding.init(held:)))
        for row in orders where row.remaining > 0 {
            switch row.side {
            case .buy: self[row.symbol, default: Holding()].workingBuys += row.remaining
            case .sell: self[row.symbol, default: Holding()].workingSells += row.remaining
            }
        }
    }
}
