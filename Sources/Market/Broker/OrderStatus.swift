/// What the broker says of an order, in the wire's words (bridge-protocol 3; QMT's numbers in qmt.md 6).
package enum OrderStatus: String, Hashable, Sendable, Codable, CaseIterable {
    /// 48, 49: not at the exchange yet.
    case pending
    /// 50: at the exchange, nothing filled.
    case live
    /// 55: at the exchange, part filled.
    case partial
    /// 51: a cancel is on its way, nothing filled.
    case cancelling
    /// 52: a cancel is on its way, part filled.
    case partialCancelling = "partial_cancelling"
    /// 56. Final.
    case filled
    /// 54: cancelled with nothing filled. Final.
    case cancelled
    /// 53: part filled, the rest cancelled. Final.
    case partialCancelled = "partial_cancelled"
    /// 57: junk; refused by client, counter or exchange. Final.
    case rejected
    /// 255 and anything else: treated as live.
    case unknown

    /// No further fill can come. Everything else, `unknown` included, is treated as live.
    package var isFinal: Bool {
        switch self {
        case .filled, .cancelled, .partialCancelled, .rejected: true
        case .pending, .live, .partial, .cancelling, .partialCancelling, .unknown: false
        }
    }

    /// QMT's number for this status; 49 for `pending`, 255 for `unknown`.
    package var code: Int {
        switch self {
        case .pending: 49
        case .live: 50
        case .cancelling: 51
        case .partialCancelling: 52
        case .partialCancelled: 53
        case .cancelled: 54
        case .partial: 55
        case .filled: 56
        case .rejected: 57
        case .unknown: 255
        }
    }
}
