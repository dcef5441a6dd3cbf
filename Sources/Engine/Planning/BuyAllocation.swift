package import Market

/// Divides the cash that is really there among the buys, in the order of the lines: each takes what it can pay, fees
/// included, and never more. No proportional scaling: whole lots do not scale, and a plan is easier to explain this way.
package struct BuyAllocation {
    package struct Order: Hashable, Sendable {
        package var symbol: Symbol
        package var shares: Shares
        package var price: Price
    }

    private let day: Day
    private let isUnbounded: Bool
    private var fees: FeeRatesOfDay
    package private(set) var cash: Money

    /// `isUnbounded`: a single order takes any size.
    package init(day: Day, fees: FeeSchedule, cash: Money, isUnbounded: Bool = false) {
        self.isUnbounded = isUnbounded
        self.day = day
        self.fees = FeeRatesOfDay(fees)
        self.cash = cash
    }

    /// The largest lawful quantity up to `wanted` that the rest of the cash pays for at `price`, fees included; the cash is
    /// taken. Zero where not even the smallest order can be paid.
    package mutating func take(upTo wanted: Shares, at price: Price, of kind: InstrumentClass) -> Shares {
        guard cash > .zero, price.li > 0 else { return 0 }
        let lots = kind.lotRule(on: day)
        let unbounded = lots.unbounded
        let rates = fees.rates(for: kind, on: day)
        var shares = unbounded.largestBuy(upTo: min(wanted, Shares(cash.li / price.li)))
        while shares > 0 {
            let fees = BuyAllocation.fees(of: shares, at: price, rates, maximum: isUnbounded ? shares : lots.maximum)
            let missing = price * shares + fees - cash
            if missing <= .zero {
                cash = -missing
                return shares
            }
            // Smaller orders have smaller fees, by all of them at most: never step past a quantity that can be paid.
            let back = max(Shares((missing - fees).li / price.li), lots.step)
            shares = unbounded.largestBuy(upTo: shares - back)
        }
        return 0
    }

    /// Several orders where the board caps their size, each with its own minimum commission.
    private static func fees(of shares: Shares, at price: Price, _ rates: FeeRates, maximum: Shares) -> Money {
        var rest = shares
        var total = Money.zero
        while rest > 0 {
            let part = min(rest, maximum)
            total += rates.fees(.buy, turnover: price * part, shares: part).total
            rest -= part
        }
        return total
    }
}
