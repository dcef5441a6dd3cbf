package import Market

extension Policy {
    /// The price by which weights become shares.
    package enum SizingBasis: String, Hashable, Sendable, Codable, CaseIterable {
        /// The exchange's reference of the execution day: yesterday's close, adjusted on ex-dates.
        case previousClose = "previous_close"
        /// The last traded price when the plan is made.
        case last
    }

    /// Which holdings a rebalance may touch beyond those that the targets name.
    package enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
        /// Those that the daemon bought or that a batch named once; others are shown and left alone.
        case own
        /// Every holding: what the targets do not name is sold.
        case account
    }

    /// What the limit of an order is made from.
    package enum Pricing: String, Hashable, Sendable, Codable, CaseIterable {
        /// The best price of the other side, through it by the collar at most.
        case opposite
        /// The last price and the collar on top of it, rounded half up to the tick: what a replay at the open assumes. No
        /// cage is looked at.
        case last
        /// The best price of one's own side: the order waits for somebody to come.
        case passive
        /// Between the best prices of both sides, rounded to the own one.
        case mid
    }

    /// What becomes of lines that the exchange kept from trading: suspended, or locked at a limit.
    package enum BlockedLines: String, Hashable, Sendable, Codable, CaseIterable {
        /// Left out until the next targets.
        case drop
        /// Planned again every day until the next targets.
        case carry
    }

    package struct Execution: Hashable, Sendable, Codable {
        /// Orders leave from `windowStart` (inclusive) to `windowEnd` (exclusive), in continuous trading only.
        package var windowStart = TimeOfDay(9, 31)
        package var windowEnd = TimeOfDay(14, 50)
        /// When the day's data is asked for first.
        package var dayStart = TimeOfDay(9, 0)
        /// Buying begins after this long even where some sells still rest.
        package var sellPatienceSeconds: Int64 = 600
        /// Own sending rate; far below what the exchanges watch (ashare-rules 16.2).
        package var ordersPerSecond: Int = 5
        /// Submits sent and not answered, at most.
        package var inFlightMaximum: Int = 4
        package var sizing = SizingBasis.previousClose
        package var scope = Scope.own
        /// How far a limit may go through the best opposite price.
        package var collar = Weight.ppm(10_000)
        /// Share of equity that buys leave in cash.
        package var cashBuffer = Weight.ppm(5_000)
        /// Smaller orders are left out, except those that end a holding.
        package var minimumOrder = Money.yuan(2_000)
        /// Boards on which this account may buy. Selling is never restricted (ashare-rules 9.2).
        package var boards: [Board] = Board.allCases
        package var submitValiditySeconds: Int64 = 30
        package var quoteAgeMaximumSeconds: Int64 = 10
        package var snapshotAgeMaximumSeconds: Int64 = 60
        /// How often open orders and missing answers are looked after.
        package var pollSeconds: Int64 = 30
        /// How often targets that are not there yet are looked for.
        package var targetsPollSeconds: Int64 = 60
        /// How long the broker's cash may lag behind fills that we have seen (qmt.md 4).
        package var settleSeconds: Int64 = 10
        package var blockedLines = BlockedLines.drop
        /// With more losses of the link than this within `flapWindowSeconds`, no new order leaves until it has held for
        /// `flapHoldSeconds`.
        package var flapMaximum: Int = 5
        package var flapWindowSeconds: Int64 = 300
        package var flapHoldSeconds: Int64 = 60
        /// For a simulated account that nobody else touches: read it only when something is to be decided, and take the
        /// closes of holdings from its own list. A real one is read as soon as a day begins.
        package var readsOnDemand = false
        /// What the limit of an order is made from.
        package var pricing = Pricing.opposite
        /// The venue of a back-test: no cage, and orders of any size.
        package var idealizesVenue = false
        /// How orders are worked through the day.
        package var manner = Manner()

        package init() {}

        // A journal may be older than a setting: what it does not name has its default.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            func take<Value: Decodable>(_ key: CodingKeys, _ setting: inout Value) throws {
                setting = try values.decodeIfPresent(Value.self, forKey: key) ?? setting
            }
            try take(.windowStart, &windowStart)
            try take(.windowEnd, &windowEnd)
            try take(.dayStart, &dayStart)
            try take(.sellPatienceSeconds, &sellPatienceSeconds)
            try take(.ordersPerSecond, &ordersPerSecond)
            try take(.inFlightMaximum, &inFlightMaximum)
            try take(.sizing, &sizing)
            try take(.scope, &scope)
            try take(.collar, &collar)
            try take(.cashBuffer, &cashBuffer)
            try take(.minimumOrder, &minimumOrder)
            try take(.boards, &boards)
            try take(.submitValiditySeconds, &submitValiditySeconds)
            try take(.quoteAgeMaximumSeconds, &quoteAgeMaximumSeconds)
            try take(.snapshotAgeMaximumSeconds, &snapshotAgeMaximumSeconds)
            try take(.pollSeconds, &pollSeconds)
            try take(.targetsPollSeconds, &targetsPollSeconds)
            try take(.settleSeconds, &settleSeconds)
            try take(.blockedLines, &blockedLines)
            try take(.flapMaximum, &flapMaximum)
            try take(.flapWindowSeconds, &flapWindowSeconds)
            try take(.flapHoldSeconds, &flapHoldSeconds)
            try take(.readsOnDemand, &readsOnDemand)
            try take(.pricing, &pricing)
            try take(.idealizesVenue, &idealizesVenue)
            try take(.manner, &manner)
        }
    }
}

extension Policy.Execution {
    func lots(of kind: InstrumentClass, on day: Day) -> LotRule {
        let lots = kind.lotRule(on: day)
        return idealizesVenue ? lots.unbounded : lots
    }
}
