/// Everything the broker says of the account at one moment: the only thing that state is rebuilt from.
package struct AccountSnapshot: Hashable, Sendable, Codable {
    /// A list that may be provably empty, or not known. Unknown is never read as empty.
    package enum Section<Row: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
        case rows([Row])
        case empty
        case unknown

        /// Nil where unknown.
        package var known: [Row]? {
            switch self {
            case .rows(let rows): rows
            case .empty: []
            case .unknown: nil
            }
        }
    }

    package var asOf: Timestamp
    /// The number of the last notification that this snapshot includes.
    package var sequence: Int64
    package var tradingDay: Day?
    package var asset: AssetReport?
    package var positions: Section<PositionReport>
    package var orders: Section<OrderReport>
    package var fills: Section<FillReport>

    package init(
        asOf: Timestamp, sequence: Int64, tradingDay: Day?, asset: AssetReport?, positions: Section<PositionReport>,
        orders: Section<OrderReport>, fills: Section<FillReport>
    ) {
        self.asOf = asOf
        self.sequence = sequence
        self.tradingDay = tradingDay
        self.asset = asset
        self.positions = positions
        self.orders = orders
        self.fills = fills
    }
}
