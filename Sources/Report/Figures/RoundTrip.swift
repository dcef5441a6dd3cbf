package import Market

/// One holding of one security, from the first share bought to the last one gone, whatever was bought and sold between.
package struct RoundTrip: Hashable, Sendable {
    package var symbol: Symbol
    package var opened: Day
    /// Nil while shares are held.
    package var closed: Day?
    /// What the shares cost, fees and rights payments included.
    package var cost: Money = .zero
    /// What sales brought after fees, the sale of an ended series included.
    package var proceeds: Money = .zero
    /// Dividends and cash for fractions of shares.
    package var income: Money = .zero
    /// All fees, contained in `cost` and `proceeds`.
    package var fees: Money = .zero
    /// The highest cost that the shares held at one time had, at average cost: what was at stake.
    package var invested: Money = .zero
    /// Cost of the shares held now, at average cost.
    var basis: Money = .zero
    var shares: Shares = .zero

    init(symbol: Symbol, opened: Day) {
        self.symbol = symbol
        self.opened = opened
    }

    package var profit: Money { proceeds + income - cost }

    /// Profit over what was at stake; nil where that was nothing.
    package var profitRate: Double? { Double(profit.li).over(Double(invested.li)) }

    mutating func buy(_ count: Shares, for amount: Money) {
        cost += amount
        basis += amount
        shares += count
        invested = max(invested, basis)
    }

    mutating func sell(_ count: Shares, for amount: Money) {
        proceeds += amount
        if count < shares, basis.li > 0, count.count > 0 {
            // The fee-laden cost of the shares that leave, rounded down to the li.
            let part = Int128(basis.li) * Int128(count.count) / Int128(shares.count)
            basis -= Money(li: Int64(part))
        } else if count >= shares {
            basis = .zero
        }
        shares -= count
    }

    /// Takes over what another security was, as in a merger by exchange of shares.
    mutating func absorb(_ other: RoundTrip) {
        opened = min(opened, other.opened)
        cost += other.cost
        proceeds += other.proceeds
        income += other.income
        fees += other.fees
        basis += other.basis
        invested = max(invested, other.invested, basis)
    }
}
