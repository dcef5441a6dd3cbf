import Market

/// Everything is sold when the account has fallen too far below its peak; then trading halts.
enum PortfolioStop {
    /// The bound where equity ≤ peak × (1 − fall), else nil. Never with an equity that is not known, or nothing to lose.
    static func bound(_ equity: Money?, peak: Money?, _ policy: Policy.Risk) -> Money? {
        guard let fall = policy.portfolioStop, let equity, let peak, peak > .zero else { return nil }
        let isFallen =
            Int128(equity.li) * RiskMath.one
            <= Int128(peak.li) * Int128(Weight.one.trillionths - fall.trillionths)
        return isFallen ? RiskMath.less(peak, fall) : nil
    }

    static func apply(to pass: inout RiskPass) {
        guard let liquidation = pass.facts.standing.liquidation else { return }
        for index in pass.lines.indices {
            pass.drop(index, .portfolioStop, .equity(liquidation.equity, bound: liquidation.bound))
        }
    }

    static let page = RulePage(
        name: "portfolio_stop", title: "Portfolio stop",
        text: """
            Fires when equity ≤ peak × (1 − portfolio_stop), compared exactly to the li, at the day's first look and again at a \
            second one. Equity is cash, frozen cash, holdings at their last prices, and dividends that are on their way; the \
            peak is durable and moves with deposits and withdrawals, so that they are neither profit nor loss. From then on \
            only sells leave: every holding that may be traded is sold, over several days where shares are locked, suspended \
            or bought today. When nothing is left, trading halts until 'qmtctl resume'. A resume, at any time, ends the \
            liquidation and begins the peak anew with the equity of the next look; both are in the journal.
            """,
        settings: [
            .init("risk.portfolio_stop", standard: "off", "the fall below the peak, such as \"0.10\"")
        ], reasons: [.portfolioStop])
}
