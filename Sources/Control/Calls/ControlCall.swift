/// A call that passed every check of the socket: well formed, known, permitted.
package struct ControlCall: Hashable, Sendable {
    package var command: ControlCommand
    /// The parameters as JSON text with sorted keys, for the audit row.
    package var params: String
    package var peer: Peer

    package init(command: ControlCommand, params: String, peer: Peer) {
        self.command = command
        self.params = params
        self.peer = peer
    }

    package var method: ControlMethod { command.method }
}

/// What the daemon answers.
package enum ControlReply: Sendable {
    /// Encoded by the server, off the daemon's actor.
    case report(any Encodable & Sendable)
    case failure(ControlFailure)

    /// The command was understood and not done.
    /// - Parameter message: What stands against it, and what to do.
    package static func refused(_ message: String) -> ControlReply { .failure(ControlFailure(.refused, message)) }
}

/// A call that was turned away before it reached the daemon, for the audit.
package struct ControlRefusal: Hashable, Sendable {
    package var credentials: PeerCredentials
    /// Nil where it could not be read, or the connection itself was refused.
    package var method: ControlMethod?
    package var failure: ControlFailure

    package init(credentials: PeerCredentials, method: ControlMethod?, failure: ControlFailure) {
        self.credentials = credentials
        self.method = method
        self.failure = failure
    }
}
