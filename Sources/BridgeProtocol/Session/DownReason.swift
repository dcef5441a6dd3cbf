/// Why there is no connection.
package enum DownReason: Hashable, Sendable {
    case couldNotConnect(String)
    case closedByPeer
    /// The system's words.
    case lost(String)
    case silent(seconds: Int64)
    case noHello(seconds: Int64)
    case badLine(LineRefusal)
    /// The challenge, or the answer to hello, is not what the protocol says.
    case badHandshake(String)
    case noCommonProtocol(theirs: [Int64])
    /// Hello was answered with an error.
    case refused(BridgeError)
    case superseded(by: Int64)
    /// An answer spoke of another order than the one it was asked about.
    case foreignAnswer
    /// So many requests were never answered.
    case unresponsive(count: Int)
    /// So many bytes wait to leave.
    case sendBufferFull(bytes: Int)
    case closedByUs

    /// Coming back would not help, or is not ours to decide: an operator has to look.
    package var isFinal: Bool {
        switch self {
        case .noCommonProtocol, .superseded, .closedByUs: true
        case .refused(let error): error.kind?.retry == .no
        case .couldNotConnect, .closedByPeer, .lost, .silent, .noHello, .badLine, .badHandshake, .foreignAnswer,
            .unresponsive, .sendBufferFull:
            false
        }
    }
}

extension DownReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .couldNotConnect(let reason): "could not connect: \(reason)"
        case .closedByPeer: "the QMT side closed the connection"
        case .lost(let reason): "the connection broke: \(reason)"
        case .silent(let seconds): "nothing came from the QMT side for \(seconds) seconds"
        case .noHello(let seconds): "the QMT side did not let us in within \(seconds) seconds"
        case .badLine(let refusal): "the QMT side broke the protocol: \(refusal)"
        case .badHandshake(let reason): "the QMT side broke the protocol: \(reason)"
        case .noCommonProtocol(let theirs): "the QMT side speaks versions \(theirs), not \(BridgeVersion.current)"
        case .refused(let error): "the QMT side refused us: \(error)"
        case .superseded(let epoch): "another daemon, epoch \(epoch), has taken the account"
        case .foreignAnswer: "an answer was about another order than the one asked about"
        case .unresponsive(let count): "\(count) requests were never answered"
        case .sendBufferFull(let bytes): "\(bytes) bytes wait to leave: the QMT side does not read"
        case .closedByUs: "closed by this side"
        }
    }
}
