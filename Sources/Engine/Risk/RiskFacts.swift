package import Market

/// What the rules of risk look at.
package struct RiskFacts: Sendable {
    package var policy: Policy.Risk
    package var day: Day
    package var calendar: TradingCalendar
    package var holdings: SymbolMap<Holding>
    package var entries: SymbolMap<Entry>
    package var market: SymbolMap<Security>
    package var standing: RiskStanding
    /// Flow-adjusted; nil where it is not known.
    package var equity: Money?
    package var peak: Money?
    /// Nil where none were read.
    package var inputs: RiskInputs?

    package init(
        policy: Policy.Risk, day: Day, calendar: TradingCalendar, holdings: SymbolMap<Holding> = SymbolMap(),
        entries: SymbolMap<Entry> = SymbolMap(), market: SymbolMap<Security> = SymbolMap(),
        standing: RiskStanding = RiskStanding(), equity: Money? = nil, peak: Money? = nil, inputs: RiskInputs? = nil
    ) {
        self.policy = policy
        self.day = day
        self.calendar = calendar
        self.holdings = holdings
        self.entries = entries
        self.market = market
        self.standing = standing
        self.equity = equity
        self.peak = peak
        self.inputs = inputs
    }
}

/// `share` of one less `loss`, or one and `gain`, times a value: exact products for comparisons.
enum RiskMath {
    static let one = Int128(Weight.one.trillionths)

    /// `value` × (1 − `fall`), rounded down.
    static func less(_ value: Money, _ fall: Weight) -> Money {
        Money(li: Int64(clamping: Int128(value.li) * Int128(Weight.one.trillionths - fall.trillionths) / one))
    }

    /// Whether last × shares ≤ cost × (1 − fall).
    static func isAtOrBelow(_ last: Price, _ shares: Shares, _ cost: Money, less fall: Weight) -> Bool {
        Int128(last.li) * Int128(shares.count) * one
            <= Int128(cost.li) * Int128(Weight.one.trillionths - fall.trillionths)
    }

    /// Whether last × shares ≥ cost × (1 + gain).
    static func isAtOrAbove(_ last: Price, _ shares: Shares, _ cost: Money, plus gain: Weight) -> Bool {
        Int128(last.li) * Int128(shares.count) * one
            >= Int128(cost.li) * Int128(Weight.one.trillionths + gain.trillionths)
    }

    /// A price times (1 ± share), in millionths of a yuan, rounded down; for people.
    static func bound(_ price: AveragePrice, by share: Int64) -> AveragePrice {
        AveragePrice(
            microyuan: Int64(
                clamping: Int128(price.microyuan) * Int128(Weight.one.trillionths + share) / one))
    }
}
