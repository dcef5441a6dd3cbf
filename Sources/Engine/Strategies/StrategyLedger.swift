package import Market

/// One strategy's part of the account, as we keep it: the broker knows one account only.
package struct StrategyLedger: Hashable, Sendable, Codable {
    package var name: String
    /// Below zero where its holdings are worth more than its part of the capital.
    package internal(set) var cash = Money.zero
    /// Shares and what they cost, without fees.
    package internal(set) var holdings = SymbolMap<Entry>()
    /// What was moved into it, less what was moved out: its part of the capital is set anew with every plan by targets, and
    /// that is neither profit nor loss.
    package internal(set) var capital = Money.zero
    /// Commission, duty and the rest, so far; out of `cash` already.
    package internal(set) var fees = Money.zero

    package init(name: String) {
        self.name = name
    }

    /// Cash and holdings at the given prices. A holding without a price counts at what it cost.
    package func equity(_ price: (Symbol) -> Price?) -> Money {
        var equity = cash
        for (symbol, entry) in holdings { equity += price(symbol).map { $0 * entry.shares } ?? entry.cost }
        return equity
    }

    /// What it has made since it began, after fees.
    package func profit(_ price: (Symbol) -> Price?) -> Money { equity(price) - capital }

    func shares(of symbol: Symbol) -> Shares { holdings[symbol]?.shares ?? 0 }

    mutating func buy(_ symbol: Symbol, _ shares: Shares, for value: Money) {
        cash -= value
        holdings[symbol, default: Entry(shares: 0, cost: .zero)].buy(shares, for: value)
    }

    mutating func sell(_ symbol: Symbol, _ shares: Shares, for value: Money) {
        cash += value
        drop(symbol, shares)
    }

    /// The shares are gone and nothing came for them.
    mutating func drop(_ symbol: Symbol, _ shares: Shares) {
        guard var entry = holdings[symbol] else { return }
        entry.sell(shares)
        holdings[symbol] = entry.shares > 0 ? entry : nil
    }
}
