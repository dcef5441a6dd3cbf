/// Days on which several families of rules changed together (ashare-rules 21). Each is the first day of the new rules.
extension Day {
    /// The ±10 % band.
    static let firstBand = Day(1996, 12, 16)
    /// Closing call in Shenzhen, market orders.
    static let tradingRules2006 = Day(2006, 7, 1)
    /// Shenzhen's 2011 rules: limits keep one tick of distance, convertibles tick in 0.001.
    static let shenzhenRules2011 = Day(2011, 2, 28)
    static let starOpens = Day(2019, 7, 22)
    /// ChiNext under the registration system: 20 %, five free days, cage, after-hours session, smaller orders.
    static let chinextReform = Day(2020, 8, 24)
    /// First day of a delisting period without limit.
    static let delistingReform = Day(2020, 12, 31)
    static let beijingOpens = Day(2021, 11, 15)
    /// Transfer fee 0.01 ‰ everywhere.
    static let transferFeeCut2022 = Day(2022, 4, 29)
    /// ±20 % for convertibles.
    static let convertibleBand = Day(2022, 8, 1)
    /// The registration system on the main boards: five free days, cage, ten ticks.
    static let registrationSystem = Day(2023, 4, 10)
    /// Stamp duty 0.05 %, lower handling fees.
    static let feeCut2023 = Day(2023, 8, 28)
    /// ST 10 %, closing call for Shanghai funds, after-hours trading for all.
    static let rules2026 = Day(2026, 7, 6)
}
