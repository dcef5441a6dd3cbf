/// The rules of risk in the order in which they are applied.
///
/// First what ends or keeps single lines, so that they take no room under the caps; then what multiplies all of them; then the
/// caps, from the narrow to the wide, each of which only lowers, so that the ones before still hold; at last the operator's
/// locks. Rules that multiply could change places with one another, up to a rounding of a trillionth, and so could those that
/// look at single lines; the caps could not.
package enum RiskRules {
    package static let pages: [RulePage] = [
        PortfolioStop.page, StopLoss.page, TakeProfit.page, TrailingStop.page, CoolDown.page, BlackList.page,
        RiskWarned.page, ExcludedBoards.page, NewlyListed.page, Penny.page, Suspended.page, Drawdown.page,
        SoftGate.page, VolatilityGate.page, RegimeGate.page, StockCap.page, BoardCap.page, IndustryCap.page,
        TotalCap.page, Lock.page,
    ]

    /// Those that look at single lines.
    static func applyToLines(_ pass: inout RiskPass) {
        PortfolioStop.apply(to: &pass)
        StopLoss.apply(to: &pass)
        TakeProfit.apply(to: &pass)
        TrailingStop.apply(to: &pass)
        CoolDown.apply(to: &pass)
        BlackList.apply(to: &pass)
        RiskWarned.apply(to: &pass)
        ExcludedBoards.apply(to: &pass)
        NewlyListed.apply(to: &pass)
        Penny.apply(to: &pass)
        Suspended.apply(to: &pass)
    }

    /// Those that multiply all lines.
    static func applyExposure(_ pass: inout RiskPass) {
        Drawdown.apply(to: &pass)
        SoftGate.apply(to: &pass)
        VolatilityGate.apply(to: &pass)
        RegimeGate.apply(to: &pass)
    }

    static func applyCaps(_ pass: inout RiskPass) {
        StockCap.apply(to: &pass)
        BoardCap.apply(to: &pass)
        IndustryCap.apply(to: &pass)
        TotalCap.apply(to: &pass)
    }
}
