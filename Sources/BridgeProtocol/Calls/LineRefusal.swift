/// A line that is not taken. The receiver answers it, counts it and closes the connection; it never guesses.
package struct LineRefusal: Error, Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// In bytes.
        case tooLong(limit: Int)
        case notJSON(JSONFailure)
        /// JSON, but no JSON-RPC 2.0; says what is wrong.
        case notRPC(String)
    }

    package var cause: Cause
    /// Of the request; null where it could not be read.
    package var id: JSONValue

    package init(_ cause: Cause, id: JSONValue = .null) {
        self.cause = cause
        self.id = id
    }

    /// What the sender of the line is told.
    package var answer: RPCMessage {
        switch cause {
        case .tooLong, .notRPC: .failure(id: id, BridgeError(.invalidRequest, description))
        case .notJSON: .failure(id: id, BridgeError(.parseError, description))
        }
    }
}

extension LineRefusal: CustomStringConvertible {
    package var description: String {
        switch cause {
        case .tooLong(let limit): "a line is longer than \(limit) bytes"
        case .notJSON(let failure): "a line is not JSON: \(failure)"
        case .notRPC(let reason): "a line is not JSON-RPC 2.0: \(reason)"
        }
    }
}
