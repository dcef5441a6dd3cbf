/// How the daemon introduces itself.
package struct HelloRequest: Hashable, Sendable {
    package var protocolVersion: Int64
    /// Program and version, such as `qmtd/0.1.0`.
    package var client: String
    package var account: String
    package var role: BridgeRole
    package var epoch: Int64
    /// Hexadecimal; see `Proof`.
    package var proof: String

    package init(
        protocolVersion: Int64 = BridgeVersion.current, client: String, account: String, role: BridgeRole, epoch: Int64,
        proof: String
    ) {
        self.protocolVersion = protocolVersion
        self.client = client
        self.account = account
        self.role = role
        self.epoch = epoch
        self.proof = proof
    }

    /// The version alone: of another one, nothing else can be read.
    static func protocolVersion(wire: JSONValue) throws(Mismatch) -> Int64 {
        var fields = try Fields(wire)
        return try fields.integer("protocol")
    }

    /// A proof that is no text is as good as a wrong one.
    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        protocolVersion = try fields.integer("protocol")
        client = try fields.text("client")
        account = try fields.text("account")
        role = try fields.parsed("role", "\"trade\" or \"observe\"", BridgeRole.init(rawValue:))
        epoch = try fields.integer("epoch")
        proof = if case .string(let text) = fields.value("proof") { text } else { "" }
    }

    var wire: JSONValue {
        [
            "protocol": .integer(protocolVersion), "client": .string(client), "account": .string(account),
            "role": .string(role.rawValue), "epoch": .integer(epoch), "proof": .string(proof),
        ]
    }
}
