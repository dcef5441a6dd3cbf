import Market

/// The kinds of cases that this version can run. Each reads its inputs and expected outputs, refuses what it does not know,
/// and gives every output beside the expected one.
enum RuleCaseKind: String, CaseIterable, Sendable {
    case limitPrice = "limit_price"
    case tick
    case lot
    case fees
    case codeBoard = "code_board"
    case symbolClass = "symbol_class"
    case session
    case cage
    case exPrice = "ex_price"
    case sellable
    case tradingDay = "trading_day"
    case nextTradingDay = "next_trading_day"
    case dividendTax = "dividend_tax"
    case corporateAction = "corp_action"
    case highFrequency = "hft"
    case riskWarnedBuyCap = "st_buy_cap"
    case orderType = "order_type"
    case listingHalt = "ipo_halt"
    case auction
    case cash

    /// `calendar` is nil where none was found.
    func run(_ reader: inout CaseReader, calendar: TradingCalendar?) throws(CaseProblem) -> [CaseOutcome] {
        switch self {
        case .limitPrice: try reader.runLimitPrice()
        case .tick: try reader.runTick()
        case .lot: try reader.runLot()
        case .fees: try reader.runFees()
        case .codeBoard: try reader.runCodeBoard()
        case .symbolClass: try reader.runSymbolClass()
        case .session: try reader.runSession(calendar)
        case .cage: try reader.runCage()
        case .exPrice: try reader.runExPrice()
        case .sellable: try reader.runSellable()
        case .tradingDay: try reader.runTradingDay(calendar)
        case .nextTradingDay: try reader.runNextTradingDay(calendar)
        case .dividendTax: try reader.runDividendTax()
        case .corporateAction: try reader.runCorporateAction()
        case .highFrequency: try reader.runHighFrequency()
        case .riskWarnedBuyCap: try reader.runRiskWarnedBuyCap()
        case .orderType: try reader.runOrderType()
        case .listingHalt: try reader.runListingHalt()
        case .auction: try reader.runAuction()
        case .cash: try reader.runCash()
        }
    }
}
