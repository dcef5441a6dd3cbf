package import Market

/// The final order, with all that the checks look at. What is nil could not be found out, and denies where a check needs it.
package struct GateOrder: Sendable {
    /// How far the plan's line is served.
    package struct Line: Hashable, Sendable {
        package var side: Side?
        /// To be traded in all.
        package var planned: Shares
        /// Of that, in orders that may still fill or have filled.
        package var claimed: Shares
        /// Held plus working, when the plan was made.
        package var projected: Shares

        package init(side: Side?, planned: Shares, claimed: Shares, projected: Shares) {
            self.side = side
            self.planned = planned
            self.claimed = claimed
            self.projected = projected
        }
    }

    /// What left today before this order, and what of it in any 60 seconds.
    package struct Traffic: Hashable, Sendable {
        package var orders: Int
        package var cancels: Int
        package var inMinute: Int
        package var inMinuteOfSymbol: Int

        package init(orders: Int = 0, cancels: Int = 0, inMinute: Int = 0, inMinuteOfSymbol: Int = 0) {
            self.orders = orders
            self.cancels = cancels
            self.inMinute = inMinute
            self.inMinuteOfSymbol = inMinuteOfSymbol
        }
    }

    package let submission: Submission
    package let now: Timestamp
    /// Of the order's own class.
    package var phase: SessionPhase
    /// The trading day in progress.
    package var day: Day?
    package var trading: TradingState
    /// The other side serves the configured account, and is of the configured kind.
    package var servesAccount: Bool?
    package var isOfKind: Bool?
    /// An order has had its id, or may have.
    package var isIDUsed: Bool
    package var line: Line?
    /// An open order of ours on the other side of the same security.
    package var opposite: ClientOrderID?
    /// An order of somebody else works there.
    package var isOpposedByOthers: Bool
    package var security: Security
    package var sellable: Shares?
    /// What buys may still spend, fees included.
    package var cash: Money?
    /// The last price; in the opening call, before anything has traded, the reference of the day.
    @inline(__always)
    var last: Price? { phase == .openCall ? security.mark : security.last }
    /// Value at the limit.
    package let value: Money
    /// With the most that fees can come to; nil where they are not known. Zero for a sell.
    package let cost: Money?
    /// Orders that left within the last second.
    package var inLastSecond: Int

    // What follows is filled in where a check that is on needs it.

    package var traffic: Traffic?
    /// Value of the day's orders before this one.
    package var dayValue: Money?
    /// Of the account, now and when the day began.
    package var equity: Money?
    package var openingEquity: Money?
    /// Of a day.
    package var averageVolume: Shares?
    /// Why the breaker keeps the security and side back today.
    package var refusal: String?

    package init(
        _ submission: Submission, at now: Timestamp, phase: SessionPhase, day: Day?, trading: TradingState,
        servesAccount: Bool?, isOfKind: Bool?, isIDUsed: Bool, line: Line?, opposite: ClientOrderID?,
        isOpposedByOthers: Bool, security: Security, sellable: Shares?, cash: Money?, rates: FeeRates?,
        inLastSecond: Int
    ) {
        self.submission = submission
        self.now = now
        self.phase = phase
        self.day = day
        self.trading = trading
        self.servesAccount = servesAccount
        self.isOfKind = isOfKind
        self.isIDUsed = isIDUsed
        self.line = line
        self.opposite = opposite
        self.isOpposedByOthers = isOpposedByOthers
        self.security = security
        self.sellable = sellable
        self.cash = cash
        self.inLastSecond = inLastSecond
        // Prices and volumes come from elsewhere: a product that does not fit has no value and no cost.
        let (li, isTooLarge) = submission.price.li.multipliedReportingOverflow(by: submission.volume.count)
        let isPlausible = !isTooLarge && li > 0 && li < 1_000_000_000_000_000
        value = isPlausible ? Money(li: li) : Money(li: .max)
        if submission.side == .sell {
            cost = .zero
        } else if let rates, isPlausible {
            cost = value + rates.fees(.buy, turnover: value, shares: submission.volume).total
        } else {
            cost = nil
        }
    }
}
