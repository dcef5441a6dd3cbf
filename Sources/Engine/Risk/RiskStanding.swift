package import Market

/// What risk must remember over restarts. Part of the book: it changes by records only.
package struct RiskStanding: Hashable, Sendable {
    /// A holding that reached a stop. It counts until the holding is gone, whatever its price does (R03), and its security is
    /// not bought again before the cool-down is over.
    package struct Stop: Hashable, Sendable, Codable {
        package var reason: Reason
        package var since: Timestamp
        package var last: Price
        package var bound: AveragePrice
        /// The day on which the last of it was sold; nil while it is to be sold.
        package var endedOn: Day?

        package init(reason: Reason, since: Timestamp, last: Price, bound: AveragePrice, endedOn: Day? = nil) {
            self.reason = reason
            self.since = since
            self.last = last
            self.bound = bound
            self.endedOn = endedOn
        }
    }

    /// A dividend that the reference price has lost and the account has not got yet.
    package struct Receivable: Hashable, Sendable, Codable {
        package var symbol: Symbol
        package var amount: Money
        package var shares: Shares
        package var exDay: Day

        package init(symbol: Symbol, amount: Money, shares: Shares, exDay: Day) {
            self.symbol = symbol
            self.amount = amount
            self.shares = shares
            self.exDay = exDay
        }
    }

    /// The portfolio stop has fired: everything is sold, then trading halts.
    package struct Liquidation: Hashable, Sendable, Codable {
        package var since: Timestamp
        package var equity: Money
        package var bound: Money

        package init(since: Timestamp, equity: Money, bound: Money) {
            self.since = since
            self.equity = equity
            self.bound = bound
        }
    }

    /// The exposure that a rule of the market's state gave last.
    package struct MarketExposure: Hashable, Sendable, Codable {
        package var volatility: Weight?
        package var regime: Weight?

        package init(volatility: Weight? = nil, regime: Weight? = nil) {
            self.volatility = volatility
            self.regime = regime
        }
    }

    package internal(set) var stops = SymbolMap<Stop>()
    /// Ascending by ex-date.
    package internal(set) var receivables: [Receivable] = []
    package internal(set) var liquidation: Liquidation?
    /// The exposure that the holdings were sized with.
    package internal(set) var applied = Weight.one
    package internal(set) var marketExposure = MarketExposure()
    /// What the day's flows came to so far: cash, and dividends among it.
    package internal(set) var flowOfDay = AccountFlow.Parts()

    package init() {}

    package var receivable: Money { receivables.reduce(.zero) { $0 + $1.amount } }

    /// A holding of this security is gone: its stop is carried out.
    mutating func end(_ symbol: Symbol, on day: Day?) {
        guard !stops.isEmpty, stops[symbol] != nil else { return }
        stops[symbol]?.endedOn = day
    }

    mutating func take(_ flow: AccountFlow) {
        receivables.removeAll { flow.settled.contains($0.symbol) }
        receivables += flow.accrued
        flowOfDay = flow.ofDay
    }
}

extension RiskStanding: Codable {
    private enum CodingKeys: String, CodingKey {
        case stops, receivables, liquidation, applied, marketExposure, flowOfDay
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        stops = try values.decodeIfPresent(SymbolMap<Stop>.self, forKey: .stops) ?? SymbolMap()
        receivables = try values.decodeIfPresent([Receivable].self, forKey: .receivables) ?? []
        liquidation = try values.decodeIfPresent(Liquidation.self, forKey: .liquidation)
        applied = try values.decodeIfPresent(Weight.self, forKey: .applied) ?? .one
        marketExposure =
            try values.decodeIfPresent(MarketExposure.self, forKey: .marketExposure) ?? MarketExposure()
        flowOfDay = try values.decodeIfPresent(AccountFlow.Parts.self, forKey: .flowOfDay) ?? AccountFlow.Parts()
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(stops, forKey: .stops)
        try values.encode(receivables, forKey: .receivables)
        try values.encodeIfPresent(liquidation, forKey: .liquidation)
        try values.encode(applied, forKey: .applied)
        try values.encode(marketExposure, forKey: .marketExposure)
        try values.encode(flowOfDay, forKey: .flowOfDay)
    }
}
