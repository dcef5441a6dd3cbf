package import Market

extension Policy {
    /// The rules of risk, each on or off by itself. `RiskOverlay` applies them, in an order of its own.
    package struct Risk: Hashable, Sendable, Codable {
        // Holdings.

        /// Sell all of a holding when last ≤ entry × (1 − loss). Nil: off.
        package var stopLoss: Weight? = .ppm(80_000)
        /// Sell all of a holding when last ≥ entry × (1 + gain). Nil: off.
        package var takeProfit: Weight?
        /// Sell all of a holding when last ≤ its highest price since it was bought × (1 − fall). Nil: off.
        package var trailingStop: Weight?
        /// Trading days after the day on which a stopped holding was sold before it may be bought again.
        package var cooldownDays = 5
        /// How long after a first look a second one has to show the same, before a stop counts. 0: one look is enough.
        package var confirmSeconds: Int64 = 3

        // The account, all against its flow-adjusted peak.

        /// Sell everything and halt when equity ≤ peak × (1 − fall). Nil: off.
        package var portfolioStop: Weight?
        /// Above this share below the peak the exposure is cut. Nil: off.
        package var drawdownLimit: Weight? = .ppm(150_000)
        /// What is left of every target while the drawdown is above its limit.
        package var drawdownExposure = Weight.ppm(500_000)
        package var softGate: SoftGate?
        /// Unexplained changes of cash up to this share of equity are no deposit or withdrawal.
        package var flowTolerance = Weight.ppm(500)
        /// On a day without targets holdings are cut when the exposure has fallen by at least this share since they were
        /// sized: a gate that moves a little every day is not traded every day.
        package var exposureStep = Weight.ppm(50_000)

        // Exposure.

        package var totalCap: Weight?
        package var stockCap: Weight?
        package var boardCaps: [BoardCap] = []
        /// Of every industry that `industryCaps` does not name. Nil: off for those.
        package var industryCap: Weight?
        package var industryCaps: [IndustryCap] = []
        package var volatility: Volatility?
        package var regime: Regime?
        /// A value of the market's state that is older than this many days is missing.
        package var inputAgeMaximumDays = 5
        package var missingInput = MissingInput.keep

        // Lists.

        package var riskWarned = ListAction.off
        package var excludedBoards: [Board] = []
        package var excludedBoardsAction = ListAction.noBuy
        /// Not bought in the first days of trading. Nil: off.
        package var newlyListedDays: Int?
        /// Cheaper securities are those of `penny`. Nil: off.
        package var pennyBelow: Price?
        package var penny = ListAction.noBuy
        /// Nothing is bought that is suspended when the plan is made, nor on a later day because of that plan.
        package var leavesSuspended = false
        /// Neither bought nor sold. Ascending.
        package var locks: [Symbol] = []
        /// Ascending by symbol.
        package var blackList: [BlackListed] = []
        package var blackListAction = ListAction.noBuy

        package init() {}
    }
}

extension Policy.Risk {
    /// Exposure falls in a line from one at `from` below the peak to nothing at `to`.
    package struct SoftGate: Hashable, Sendable, Codable {
        package var from: Weight
        package var to: Weight

        package init(from: Weight = .ppm(50_000), to: Weight = .ppm(150_000)) {
            self.from = from
            self.to = to
        }
    }

    package struct BoardCap: Hashable, Sendable, Codable {
        package var board: Board
        package var cap: Weight

        package init(board: Board, cap: Weight) {
            self.board = board
            self.cap = cap
        }
    }

    package struct IndustryCap: Hashable, Sendable, Codable {
        package var industry: String
        package var cap: Weight

        package init(industry: String, cap: Weight) {
            self.industry = industry
            self.cap = cap
        }
    }

    /// Exposure is cut while an index of the market's state is above a limit.
    package struct Volatility: Hashable, Sendable, Codable {
        /// The name that it has in the input.
        package var name: String
        /// In millionths of the index's unit.
        package var limit: Int64
        package var exposure: Weight

        package init(name: String = "volatility", limit: Int64 = 25_000_000, exposure: Weight = .ppm(500_000)) {
            self.name = name
            self.limit = limit
            self.exposure = exposure
        }
    }

    /// Exposure follows a word of the market's state: `risk_on`, `neutral`, `risk_off`.
    package struct Regime: Hashable, Sendable, Codable {
        package var name: String
        package var riskOn: Weight
        package var neutral: Weight
        package var riskOff: Weight

        package init(
            name: String = "regime", riskOn: Weight = .one, neutral: Weight = .ppm(700_000),
            riskOff: Weight = .ppm(300_000)
        ) {
            self.name = name
            self.riskOn = riskOn
            self.neutral = neutral
            self.riskOff = riskOff
        }
    }

