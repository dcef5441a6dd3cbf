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
        var symbols: [Symbol] = []
        var holdings: [Holding] = []
        symbols.reserveCapacity(positions.count)
        holdings.reserveCapacity(positions.count)
        // Rows with nothing in them stay listed after a full sell (qmt.md 5).
        for index in positions.indices where positions[index].volume > 0 {
            symbols.append(positions[index].symbol)
            holdings.append(Holding(held: positions[index]))
        }
        self.init(symbols, holdings)
        for index in orders.indices where orders[index].remaining > 0 {
            let (symbol, remaining) = (orders[index].symbol, orders[index].remaining)
            switch orders[index].side {
            case .buy: self[symbol, default: Holding()].workingBuys += remaining
            case .sell: self[symbol, default: Holding()].workingSells += remaining
            }
        }
    }
}
