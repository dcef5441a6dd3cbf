/// The state of the daemon on one screen.
///
/// In all reports: moments are ISO 8601 with milliseconds and `+08:00`, dates are `YYYY-MM-DD`, prices and money are plain
/// decimals of yuan as text, ages are milliseconds at the moment of the answer. Nil is "unknown", never zero and never a
/// default; it is `null` in JSON and `unknown` in text.
package struct StatusReport: Codable, Hashable, Sendable {
    package var version: String
    /// Counts the daemon's starts on this journal.
    package var run: Int
    /// Fences older daemons at the shim; raised at each start.
    @OrNull package var epoch: Int?
    /// As `AccountMask.masked` writes it.
    package var account: String
    /// What the shim says about itself; nil before its hello.
    @OrNull package var simulated: Bool?
    /// As configured, such as `live` or `paper`.
    package var mode: String
    package var tradingState: TradingState
    package var clock: Clock
    /// The day that the daemon trades in; nil where neither calendar nor broker has said.
    @OrNull package var tradingDay: String?
    package var bridge: Bridge
    package var reconciled: Reconciled
    /// Nil where there is no batch; `targetsWhyNot` says why.
    @OrNull package var targets: Targets?
    @OrNull package var targetsWhyNot: String?
    package var rebalance: Rebalance
    package var figures: Figures
    package var orders: Orders
    /// The latest first.
    package var alerts: [Alert]
    /// Limits of which more than four fifths are used, in words; nil from a daemon that does not say.
    package var limits: [String]?
    /// The digest of the plan that waits for approval.
    package var approval: String?

    package init(
        version: String, run: Int, epoch: Int?, account: String, simulated: Bool?, mode: String,
        tradingState: TradingState, clock: Clock, tradingDay: String?, bridge: Bridge, reconciled: Reconciled,
        targets: Targets?, targetsWhyNot: String?, rebalance: Rebalance, figures: Figures, orders: Orders,
        alerts: [Alert], limits: [String]? = nil, approval: String? = nil
    ) {
        self.version = version
        self.run = run
        self.epoch = epoch
        self.account = account
        self.simulated = simulated
        self.mode = mode
        self.tradingState = tradingState
        self.clock = clock
        self.tradingDay = tradingDay
        self.bridge = bridge
        self.reconciled = reconciled
        self.targets = targets
        self.targetsWhyNot = targetsWhyNot
        self.rebalance = rebalance
        self.figures = figures
        self.orders = orders
        self.alerts = alerts
        self.limits = limits
        self.approval = approval
    }

    private enum CodingKeys: String, CodingKey {
        case version, run, epoch, account, simulated, mode, clock, bridge, reconciled, targets, rebalance, figures
        case orders, alerts, limits, approval
        case tradingState = "trading_state"
        case tradingDay = "trading_day"
        case targetsWhyNot = "targets_why_not"
    }
}
