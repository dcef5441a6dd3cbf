package import Market

/// One trading day's way from targets to holdings: sells, then buys from cash that is there, then the account of what was
/// left undone. Durable; everything else about it is derived from the orders of the day, so it can go on after any restart.
package struct Rebalance: Hashable, Sendable, Codable {
    package enum Phase: String, Hashable, Sendable, Codable {
        /// Waits for somebody's approval; only what risk demands is sold. Next: `selling`, `ending`, or another plan.
        case held
        /// Sell orders leave and rest. Next: `buying`, `ending`.
        case selling
        /// Buy orders leave as cash allows; slow sells may still rest. Next: `ending`.
        case buying
        /// Nothing new leaves; open orders are cancelled and awaited. Next: `closed`.
        case ending
        /// Every line has its result.
        case closed
    }

    /// What the lines come from.
    package enum Source: Hashable, Sendable, Codable {
        /// Digests of the batches, in the order of the strategies' names.
        case targets(signalDay: Day, digests: [String])
        /// No targets today: only what risk demands of the holdings.
        case protection
        /// An operator wants everything sold.
        case flatten
    }

    /// Why a plan waits, and who let it go on.
    package struct Hold: Hashable, Sendable, Codable {
        package struct Approval: Hashable, Sendable, Codable {
            package var by: String
            package var at: Timestamp

            package init(by: String, at: Timestamp) {
                self.by = by
                self.at = at
            }
        }

        /// Sentences.
        package var reasons: [String]
        /// Of the plan; approval is for this and for no other.
        package var digest: String
        package var approval: Approval?

        package init(reasons: [String], digest: String) {
            self.reasons = reasons
            self.digest = digest
        }
    }

    package var executionDay: Day
    package var source: Source
    package var phase: Phase
    package var startedAt: Timestamp
    package var phaseSince: Timestamp
    /// Equity that the weights were taken of, at the sizing prices.
    package var equity: Money
    /// Cash that could buy when the plan was made.
    package var cash: Money
    /// Ascending by symbol.
    package var lines: [PlanLine]
    /// One per line, once closed.
    package var results: [LineResult] = []
    /// How the lines divide among several strategies; nil where there is one at most.
    package var sharing: Sharing?
    /// Nil for a plan that never had to wait.
    package var hold: Hold?
    /// What the rules of risk did, in the order of the rules: first what holds for every line.
    package var verdicts: [RiskVerdict] = []
    /// The exposure that the holdings have once this is carried out; nil where it does not change it.
    package var exposure: Weight?

    package init(
        executionDay: Day, source: Source, phase: Phase, startedAt: Timestamp, equity: Money, cash: Money,
        lines: [PlanLine], sharing: Sharing? = nil
    ) {
        self.executionDay = executionDay
        self.source = source
        self.phase = phase
        self.startedAt = startedAt
        self.phaseSince = startedAt
        self.equity = equity
        self.cash = cash
        self.lines = lines
        self.sharing = sharing
    }

    package var isClosed: Bool { phase == .closed }

    package var isProtection: Bool {
        if case .protection = source { true } else { false }
    }

    /// Where the line of a security stands; nil where the plan has none.
    package func lineIndex(of symbol: Symbol) -> Int? {
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) >> 1
            if lines[middle].symbol < symbol { low = middle + 1 } else { high = middle }
        }
        return low < lines.count && lines[low].symbol == symbol ? low : nil
    }
}

/// What became of one line of the plan.
package struct LineResult: Hashable, Sendable, Codable {
    package var symbol: Symbol
    package var target: Shares
    /// Held at the end, by the broker's last snapshot.
    package var held: Shares
    package var filled: Shares
    /// Nil where the holding is what the line wanted.
    package var reason: Reason?
    /// What its fills cost; nil where it had no order, or nobody measures.
    package var quality: Quality?

    package init(symbol: Symbol, target: Shares, held: Shares, filled: Shares, reason: Reason?) {
        self.symbol = symbol
        self.target = target
        self.held = held
        self.filled = filled
        self.reason = reason
    }
}