    /// What a rule of the market's state does while its value is missing or too old.
    package enum MissingInput: String, Hashable, Sendable, Codable, CaseIterable {
        /// As with the last value that was there; the cut where there never was one.
        case keep
        /// The least exposure that the rule knows.
        case cut
    }

    /// What becomes of a target that is on a list.
    package enum ListAction: String, Hashable, Sendable, Codable, CaseIterable {
        case off
        /// What is held may stay; nothing is added.
        case noBuy = "no_buy"
        /// What is held is sold.
        case sell
    }

    package struct BlackListed: Hashable, Sendable, Codable {
        package var symbol: Symbol
        /// The last day on which it counts; nil: until it is taken out.
        package var until: Day?

        package init(symbol: Symbol, until: Day?) {
            self.symbol = symbol
            self.until = until
        }
    }

    /// Rules for which the account's equity and its peak matter.
    package var looksAtEquity: Bool { portfolioStop != nil || drawdownLimit != nil || softGate != nil }

    /// Rules that sell a single holding.
    package var hasExits: Bool { stopLoss != nil || takeProfit != nil || trailingStop != nil }

    /// Something is needed that only an input says.
    package var needsInputs: Bool {
        volatility != nil || regime != nil || industryCap != nil || !industryCaps.isEmpty
    }

    /// Rules that have to look at every target: lists and caps.
    var looksAtTargets: Bool {
        totalCap != nil || stockCap != nil || !boardCaps.isEmpty || industryCap != nil || !industryCaps.isEmpty
            || riskWarned != .off || !excludedBoards.isEmpty || newlyListedDays != nil || pennyBelow != nil
            || leavesSuspended || !locks.isEmpty || !blackList.isEmpty
    }

    /// Lists that sell what is held.
    var hasSellingLists: Bool {
        riskWarned == .sell || (excludedBoardsAction == .sell && !excludedBoards.isEmpty)
            || (penny == .sell && pennyBelow != nil) || (blackListAction == .sell && !blackList.isEmpty)
    }

    /// Holdings are to be looked at on days without targets too.
    package var looksDaily: Bool {
        hasExits || looksAtEquity || volatility != nil || regime != nil || hasSellingLists
    }
}

extension Policy.Risk {
    // A journal may be older than a setting: what it does not name has its default. A rule that may be off is off where
    // it is not named, for that is how it was written down.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func take<Value: Decodable>(_ key: CodingKeys, _ setting: inout Value) throws {
            setting = try values.decodeIfPresent(Value.self, forKey: key) ?? setting
        }
        func rule<Value: Decodable>(_ key: CodingKeys, _ setting: inout Value?) throws {
            setting = try values.decodeIfPresent(Value.self, forKey: key)
        }
        try rule(.stopLoss, &stopLoss)
        try rule(.takeProfit, &takeProfit)
        try rule(.trailingStop, &trailingStop)
        try take(.cooldownDays, &cooldownDays)
        try take(.confirmSeconds, &confirmSeconds)
        try rule(.portfolioStop, &portfolioStop)
        try rule(.drawdownLimit, &drawdownLimit)
        try take(.drawdownExposure, &drawdownExposure)
        try rule(.softGate, &softGate)
        try take(.flowTolerance, &flowTolerance)
        try take(.exposureStep, &exposureStep)
        try rule(.totalCap, &totalCap)
        try rule(.stockCap, &stockCap)
        try take(.boardCaps, &boardCaps)
        try rule(.industryCap, &industryCap)
        try take(.industryCaps, &industryCaps)
        try rule(.volatility, &volatility)
        try rule(.regime, &regime)
        try take(.inputAgeMaximumDays, &inputAgeMaximumDays)
        try take(.missingInput, &missingInput)
        try take(.riskWarned, &riskWarned)
        try take(.excludedBoards, &excludedBoards)
        try take(.excludedBoardsAction, &excludedBoardsAction)
        try rule(.newlyListedDays, &newlyListedDays)
        try rule(.pennyBelow, &pennyBelow)
        try take(.penny, &penny)
        try take(.leavesSuspended, &leavesSuspended)
        try take(.locks, &locks)
        try take(.blackList, &blackList)
        try take(.blackListAction, &blackListAction)
    }
}
