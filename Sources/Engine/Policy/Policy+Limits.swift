package import Market

extension Policy {
    /// What the gate, the budgets, the breaker and the guards on a plan allow. Everything is off here, as a replay of the past
    /// wants it; `standard` is what the daemon begins with.
    package struct Limits: Hashable, Sendable, Codable {
        /// What becomes of our working orders when trading is halted.
        package enum OnHalt: String, Hashable, Sendable, Codable, CaseIterable {
            case cancel
            /// Sells go on: they only make risk smaller.
            case cancelBuys = "cancel_buys"
            /// They stay at the broker and may fill.
            case keep
        }

        /// Names of the gate's checks that were loaded, in their order; filled in as a run begins, for the journal.
        package var loaded: [String] = []

        // One order.

        /// How far a limit may be on the bad side of the last price. Nil: not looked at; so are the following.
        package var priceCollar: Weight?
        /// Of a buy, at its limit. Larger ones are split.
        package var orderValueMaximum: Money?
        package var orderSharesMaximum: Shares?
        /// A buy as a share of the security's average volume of a day.
        package var volumeShare: Weight?
        /// A holding as a share of the account once the buy is filled, at the buy's limit.
        package var positionWeight: Weight?
        /// Never traded, on either side. Ascending.
        package var restricted: [Symbol] = []

        // A day.

        /// Value of all orders of the day as a share of the account when the day began; may be above one.
        package var turnover: Weight?
        /// Of the account since its last close. No buys from there on.
        package var loss: Weight?
        /// In any 60 seconds.
        package var ordersPerMinute: Int?
        /// For one security in any 60 seconds.
        package var ordersPerSymbolMinute: Int?
        /// Orders and cancels of the day together.
        package var messagesPerDay: Int?
        /// Cancels for each order, from the twentieth order of the day on.
        package var cancelRatio: Weight?

        // The breaker.

        /// The broker's refusals of one security, side and reason in a day, after which it is not asked again.
        package var refusalsPerKind: Int?
        /// All refusals of a day, after which only sells leave.
        package var refusalsPerDay: Int?

        package var onHalt = OnHalt.cancel
        package var approval = Approval()

        package init() {}

        /// What the daemon begins with: far below what the exchanges watch (ashare-rules 16.2).
        package static var standard: Limits {
            var limits = Limits()
            limits.priceCollar = .ppm(30_000)
            limits.orderValueMaximum = .yuan(1_000_000)
            limits.ordersPerMinute = 240
            limits.ordersPerSymbolMinute = 6
            limits.messagesPerDay = 2_000
            limits.cancelRatio = .ppm(400_000)
            limits.refusalsPerKind = 2
            limits.refusalsPerDay = 5
            return limits
        }

        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            loaded = try values.decodeIfPresent([String].self, forKey: .loaded) ?? []
            priceCollar = try values.decodeIfPresent(Weight.self, forKey: .priceCollar)
            orderValueMaximum = try values.decodeIfPresent(Money.self, forKey: .orderValueMaximum)
            orderSharesMaximum = try values.decodeIfPresent(Shares.self, forKey: .orderSharesMaximum)
            volumeShare = try values.decodeIfPresent(Weight.self, forKey: .volumeShare)
            positionWeight = try values.decodeIfPresent(Weight.self, forKey: .positionWeight)
            restricted = try values.decodeIfPresent([Symbol].self, forKey: .restricted) ?? []
            turnover = try values.decodeIfPresent(Weight.self, forKey: .turnover)
            loss = try values.decodeIfPresent(Weight.self, forKey: .loss)
            ordersPerMinute = try values.decodeIfPresent(Int.self, forKey: .ordersPerMinute)
            ordersPerSymbolMinute = try values.decodeIfPresent(Int.self, forKey: .ordersPerSymbolMinute)
            messagesPerDay = try values.decodeIfPresent(Int.self, forKey: .messagesPerDay)
            cancelRatio = try values.decodeIfPresent(Weight.self, forKey: .cancelRatio)
            refusalsPerKind = try values.decodeIfPresent(Int.self, forKey: .refusalsPerKind)
            refusalsPerDay = try values.decodeIfPresent(Int.self, forKey: .refusalsPerDay)
            onHalt = try values.decodeIfPresent(OnHalt.self, forKey: .onHalt) ?? .cancel
            approval = try values.decodeIfPresent(Approval.self, forKey: .approval) ?? Approval()
        }
    }

    /// A plan that goes past one of these waits for somebody's approval. Nil: not looked at.
    package struct Approval: Hashable, Sendable, Codable {
        /// Value of all lines as a share of the account.
        package var turnover: Weight?
        /// Lines that are to be traded.
        package var lines: Int?
        /// Value of the sells as a share of the account.
        package var sold: Weight?
        /// Of the lines' value, between the sizing prices and the last ones.
        package var drift: Weight?
        /// Targets that want nothing at all while something is held.
        package var emptyPortfolio = false

        package init() {}

        /// What the daemon begins with for a real account.
        package static var standard: Approval {
            var approval = Approval()
            approval.turnover = .ppm(1_200_000)
            approval.lines = 300
            approval.sold = .ppm(600_000)
            approval.drift = .ppm(50_000)
            approval.emptyPortfolio = true
            return approval
        }

        package var isOn: Bool {
            turnover != nil || lines != nil || sold != nil || drift != nil || emptyPortfolio
        }
    }
}

extension Policy.Limits {
    /// The largest buy that the caps on one order allow at a price; nil without any.
    @inline(__always)
    package func largestBuy(at price: Price) -> Shares? {
        guard orderValueMaximum != nil || orderSharesMaximum != nil else { return nil }
        var shares = orderSharesMaximum ?? Shares(.max)
        if let value = orderValueMaximum, price.li > 0 { shares = min(shares, Shares(value.li / price.li)) }
        return shares
    }
}
