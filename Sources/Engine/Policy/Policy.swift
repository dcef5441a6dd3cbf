package import Market

/// Everything the operator has decided in advance. The engine knows no configuration file; the daemon fills this in.
package struct Policy: Hashable, Sendable, Codable {
    /// A strategy's share of the account's equity.
    package struct Strategy: Hashable, Sendable, Codable {
        package var name: String
        package var capital: Weight

        package init(name: String, capital: Weight) {
            self.name = name
            self.capital = capital
        }
    }

    package var account: String
    package var isSimulated: Bool
    /// Empty: any single strategy, with the whole equity.
    package var strategies: [Strategy]
    package var execution: Execution
    package var risk: Risk
    package var fees: FeeSchedule
    package var limits: Limits
    /// Own clock against the other side's, at hello.
    package var clockSkewMaximumMilliseconds: Int64

    package init(
        account: String, isSimulated: Bool, strategies: [Strategy] = [], execution: Execution = Execution(),
        risk: Risk = Risk(), fees: FeeSchedule, limits: Limits = Limits(), clockSkewMaximumMilliseconds: Int64 = 2_000
    ) {
        self.account = account
        self.isSimulated = isSimulated
        self.strategies = strategies
        self.execution = execution
        self.risk = risk
        self.fees = fees
        self.limits = limits
        self.clockSkewMaximumMilliseconds = clockSkewMaximumMilliseconds
    }
    // A journal may be older than a part: what it does not name has its default.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        account = try values.decode(String.self, forKey: .account)
        isSimulated = try values.decode(Bool.self, forKey: .isSimulated)
        strategies = try values.decode([Strategy].self, forKey: .strategies)
        execution = try values.decode(Execution.self, forKey: .execution)
        risk = try values.decode(Risk.self, forKey: .risk)
        fees = try values.decode(FeeSchedule.self, forKey: .fees)
        limits = try values.decodeIfPresent(Limits.self, forKey: .limits) ?? Limits()
        clockSkewMaximumMilliseconds = try values.decode(Int64.self, forKey: .clockSkewMaximumMilliseconds)
    }
}
