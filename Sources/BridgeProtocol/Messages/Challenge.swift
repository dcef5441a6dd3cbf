/// The first line of a connection, from the shim.
package struct Challenge: Hashable, Sendable {
    /// 32 bytes as hexadecimal digits, good for one connection.
    package var nonce: String
    /// The versions that the shim speaks.
    package var protocols: [Int64]

    package static var method: String { "session.challenge" }

    package init(nonce: String, protocols: [Int64] = [BridgeVersion.current]) {
        self.nonce = nonce
        self.protocols = protocols
    }

    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        nonce = try fields.parsed("nonce", "32 bytes in hexadecimal") { Hex.bytes($0)?.count == 32 ? $0 : nil }
        protocols = try fields.list("protocols") { value throws(Mismatch) in
            guard case .integer(let number) = value else {
                throw Mismatch(.type(expected: "an integer", found: value.kind))
            }
            return number
        }
    }

    package var message: RPCMessage {
        .notification(
            method: Challenge.method,
            params: ["nonce": .string(nonce), "protocols": .array(protocols.map(JSONValue.integer))])
    }
}
