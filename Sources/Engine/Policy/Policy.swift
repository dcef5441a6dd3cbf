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
    /// Own clock against the other side's, at hello.
    package var clockSkewMaximumMilliseconds: Int64

    package init(
        account: String, isSimulated: Bool, strategies: [Strategy] = [], execution: Execution = Execution(),
        risk: Risk = Risk(), fees: FeeSchedule, clockSkewMaximumMilliseconds: Int64 = 2_000
    ) {
        self.account = account
        self.isSimulated = isSimulated
        self.strategies = strategies
        self.execution = execution
        self.risk = risk
        self.fees = fees
        self.clockSkewMaximumMilliseconds = clockSkewMaximumMilliseconds
    }
}
