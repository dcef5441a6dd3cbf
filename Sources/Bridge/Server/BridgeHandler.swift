package import BridgeProtocol
package import Market

/// What stands behind a server: an account, simulated or not. Called on the server's event loop, one call at a time, so
/// that everything has one order; it must not block for long.
package protocol BridgeHandler: Sendable {
    /// Raises the durable highest epoch to at least `epoch` and returns it. An error lets nobody in.
    func claim(epoch: Int64) throws -> Int64

    /// Asked for each hello, ping and heartbeat.
    func status() -> BridgeStatus

    /// What is sent because of a request, in this order: notifications placed before the answer go out before it. The
    /// answer may also be given later, with `BridgeServer.post`, or never.
    func handle(_ call: BridgeCall) -> [BridgeOutgoing]
}

/// How the shim's side is doing.
package struct BridgeStatus: Hashable, Sendable {
    package var time: Timestamp
    package var tradingDay: Day?
    package var broker: BrokerState

    package init(time: Timestamp, tradingDay: Day?, broker: BrokerState) {
        self.time = time
        self.tradingDay = tradingDay
        self.broker = broker
    }
}

/// A request and where its answer goes.
package struct BridgeCall: Hashable, Sendable {
    /// Counts the server's connections.
    package let connection: Int
    package let asked: ServerRequest

    package init(connection: Int, asked: ServerRequest) {
        self.connection = connection
        self.asked = asked
    }

    package var request: BridgeRequest { asked.request }
}

/// Something to send.
package enum BridgeOutgoing: Hashable, Sendable {
    /// To the trader and all observers, with the next number; a heartbeat repeats the last.
    case notify(BridgeNotification)
    /// Dropped where the connection is gone. A snapshot gets its number here: that of the last notification before it.
    case answer(BridgeCall, BridgeAnswer)
    case refuse(BridgeCall, BridgeError)
    /// Close the connection that the call came by.
    case disconnect(BridgeCall)
}
