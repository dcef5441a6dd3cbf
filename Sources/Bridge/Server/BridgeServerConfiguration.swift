package import BridgeProtocol

extension BridgeServer {
    package struct Configuration: Sendable {
        package var endpoint: BridgeEndpoint
        package var account: String
        package var secret: BridgeSecret
        /// Program and version.
        package var shim = "qmt-shim/0.1.0"
        package var heartbeatSeconds: Int64 = 5
        package var capabilities = [Capability.limit]
        package var isSimulated: Bool
        /// Names this process run; random where nil.
        package var session: String?
        /// Bytes that may wait for one reader before it is dropped; more than the longest line.
        package var outboundLimit = 2 * LineLimit.towardsDaemon
        /// Further connections are closed at once.
        package var connectionLimit = 32

        package init(endpoint: BridgeEndpoint, account: String, secret: BridgeSecret, isSimulated: Bool) {
            self.endpoint = endpoint
            self.account = account
            self.secret = secret
            self.isSimulated = isSimulated
        }

        var rules: ServerSession.Rules {
            ServerSession.Rules(
                account: account, secret: secret, heartbeatSeconds: heartbeatSeconds,
                offersSimulatedClock: isSimulated && capabilities.contains(Capability.simulatedClock))
        }
    }
}
