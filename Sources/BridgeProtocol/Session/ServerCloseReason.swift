/// Why the shim closes a connection.
package enum ServerCloseReason: Hashable, Sendable {
    case badLine(LineRefusal)
    case unauthenticated
    case fenced(highest: Int64)
    case superseded(by: Int64)
    case noHello
    case silent(seconds: Int64)
    /// In bytes not taken by the other side.
    case slowReader(pending: Int)
    case tooManyConnections
    case requested
}

extension ServerCloseReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badLine(let refusal): refusal.description
        case .unauthenticated: "the proof is wrong; the two sides' secret files differ"
        case .fenced(let highest): "a daemon with epoch \(highest) has been here"
        case .superseded(let epoch): "the daemon with epoch \(epoch) has taken over"
        case .noHello: "no valid hello came"
        case .silent(let seconds): "nothing came for \(seconds) seconds"
        case .slowReader(let pending): "\(pending) bytes wait to be read by the other side"
        case .tooManyConnections: "there are too many connections"
        case .requested: "asked for by this side"
        }
    }
}
