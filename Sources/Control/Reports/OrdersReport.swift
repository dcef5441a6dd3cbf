/// The day's orders, those in doubt first.
package struct OrdersReport: Codable, Hashable, Sendable {
    /// Where an order stands, in the daemon's own words.
    package enum State: String, Codable, Hashable, CaseIterable, Sendable {
        /// Unanswered for too long: it may be live.
        case unknown
        /// Sent, not answered yet.
        case inFlight = "in_flight"
        /// At the broker and fillable.
        case working
        /// Final: filled, cancelled or rejected; `brokerStatus` says which.
        case closed
        /// Refused by the daemon's own checks; it never left.
        case denied
    }

    package struct Row: Codable, Hashable, Sendable {
        /// Nil for an order that is not ours.
        @OrNull package var clientOrderID: String?
        package var symbol: String
        /// `buy` or `sell`.
        package var side: String
        package var price: String
        package var volume: Int64
        package var filled: Int64
        /// Average over the fills; nil before the first, or where it is unknown.
        @OrNull package var filledPrice: String?
        package var state: State
        /// The broker's status as on the bridge's wire, such as `partial`.
        @OrNull package var brokerStatus: String?
        /// The broker's own words.
        @OrNull package var message: String?
        /// Why it was placed, or what came in its way, in the daemon's words.
        @OrNull package var reason: String?
        /// Of the latest change.
        package var time: String

        package init(
            clientOrderID: String?, symbol: String, side: String, price: String, volume: Int64, filled: Int64,
            filledPrice: String?, state: State, brokerStatus: String?, message: String?, reason: String?, time: String
        ) {
            self.clientOrderID = clientOrderID
            self.symbol = symbol
            self.side = side
            self.price = price
            self.volume = volume
            self.filled = filled
            self.filledPrice = filledPrice
            self.state = state
            self.brokerStatus = brokerStatus
            self.message = message
            self.reason = reason
            self.time = time
        }

        private enum CodingKeys: String, CodingKey {
            case symbol, side, price, volume, filled, state, message, reason, time
            case clientOrderID = "client_order_id"
            case filledPrice = "filled_price"
            case brokerStatus = "broker_status"
        }
    }

    package var filter: OrdersFilter
    /// Moment of the broker's last complete report that these rows rest on, and how long ago that is.
    @OrNull package var asOf: String?
    @OrNull package var ageMilliseconds: Int64?
    package private(set) var rows: [Row]

    /// Keeps the rows that `filter` wants: unknown ones first, then in flight, working, closed and denied ones, each by
    /// time and id.
    package init(filter: OrdersFilter, asOf: String?, ageMilliseconds: Int64?, rows: [Row]) {
        self.filter = filter
        self.asOf = asOf
        self.ageMilliseconds = ageMilliseconds
        self.rows = rows.filter { filter.includes($0.state) }.sorted { left, right in
            (left.state.rank, left.time, left.clientOrderID ?? "", left.symbol)
                < (right.state.rank, right.time, right.clientOrderID ?? "", right.symbol)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case filter, rows
        case asOf = "as_of"
        case ageMilliseconds = "age_ms"
    }
}

extension OrdersReport.State {
    fileprivate var rank: Int {
        switch self {
        case .unknown: 0
        case .inFlight: 1
        case .working: 2
        case .closed: 3
        case .denied: 4
        }
    }
}
