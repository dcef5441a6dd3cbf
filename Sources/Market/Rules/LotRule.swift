/// How many shares one order may carry. A rule whose `maximum` is zero accepts no order at all.
///
/// Sells follow the safe reading of ashare-rules 9: a multiple of the step, at least the minimum, or the whole sellable
/// position; an odd remainder is never split off.
package struct LotRule: Hashable, Sendable {
    package var minimum: Shares
    package var step: Shares
    package var maximum: Shares

    /// `step` is at least 1; `minimum` and `maximum` are multiples of it.
    package init(minimum: Shares, step: Shares, maximum: Shares) {
        self.minimum = minimum
        self.step = step
        self.maximum = maximum
    }

    /// The largest quantity not above `want` that one buy order may carry; 0 for none.
    package func largestBuy(upTo want: Shares) -> Shares {
        let capped = min(want, maximum)
        guard capped >= minimum, capped.count > 0 else { return .zero }
        return capped.roundedDown(to: step)
    }

    /// The largest quantity not above `want` that one sell order may carry; 0 for none. `position` is what may be sold now.
    package func largestSell(upTo want: Shares, position: Shares) -> Shares {
        if want >= position, position <= maximum { return max(position, .zero) }
        return largestBuy(upTo: want)
    }

    package func isBuyable(_ shares: Shares) -> Bool {
        shares.count > 0 && shares >= minimum && shares <= maximum && shares.isMultiple(of: step)
    }

    package func isSellable(_ shares: Shares, position: Shares) -> Bool {
        guard shares.count > 0, shares <= position, shares <= maximum else { return false }
        return shares == position || isBuyable(shares)
    }

    /// The same steps without the size cap of a single order.
    package var unbounded: LotRule {
        var rule = self
        rule.maximum = Shares(.max)
        return rule
    }
}
