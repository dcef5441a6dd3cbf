/// A request that may be carried out: proven, of the right role, well formed.
package struct ServerRequest: Hashable, Sendable {
    /// As the daemon chose it; the answer carries it back.
    package var id: JSONValue
    package var role: BridgeRole
    package var epoch: Int64
    package var request: BridgeRequest

    package init(id: JSONValue, role: BridgeRole, epoch: Int64, request: BridgeRequest) {
        self.id = id
        self.role = role
        self.epoch = epoch
        self.request = request
    }

    /// The line that answers it. An answer too long for a line becomes an error.
    package func line(_ result: Result<BridgeAnswer, BridgeError>) -> [UInt8] {
        switch result {
        case .failure(let error):
            return RPCMessage.failure(id: id, error).line
        case .success(let answer):
            let line = RPCMessage.answer(id: id, result: answer.result).line
            guard line.count > LineLimit.towardsDaemon else { return line }
            return RPCMessage.failure(
                id: id,
                BridgeError(.tooMany, "the answer is longer than \(LineLimit.towardsDaemon) bytes; ask for less")
            ).line
        }
    }
}
