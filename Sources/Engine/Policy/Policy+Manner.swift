package import Market

extension Policy {
    /// When the orders of a plan by targets leave.
    package enum Style: String, Hashable, Sendable, Codable, CaseIterable {
        /// As soon as the window opens.
        case window
        /// For the opening call, before 09:20: the price of the day's first trade, as in a back-test at the open.
        case openAuction = "open_auction"
        /// In slices of equal size, spread over the window.
        case twap
    }

    /// What becomes of what the opening call left over.
    package enum AuctionRest: String, Hashable, Sendable, Codable, CaseIterable {
        /// It goes on in the window, at the window's prices.
        case window
        case drop
    }

    /// What becomes of what the window left over.
    package enum Residuals: String, Hashable, Sendable, Codable, CaseIterable {
        /// Left out until the next targets.
        case drop
        /// Planned again every day until the next targets.
        case carry
    }

    /// When buys begin to spend what sells have brought.
    package enum BuyRelease: String, Hashable, Sendable, Codable, CaseIterable {
        /// Once all sells are out, with every fill of one.
        case asCashArrives = "as_cash_arrives"
        /// Once all sells are done, or patience has passed.
        case afterSells = "after_sells"
    }

    /// Which buys come first while cash is short.
    package enum BuyPriority: String, Hashable, Sendable, Codable, CaseIterable {
        /// Ascending by symbol.
        case line
        /// Those that miss most money first; ascending by symbol where they miss the same.
        case gap
    }

    /// What becomes of a buy at the upper limit with nobody selling.
    package enum LockedBuys: String, Hashable, Sendable, Codable, CaseIterable {
        case skip
        /// One order rests at the limit.
        case rest
    }

    /// How the orders of a plan are worked through the day.
    package struct Manner: Hashable, Sendable, Codable {
        package var style = Style.window
        /// Of `twap`.
        package var slices: Int = 6
        package var auctionRest = AuctionRest.window
        package var residuals = Residuals.drop
        /// How far a marketable limit goes through the best price of the other side; nil: by the collar.
        package var ticks: Int64?
        /// An order that has rested so long is cancelled, and the rest of it leaves at the next step's price. Zero: never.
        package var repriceAfterSeconds: Int64 = 0
        package var repricesPerLine: Int = 4
        package var repricesPerDay: Int = 200
        package var buyRelease = BuyRelease.asCashArrives
        package var buyPriority = BuyPriority.line
        /// This share of what the plan's sells are expected to bring is not spent.
        package var proceedsReserve = Weight.zero
        /// All orders of a line together stay within this share of what was traded in its security today. Nil: no cap.
        package var participation: Weight?
        package var lockedBuys = LockedBuys.skip
        /// A quote that has not changed for so long in the session is not priced from. Zero: however old.
        package var quoteStaleSeconds: Int64 = 60
        /// What fills cost against the price of the decision is worked out.
        package var measuresQuality = true

        package init() {}

        /// Every order leaves once and whole, and no sell is looked after once buying has begun.
        @inline(__always)
        package var isPlain: Bool {
            style == .window && repriceAfterSeconds == 0 && participation == nil && buyRelease == .afterSells
        }

        /// Something is due at times of its own.
        @inline(__always)
        var needsClock: Bool { style != .window || repriceAfterSeconds > 0 }

        // A journal may be older than a setting: what it does not name has its default.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            func take<Value: Decodable>(_ key: CodingKeys, _ setting: inout Value) throws {
                setting = try values.decodeIfPresent(Value.self, forKey: key) ?? setting
            }
            try take(.style, &style)
            try take(.slices, &slices)
            try take(.auctionRest, &auctionRest)
            try take(.residuals, &residuals)
            ticks = try values.decodeIfPresent(Int64.self, forKey: .ticks)
            try take(.repriceAfterSeconds, &repriceAfterSeconds)
            try take(.repricesPerLine, &repricesPerLine)
            try take(.repricesPerDay, &repricesPerDay)
            try take(.buyRelease, &buyRelease)
            try take(.buyPriority, &buyPriority)
            try take(.proceedsReserve, &proceedsReserve)
            participation = try values.decodeIfPresent(Weight.self, forKey: .participation)
            try take(.lockedBuys, &lockedBuys)
            try take(.quoteStaleSeconds, &quoteStaleSeconds)
            try take(.measuresQuality, &measuresQuality)
        }
    }
}
