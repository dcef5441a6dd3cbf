package import Market

/// Money or shares that went in or out of the account without a trade, and dividends on their way. Never a profit and never a
/// loss: the peak moves with it (invariant 43).
package struct AccountFlow: Hashable, Sendable, Codable {
    /// Of one day so far, so that the same money is not found again at the day's next look.
    package struct Parts: Hashable, Sendable, Codable {
        package var cash = Money.zero
        package var dividends = Money.zero
        /// Shares that came or went, at their reference prices.
        package var shares = Money.zero
        /// Ex-dates of this day were looked for.
        package var day: Day?

        package init() {}
    }

    /// What is new: positive went in.
    package var amount: Money
    /// Dividends that came, out of what was expected.
    package var dividends: Money
    package var accrued: [RiskStanding.Receivable]
    /// Nothing more is expected of these.
    package var settled: [Symbol]
    /// The whole day's, this one included.
    package var ofDay: Parts
    /// Flow-adjusted equity after it.
    package var equity: Money
    package var peakBefore: Money?
    package var peak: Money?
    package var at: Timestamp

    package init(
        amount: Money, dividends: Money, accrued: [RiskStanding.Receivable], settled: [Symbol], ofDay: Parts,
        equity: Money, peakBefore: Money?, peak: Money?, at: Timestamp
    ) {
        self.amount = amount
        self.dividends = dividends
        self.accrued = accrued
        self.settled = settled
        self.ofDay = ofDay
        self.equity = equity
        self.peakBefore = peakBefore
        self.peak = peak
        self.at = at
    }

    /// The peak after a flow: it keeps its ratio to equity, rounded down. Where nothing was there before, it begins anew.
    static func scaled(_ peak: Money, by flow: Money, to equity: Money) -> Money {
        let before = equity - flow
        guard before > .zero, equity > .zero else { return max(equity, .zero) }
        let scaled = Int128(peak.li) * Int128(equity.li) / Int128(before.li)
        return Money(li: Int64(clamping: scaled))
    }
}
