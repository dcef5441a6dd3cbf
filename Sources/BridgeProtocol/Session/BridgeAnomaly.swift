/// What the other side should never send. Nothing is concluded from it; a person should hear of it.
package enum BridgeAnomaly: Hashable, Sendable {
    case unknownNotification(method: String)
    /// A `missed` follows: what it said is lost.
    case unreadableNotification(method: String, Mismatch)
    /// A second answer to a request that has been answered.
    case repeatedAnswer(wireID: Int64)
    /// An answer to a request never made. Does somebody else use this connection?
    case unaskedAnswer(id: String)
    /// It could not read a line of ours, and says so.
    case errorWithoutRequest(BridgeError)
    /// A submit or a resolve was answered with another order; the connection is closed.
    case foreignAnswer(RequestID, asked: String, got: String)
    /// The daemon serves no requests.
    case unexpectedRequest(method: String)
    /// A challenge or an event where none belongs.
    case outOfPlace(method: String)
}

extension BridgeAnomaly: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownNotification(let method): "a notification that this version does not know, \(method)"
        case .unreadableNotification(let method, let mismatch): "\(method) cannot be read: \(mismatch)"
        case .repeatedAnswer(let wireID): "a second answer to request \(wireID) of this connection"
        case .unaskedAnswer(let id): "an answer to request \(id), which was never made"
        case .errorWithoutRequest(let error): "it could not read a line of ours: \(error)"
        case .foreignAnswer(_, let asked, let got): "asked about order \(asked), it answered about \(got)"
        case .unexpectedRequest(let method): "a request, \(method), and a daemon serves none"
        case .outOfPlace(let method): "\(method) where it does not belong"
        }
    }
}
