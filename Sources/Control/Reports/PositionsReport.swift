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

    /// False where the holdings are unknown: then no rows means nothing, not an empty account.
    package var isKnown: Bool
    /// When the broker's rows were taken, and how long ago that is.
    @OrNull package var asOf: String?
    @OrNull package var ageMilliseconds: Int64?
    /// In symbol order.
    package var rows: [Row]

    package init(isKnown: Bool, asOf: String?, ageMilliseconds: Int64?, rows: [Row]) {
        self.isKnown = isKnown
        self.asOf = asOf
        self.ageMilliseconds = ageMilliseconds
        self.rows = rows
    }

    private enum CodingKeys: String, CodingKey {
        case rows
        case isKnown = "known"
        case asOf = "as_of"
        case ageMilliseconds = "age_ms"
    }
}
