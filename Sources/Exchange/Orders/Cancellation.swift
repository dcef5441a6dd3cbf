package import Market

/// The answer to a cancel. Requested does not mean cancelled: that is in the order's notices.
package enum Cancellation: Hashable, Sendable {
    case requested
    case refused(Refusal)

    package enum Refusal: Hashable, Sendable {
        case unknownOrder
        /// It was filled, cancelled or rejected before.
        case final(OrderStatus)
        /// The exchange takes no cancels in this phase.
        case notNow(SessionPhase)
    }

    package var isRequested: Bool { self == .requested }

    /// For the wire; nil where requested.
    package var reason: String? {
        switch self {
        case .requested: nil
        case .refused(.unknownOrder): "unknown_id"
        case .refused(.final(let status)): "the order is already \(status.rawValue)"
        case .refused(.notNow(let phase)): "the exchange takes no cancels now (\(phase.rawValue))"
        }
    }
}

/// Which order is meant.
package enum OrderReference: Hashable, Sendable {
    /// Where two orders of the day carry the same id, the later one.
    case client(ClientOrderID)
    case broker(Word)
}
