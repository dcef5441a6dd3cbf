/// What the account holds, beside what it should hold.
package struct PositionsReport: Codable, Hashable, Sendable {
    package struct Row: Codable, Hashable, Sendable {
        package var symbol: String
        /// Shares held; nil where only a target is known.
        @OrNull package var volume: Int64?
        /// Shares that may be sold now (T+1, and not under an open sell order).
        @OrNull package var sellable: Int64?
        @OrNull package var costPrice: String?
        @OrNull package var lastPrice: String?
        /// Yuan at the last price.
        @OrNull package var value: String?
        /// Share of the account's equity, in millionths.
        @OrNull package var weightPPM: Int64?
        /// Nil where no target says anything about it: the daemon leaves it alone.
        @OrNull package var targetShares: Int64?
        /// Where the stop-loss measures from, and where it sells; nil where there is none.
        @OrNull package var entryPrice: String?
        @OrNull package var stopPrice: String?

        package init(
            symbol: String, volume: Int64?, sellable: Int64?, costPrice: String?, lastPrice: String?, value: String?,
            weightPPM: Int64?, targetShares: Int64?, entryPrice: String?, stopPrice: String?
        ) {
            self.symbol = symbol
            self.volume = volume
            self.sellable = sellable
            self.costPrice = costPrice
            self.lastPrice = lastPrice
            self.value = value
            self.weightPPM = weightPPM
            self.targetShares = targetShares
            self.entryPrice = entryPrice
            self.stopPrice = stopPrice
        }

        private enum CodingKeys: String, CodingKey {
            case symbol, volume, sellable, value
            case costPrice = "cost_price"
            case lastPrice = "last_price"
            case weightPPM = "weight_ppm"
            case targetShares = "target_shares"
            case entryPrice = "entry_price"
            case stopPrice = "stop_price"
        }
    }

    /// A strategy's part of the account, where there are several. Amounts in yuan.
    package struct Strategy: Codable, Hashable, Sendable {
        package var name: String
        /// Its cash and holdings at the last prices.
        package var equity: String
        package var cash: String
        /// What it has made since it began, after fees; capital that was moved into it or out of it is not in it.
        package var profit: String
        package var fees: String
        /// Securities that it holds.
        package var holdings: Int

        package init(name: String, equity: String, cash: String, profit: String, fees: String, holdings: Int) {
            self.name = name
            self.equity = equity
            self.cash = cash
            self.profit = profit
            self.fees = fees
            self.holdings = holdings
        }
    }

    /// False where the holdings are unknown: then no rows means nothing, not an empty account.
    package var isKnown: Bool
    /// When the broker's rows were taken, and how long ago that is.
    @OrNull package var asOf: String?
    @OrNull package var ageMilliseconds: Int64?
    /// In symbol order.
    package var rows: [Row]
    /// By name; empty where the account has one strategy only.
    package var strategies: [Strategy]

    package init(
        isKnown: Bool, asOf: String?, ageMilliseconds: Int64?, rows: [Row], strategies: [Strategy] = []
    ) {
        self.strategies = strategies
        self.isKnown = isKnown
        self.asOf = asOf
        self.ageMilliseconds = ageMilliseconds
        self.rows = rows
    }

    private enum CodingKeys: String, CodingKey {
        case rows, strategies
        case isKnown = "known"
        case asOf = "as_of"
        case ageMilliseconds = "age_ms"
    }
}
