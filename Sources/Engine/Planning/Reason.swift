/// Why a target line has no order, a smaller one, or an order that did not do all of its work. Every line that is not on its
/// target at the end of the day carries one. The raw values are what files, reports and the control socket show.
package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
    // From the market and the account, when the plan is made.
    case suspended
    /// The exchange's state of the security is not known; unknown is not traded.
    case suspensionUnknown = "suspension_unknown"
    case limitUp = "limit_up"
    case limitDown = "limit_down"
    /// Limits of the day are not known.
    case limitsUnknown = "limits_unknown"
    case noPrice = "no_price"
    /// Part or all of the shares were bought today or are frozen.
    case notSellable = "t_plus_1"
    case belowLot = "below_lot"
    case belowMinimum = "below_minimum_value"
    case boardNotPermitted = "board_not_permitted"
    case unknownInstrument = "unknown_instrument"
    /// Held, not bought by us, not in the targets: left alone.
    case unmanaged

    // From risk: the target itself was changed.
    case stopLoss = "stop_loss"
    case drawdown
    case portfolioStop = "portfolio_stop"
    case takeProfit = "take_profit"
    case trailingStop = "trailing_stop"
    case coolDown = "cool_down"
    case blackList = "black_list"
    case riskWarned = "st"
    case boardExcluded = "board_excluded"
    case newlyListed = "newly_listed"
    case penny
    case softGate = "soft_gate"
    case volatility
    case regime
    case stockCap = "stock_cap"
    case boardCap = "board_cap"
    case industryCap = "industry_cap"
    case totalCap = "total_cap"
    /// The operator has locked it: neither bought nor sold.
    case locked

    // From the day's course.
    case cash
    case halted
    case reducing
    case rejected
    case denied
    case unfilled
    case partlyFilled = "partly_filled"
    case cancelledElsewhere = "cancelled_elsewhere"
    case unresolved
    case windowClosed = "window_closed"

    // From the gate, the breaker and the guards on a plan.
    case restricted
    case priceCollar = "price_collar"
    case orderCap = "order_cap"
    case volumeShare = "volume_share"
    case positionCap = "position_cap"
    case turnover = "turnover_cap"
    case dailyLoss = "daily_loss"
    case budget
    case refusedToday = "refused_today"
    case notApproved = "not_approved"
    // From how orders are worked.
    /// The exchange has had nothing new of the security for too long.
    case quoteStale = "quote_stale"
    /// The quote cannot be one of this security.
    case quoteAbsurd = "quote_absurd"
    /// Too little was traded for the share of it that is allowed.
    case participation

    /// The exchange kept the line from trading; another day may be better.
    package var isBlock: Bool {
        switch self {
        case .suspended, .limitUp, .limitDown: true
        default: false
        }
    }

    /// It may pass within the day, so that the line is tried again.
    var isPassing: Bool {
        switch self {
        case .quoteStale, .quoteAbsurd, .participation: true
        default: false
        }
    }

    /// The day was too short for the line; another one may not be.
    package var isResidual: Bool {
        switch self {
        case .unfilled, .partlyFilled, .windowClosed, .cash, .quoteStale, .quoteAbsurd, .participation: true
        default: false
        }
    }

    /// What it means and what to do, for the operator.
    package var explanation: String {
        switch self {
        case .suspended: "the exchange has suspended it; it is planned again with the next targets"
        case .suspensionUnknown: "the terminal does not say whether it trades today; check the quote service"
        case .limitUp: "at its upper price limit with no sellers; a buy would only queue"
        case .limitDown: "at its lower price limit with no buyers; a sell would only queue"
        case .limitsUnknown: "the terminal gave no price limits for today; check that it was started this morning"
        case .noPrice: "no price is known, so it cannot be sized; check the quote service"
        case .notSellable: "bought today or frozen; what is left is sold with the next targets"
        case .belowLot: "the difference is smaller than the smallest order of its board"
        case .belowMinimum: "the order would be smaller than execution.minimum_order"
        case .boardNotPermitted: "its board is not in execution.boards; selling is still possible"
        case .unknownInstrument: "the code belongs to no board that is known here; remove it from the targets"
        case .unmanaged: "not bought by qmtd and not in the targets; see execution.scope"
        case .stopLoss: "fell to its stop; all of it is sold"
        case .drawdown: "the account is too far below its peak; targets are reduced"
        case .portfolioStop:
            "the account fell to risk.portfolio_stop; everything is sold, then trading halts until 'qmtctl resume'"
        case .takeProfit: "rose to its risk.take_profit; all of it is sold"
        case .trailingStop: "fell risk.trailing_stop below its highest price since it was bought; all of it is sold"
        case .coolDown:
            "it was stopped within the last risk.cooldown_days trading days; it is not bought before they end"
        case .blackList: "on the operator's black list; see risk.black_list and its until"
        case .riskWarned: "under a risk warning (ST) or about to be delisted; see risk.st"
        case .boardExcluded: "its board is in risk.excluded_boards"
        case .newlyListed: "listed for fewer than risk.newly_listed_days trading days; it is not bought before"
        case .penny: "cheaper than risk.penny_below; see risk.penny"
        case .softGate: "the account is below its peak within risk.soft_gate; targets are reduced by how far"
        case .volatility: "the volatility index is above risk.volatility_limit, or is missing; targets are reduced"
        case .regime: "the market's regime allows less than the whole exposure, or is missing; targets are reduced"
        case .stockCap: "no security may have more than risk.stock_cap of the account; the target is cut to it"
        case .boardCap: "its board has more than its cap in risk.board_caps; all targets of the board are reduced"
        case .industryCap: "its industry has more than its cap; all targets of the industry are reduced"
        case .totalCap: "all targets together are above risk.total_cap; all are reduced"
        case .locked: "in risk.locks: it is neither bought nor sold; take it out of the list to trade it again"
        case .cash: "not enough cash when its turn came"
        case .halted: "trading was halted; see qmtctl status"
        case .reducing: "only sells may leave; see qmtctl status"
        case .rejected: "the broker refused the order; its words are with the order"
        case .denied: "our own last check refused the order"
        case .unfilled: "the order was not filled before the end of the window"
        case .partlyFilled: "the order was filled only in part before the end of the window"
        case .cancelledElsewhere: "somebody else cancelled the order; it is not sent again today"
        case .unresolved: "it is not known whether the order exists; it is asked for again and again"
        case .windowClosed: "the execution window ended before its order could be sent"
        case .restricted: "it is on limits.restricted and is not traded on either side"
        case .priceCollar: "its limit was too far from the last price (limits.price_collar); look at the quote"
        case .orderCap: "the order was larger than limits.order_value_max or order_shares_max"
        case .volumeShare: "the order was too large for what is traded of it in a day (limits.volume_share_max)"
        case .positionCap: "the holding would be more than limits.position_weight_max of the account"
        case .turnover: "the day's orders reached limits.turnover_day_max; it is bought with the next targets"
        case .dailyLoss: "the account lost more today than limits.loss_day_max; nothing is bought today"
        case .budget: "the orders or cancels of the day are used up; see qmtctl limits"
        case .refusedToday: "the broker refused it before; it is not asked again today. Its words are with the order"
        case .notApproved: "the plan waited for approval until the window ended; see qmtctl plan"
        case .quoteStale: "its quote did not change for execution.quote_stale_s; check the quote service"
        case .quoteAbsurd: "its quote contradicts its limits, itself or its last close; check the quote service"
        case .participation: "too little was traded for execution.participation; what is left over follows residuals"
        }
    }
}

extension Reason {
    /// Those of the rules of risk, in the order in which the rules are applied (`RiskOverlay`).
    package static let overlays: [Reason] = [
        .portfolioStop, .stopLoss, .takeProfit, .trailingStop, .coolDown, .blackList, .riskWarned, .boardExcluded,
        .newlyListed, .penny, .suspended, .drawdown, .softGate, .volatility, .regime, .stockCap, .boardCap,
        .industryCap, .totalCap, .locked,
    ]

    /// The place in `overlays`; nil for a reason that no rule of risk has.
    var overlayPlace: Int? {
        switch self {
        case .portfolioStop: 0
        case .stopLoss: 1
        case .takeProfit: 2
        case .trailingStop: 3
        case .coolDown: 4
        case .blackList: 5
        case .riskWarned: 6
        case .boardExcluded: 7
        case .newlyListed: 8
        case .penny: 9
        case .suspended: 10
        case .drawdown: 11
        case .softGate: 12
        case .volatility: 13
        case .regime: 14
        case .stockCap: 15
        case .boardCap: 16
        case .industryCap: 17
        case .totalCap: 18
        case .locked: 19
        default: nil
        }
    }
}
