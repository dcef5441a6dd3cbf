/// Which of the day's orders are wanted.
package enum OrdersFilter: String, Hashable, CaseIterable, Sendable, Codable {
    case all
    /// In flight, unknown and working.
    case open
    /// Only those whose fate is not known.
    case unknown

    package func includes(_ state: OrdersReport.State) -> Bool {
        switch (self, state) {
        case (.all, _), (.unknown, .unknown): true
        case (.open, .inFlight), (.open, .unknown), (.open, .working): true
        case (.open, .closed), (.open, .denied): false
        case (.unknown, .inFlight), (.unknown, .working), (.unknown, .closed), (.unknown, .denied): false
        }
    }
}
