package import BridgeProtocol

extension BridgeClient {
    /// How to reach the other side, and the limits of the connection.
    package struct Configuration: Sendable {
        /// What becomes of the events.
        package enum Delivery: Hashable, Sendable {
            /// They wait in `events`. When this many wait, nothing more is read from the connection until half of them
            /// are taken; the other side then waits, and drops us when it has to wait too long. Nothing is ever lost
            /// on this side of the wire.
            case stream(limit: Int)
            /// There is no reader: only `call` and `connected` tell something. For tools.
            case none
        }

        package var endpoint: BridgeEndpoint
        package var identity: ClientSession.Identity
        /// For requests that do not bring their own.
        package var requestTimeout: Duration = .seconds(10)
        package var connectTimeout: Duration = .seconds(10)
        package var firstRetry: Duration = .milliseconds(500)
        package var longestRetry: Duration = .seconds(30)
        /// Bytes that may wait to leave; more means that the other side does not read, and the connection is dropped.
        package var sendBufferLimit = 1 << 20
        package var delivery = Delivery.stream(limit: 1024)

        package init(endpoint: BridgeEndpoint, identity: ClientSession.Identity) {
            self.endpoint = endpoint
            self.identity = identity
        }
    }
}
