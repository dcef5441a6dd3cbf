/// What is traded, as far as the rules tell products apart.
package enum InstrumentKind: String, Hashable, Sendable, Codable, CaseIterable {
    case stock
    /// A depositary receipt on STAR; trades like a share.
    case cdr
    /// Quoted in US dollars in Shanghai, in Hong Kong dollars in Shenzhen.
    case bShare = "b_share"
    case etf
    /// All constituents are 20 % stocks (STAR or ChiNext), so the fund has that band too.
    case etf20 = "etf_20"
    case etfBond = "etf_bond"
    case etfGold = "etf_gold"
    /// An exchange-traded money fund.
    case etfMoney = "etf_money"
    case etfCrossBorder = "etf_crossborder"
    /// Of commodity futures, other than gold.
    case etfCommodity = "etf_commodity"
    case lof
    case closedEndFund = "closed_end_fund"
    case reit
    case convertible = "cb"
    case exchangeable = "eb"
    /// Pledged repo; prices are per cent a year.
    case repo
    /// The warrants of the share reform, 2005 to 2011.
    case warrant
    case index
}

extension InstrumentKind {
    /// Any listed fund. Its band and whether it may be sold on the day of purchase are facts of the single fund and not
    /// safely told by the code (ashare-rules 1.2): whoever trades funds needs a table of them.
    package var isFund: Bool {
        switch self {
        case .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof, .closedEndFund, .reit:
            true
        case .stock, .cdr, .bShare, .convertible, .exchangeable, .repo, .warrant, .index:
            false
        }
    }

    package var isETF: Bool {
        switch self {
        case .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity: true
        case .stock, .cdr, .bShare, .lof, .closedEndFund, .reit, .convertible, .exchangeable, .repo, .warrant, .index:
            false
        }
    }
}
