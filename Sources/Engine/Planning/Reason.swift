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
        case .quoteStale: "its quote did not change for execution.quote_stale_s; check the quote service"
        case .quoteAbsurd: "its quote contradicts its limits, itself or its last close; check the quote service"
        case .participation: "too little was traded for execution.participation; what is left over follows residuals"
        }
    }
}
