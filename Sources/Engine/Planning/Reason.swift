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

    /// The exchange kept the line from trading; another day may be better.
    package var isBlock: Bool {
        switch self {
        case .suspended, .limitUp, .limitDown: true
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
        }
    }
}
