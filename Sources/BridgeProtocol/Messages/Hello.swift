package import Market

/// What the shim says of itself when it lets a daemon in.
package struct Hello: Hashable, Sendable {
    package var protocolVersion: Int64
    /// Program and version, such as `qmt-shim/0.1.0`.
    package var shim: String
    /// Names the shim's process run: another one, and its numbers begin anew.
    package var session: String
    /// The number of the last notification.
    package var sequence: Int64
    package var account: String
    package var tradingDay: Day?
    /// The shim's clock; with `isSimulated` it may be the market's own.
    package var time: Timestamp
    package var broker: BrokerState
    package var heartbeatSeconds: Int64
    package var capabilities: [String]
    package var isSimulated: Bool

    package init(
        protocolVersion: Int64 = BridgeVersion.current, shim: String, session: String, sequence: Int64, account: String,
        tradingDay: Day?, time: Timestamp, broker: BrokerState, heartbeatSeconds: Int64, capabilities: [String],
        isSimulated: Bool
    ) {
        self.protocolVersion = protocolVersion
        self.shim = shim
        self.session = session
        self.sequence = sequence
        self.account = account
        self.tradingDay = tradingDay
        self.time = time
        self.broker = broker
        self.heartbeatSeconds = heartbeatSeconds
        self.capabilities = capabilities
        self.isSimulated = isSimulated
    }

    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        self.init(
            protocolVersion: try fields.integer("protocol"), shim: try fields.text("shim"),
            session: try fields.text("session"), sequence: try fields.sequence("seq"),
            account: try fields.text("account"), tradingDay: try fields.dayOrNull("trading_day"),
            time: try fields.time("time"), broker: BrokerState(wire: try fields.text("broker")),
            heartbeatSeconds: try fields.integer("heartbeat_s", in: 1...3600),
            capabilities: try fields.list("capabilities") { value throws(Mismatch) in try value.asText() },
            isSimulated: try fields.bool("simulated"))
    }

    var wire: JSONValue {
        [
            "protocol": .integer(protocolVersion), "shim": .string(shim), "session": .string(session),
            "seq": .integer(sequence), "account": .string(account), "trading_day": JSONValue(tradingDay),
            "time": .string(time.description), "broker": .string(broker.rawValue),
            "heartbeat_s": .integer(heartbeatSeconds), "capabilities": .array(capabilities.map(JSONValue.string)),
            "simulated": .bool(isSimulated),
        ]
    }
}
