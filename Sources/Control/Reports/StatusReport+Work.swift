extension StatusReport {
    /// The batch of targets in force.
    package struct Targets: Codable, Hashable, Sendable {
        package var signalDay: String
        package var strategy: String
        package var digest: String
        /// Target lines, `CASH` included.
        package var lines: Int
        /// The inputs' own word, such as `in force` or `stale`.
        package var state: String
        /// Where it came from: a file or a table.
        package var source: String

        package init(
            signalDay: String, strategy: String, digest: String, lines: Int, state: String, source: String
        ) {
            self.signalDay = signalDay
            self.strategy = strategy
            self.digest = digest
            self.lines = lines
            self.state = state
            self.source = source
        }

        private enum CodingKeys: String, CodingKey {
            case strategy, digest, lines, state, source
            case signalDay = "signal_day"
        }
    }

    /// How far today's rebalance is.
    package struct Rebalance: Codable, Hashable, Sendable {
        /// Planned orders of one side.
        package struct Side: Codable, Hashable, Sendable {
            package var total: Int
            /// Done with: filled, cancelled, rejected or denied.
            package var closed: Int

            package init(total: Int, closed: Int) {
                self.total = total
                self.closed = closed
            }
        }

        /// The engine's own word, such as `idle` or `selling`.
        package var phase: String
        @OrNull package var executionDay: String?
        /// Nil before there is a plan.
        @OrNull package var sells: Side?
        @OrNull package var buys: Side?
        /// When the engine acts next by itself; nil where it waits for something else.
        @OrNull package var nextMoment: String?

        package init(phase: String, executionDay: String?, sells: Side?, buys: Side?, nextMoment: String?) {
            self.phase = phase
            self.executionDay = executionDay
            self.sells = sells
            self.buys = buys
            self.nextMoment = nextMoment
        }

        private enum CodingKeys: String, CodingKey {
            case phase, sells, buys
            case executionDay = "execution_day"
            case nextMoment = "next_moment"
        }
    }

    /// The account's money, in yuan.
    package struct Figures: Codable, Hashable, Sendable {
        @OrNull package var cash: String?
        /// Held by open buy orders.
        @OrNull package var frozenCash: String?
        @OrNull package var marketValue: String?
        @OrNull package var equity: String?
        /// The highest equity that drawdown is measured from.
        @OrNull package var peakEquity: String?
        /// Below the peak, in millionths of the peak; 0 at the peak.
        @OrNull package var drawdownPPM: Int64?
        /// When the broker's figures were taken, and how long ago that is.
        @OrNull package var asOf: String?
        @OrNull package var ageMilliseconds: Int64?

        package init(
            cash: String?, frozenCash: String?, marketValue: String?, equity: String?, peakEquity: String?,
            drawdownPPM: Int64?, asOf: String?, ageMilliseconds: Int64?
        ) {
            self.cash = cash
            self.frozenCash = frozenCash
            self.marketValue = marketValue
            self.equity = equity
            self.peakEquity = peakEquity
            self.drawdownPPM = drawdownPPM
            self.asOf = asOf
            self.ageMilliseconds = ageMilliseconds
        }

        /// Nothing is known, as before the first snapshot.
        package static var unknown: Figures {
            Figures(
                cash: nil, frozenCash: nil, marketValue: nil, equity: nil, peakEquity: nil, drawdownPPM: nil,
                asOf: nil, ageMilliseconds: nil)
        }

        private enum CodingKeys: String, CodingKey {
            case cash, equity
            case frozenCash = "frozen_cash"
            case marketValue = "market_value"
            case peakEquity = "peak_equity"
            case drawdownPPM = "drawdown_ppm"
            case asOf = "as_of"
            case ageMilliseconds = "age_ms"
        }
    }

    /// Counts of the day's orders.
    package struct Orders: Codable, Hashable, Sendable {
        /// At the broker and fillable, those in flight included.
        package var working: Int
        /// Unanswered for too long: they may be live.
        package var unknown: Int
        package var closedToday: Int

        package init(working: Int, unknown: Int, closedToday: Int) {
            self.working = working
            self.unknown = unknown
            self.closedToday = closedToday
        }

        private enum CodingKeys: String, CodingKey {
            case working, unknown
            case closedToday = "closed_today"
        }
    }
}
