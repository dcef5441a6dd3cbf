/// The day's plan, line by line, and why it waits.
package struct PlanReport: Codable, Hashable, Sendable {
    package struct Row: Codable, Hashable, Sendable {
        package var symbol: String
        /// `buy` or `sell`; nil where nothing is to be done.
        @OrNull package var side: String?
        package var shares: Int64
        /// Shares wanted, and what was there when the plan was made.
        package var target: Int64
        package var projected: Int64
        /// Share of the account, in millionths.
        package var weightPPM: Int64
        @OrNull package var price: String?
        /// Why there is no order, or a smaller one.
        @OrNull package var reason: String?
        /// The rule of risk that changed the target.
        @OrNull package var risk: String?

        package init(
            symbol: String, side: String?, shares: Int64, target: Int64, projected: Int64, weightPPM: Int64,
            price: String?, reason: String?, risk: String?
        ) {
            self.symbol = symbol
            self.side = side
            self.shares = shares
            self.target = target
            self.projected = projected
            self.weightPPM = weightPPM
            self.price = price
            self.reason = reason
            self.risk = risk
        }

        private enum CodingKeys: String, CodingKey {
            case symbol, side, shares, target, projected, price, reason, risk
            case weightPPM = "weight_ppm"
        }
    }

    /// Nil where there is no plan yet.
    @OrNull package var executionDay: String?
    @OrNull package var phase: String?
    /// Names the plan; what an approval is for.
    @OrNull package var digest: String?
    /// Why it waits or waited; empty for a plan that never had to.
    package var held: [String]
    @OrNull package var approvedBy: String?
    package var rows: [Row]

    package init(
        executionDay: String?, phase: String?, digest: String?, held: [String], approvedBy: String?, rows: [Row]
    ) {
        self.executionDay = executionDay
        self.phase = phase
        self.digest = digest
        self.held = held
        self.approvedBy = approvedBy
        self.rows = rows
    }

    /// Nothing goes on until somebody approves it.
    package var needsApproval: Bool { phase == "held" && approvedBy == nil }

    private enum CodingKeys: String, CodingKey {
        case phase, digest, held, rows
        case executionDay = "execution_day"
        case approvedBy = "approved_by"
    }
}
