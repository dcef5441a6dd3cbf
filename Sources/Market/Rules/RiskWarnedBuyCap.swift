extension InstrumentClass {
    /// How much of one risk-warned (ST) share an account may buy in one day, all orders together (ashare-rules 9.1). Nil:
    /// no cap.
    package func riskWarnedBuyCap(on day: Day) -> Shares? {
        guard isShare else { return nil }
        switch (venue, board) {
        // STC-01
        case (.shanghai, .main): return day >= Day(2013, 1, 1) ? 500_000 : nil
        // STC-02: in the 2026 rules; when it began is not known.
        case (.shenzhen, .main): return day >= .rules2026 ? 500_000 : nil
        // STC-03
        case (.beijing, .bse): return day >= Day(2026, 8, 31) ? 200_000 : nil
        // STAR's are not on the risk-warning board.
        default: return nil
        }
    }

    /// The part of `want` that still fits the cap after `boughtToday`; never below zero.
    package func largestRiskWarnedBuy(upTo want: Shares, boughtToday: Shares, on day: Day) -> Shares {
        guard let cap = riskWarnedBuyCap(on: day) else { return want }
        return max(min(want, cap - boughtToday), .zero)
    }
}
