/// Why a request has no answer that says what it asked.
package enum BridgeFailure: Error, Hashable, Sendable {
    /// Certain: no byte of it left.
    case notSent(reason: String)
    /// The other side's error; its kind says what that means for an order.
    case refused(BridgeError)
    /// Carried out or not: nobody knows. Never to be read as "not done".
    case outcomeUnknown(Doubt)

    package enum Doubt: Hashable, Sendable {
        case deadlinePassed
        case connectionLost(DownReason)
        case unreadable(Mismatch)
        /// Answered with another order.
        case foreignAnswer
    }
}

extension BridgeFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notSent(let reason): "not sent: \(reason)"
        case .refused(let error): "refused: \(error)"
        case .outcomeUnknown(.deadlinePassed): "outcome unknown: no answer in time"
        case .outcomeUnknown(.connectionLost(let reason)): "outcome unknown: the connection was lost: \(reason)"
        case .outcomeUnknown(.unreadable(let mismatch)): "outcome unknown: the answer cannot be read: \(mismatch)"
        case .outcomeUnknown(.foreignAnswer): "outcome unknown: the answer is about another order"
        }
    }
}
