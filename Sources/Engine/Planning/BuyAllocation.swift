package import Market

/// Divides the cash that is really there among the buys, in the order of the lines: each takes what it can pay, fees
/// included, and never more. No proportional scaling: whole lots do not scale, and a plan is easier to explain this way.
package struct BuyAllocation {
    package struct Order: Hashable, Sendable {
        package var symbol: Symbol
        package var shares: Shares
        package var price: Price
    }

    package var day: Day
    package var fees: FeeSchedule
    package private(set) var cash: Money

    package init(day: Day, fees: FeeSchedule, cash: Money) {
        self.day = day
        self.fees = fees
        self.cash = cash
    }

    /// The largest lawful quantity up to `wanted` that the rest of the cash pays for at `price`, fees included; the cash is
    /// taken. Zero where not even the smallest order can be paid.
    package mutating func take(upTo wanted: Shares, at price: Price, of kind: InstrumentClass) -> Shares {
        guard cash > .zero, price.li > 0 else { return 0 }
        let lots = kind.lotRule(on: day)
        var shares = lots.unbounded.largestBuy(upTo: min(wanted, Shares(cash.li / price.li)))
        while shares > 0 {
            let cost = cost(of: shares, at: price, of: kind, lots)
            if cost <= cash {
                cash -= cost
                return shares
            }
            // Jump to just below what the overshoot must give back; at least one step.
            let back = max(Shares(max(1, (cost - cash).li / price.li)), lots.step)
            shares = lots.unbounded.largestBuy(upTo: shares - back)
        }
        return 0
    }

    /// Value and fees of a buy; several orders where the board caps their size, each with its own minimum commission.
    private func cost(of shares: Shares, at price: Price, of kind: InstrumentClass, _ lots: LotRule) -> Money {
        var rest = shares
        var total = Money.zero
        while rest > 0 {
            let part = min(rest, lots.maximum)
            let value = price * part
            total += value + fees.fees(for: kind, on: day, side: .buy, turnover: value, shares: part).total
            rest -= part
        }
        return total
    }
}
