package import Market

/// Overnight a holding can change without an order of ours: bonus shares, dividends, a person at the terminal. The entry that
/// stops are measured from must follow, or a stop fires on an ex-date.
package enum EntryReview {
    package struct Change: Hashable, Sendable {
        /// Nil where the holding has ended.
        package var entry: Entry?
        package var because: Record.EntryChange

        package init(entry: Entry?, because: Record.EntryChange) {
            self.entry = entry
            self.because = because
        }
    }

    /// What an entry must become, or nil where it stands.
    ///
    /// `reference` is today's reference price, already lowered on an ex-date; `lastClose` the close of the day before, where
    /// we saw it. More shares at a total value that has not grown is a bonus (cost kept, ashare-rules 14); the same shares
    /// at a lower reference is a dividend (cost lowered by it, so that a stop measures price moves only). A `lastClose` of a
    /// day further back says nothing: the market has moved since.
    package static func change(
        of entry: Entry, held: Shares, reference: Price?, lastClose: Price?, isCloseOfYesterday: Bool = true
    ) -> Change? {
        if held == 0 { return Change(entry: nil, because: .ended) }
        var adjusted = entry
        if held > entry.shares {
            if let reference, let lastClose, isBonus(entry.shares, held, reference, lastClose) {
                adjusted.shares = held
                // Rounded down, as the reference is: a high a trifle too low stops a trifle later.
                adjusted.high = entry.high.map {
                    Price(li: Int64(Int128($0.li) * Int128(entry.shares.count) / Int128(held.count)))
                }
                return Change(entry: adjusted, because: .bonus)
            }
            // Without it nobody knows whether they were bought or multiplied; another day tells.
            guard let reference else { return nil }
            adjusted.buy(held - entry.shares, for: reference * (held - entry.shares))
            return Change(entry: adjusted, because: .external)
        }
        if held < entry.shares {
            adjusted.sell(entry.shares - held)
            return Change(entry: adjusted, because: .external)
        }
        guard isCloseOfYesterday, let reference, let lastClose, reference < lastClose else { return nil }
        let dividend = (lastClose - reference) * held
        adjusted.cost = max(.zero, entry.cost - dividend)
        adjusted.high = entry.high.map { max(Price(li: 0), $0 - (lastClose - reference)) }
        return Change(entry: adjusted, because: .dividend)
    }

    /// The new count at the new reference is worth no more than the old count at the old close, a few per cent allowed.
    private static func isBonus(_ old: Shares, _ new: Shares, _ reference: Price, _ lastClose: Price) -> Bool {
        Int128((reference * new).li) * 100 <= Int128((lastClose * old).li) * 103
    }
}
